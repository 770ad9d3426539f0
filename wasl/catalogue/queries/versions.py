"""Reads of a service's versions: their standing, the faults of a draft, and differences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.models import Event
from wasl.catalogue import ready, subjects
from wasl.catalogue.conditions import fields_of
from wasl.catalogue.models.offered import (
    Criterion,
    DocumentRequirement,
    FieldRequirement,
    Service,
    ServiceVersion,
)
from wasl.catalogue.queries.offered import Form, form_of
from wasl.catalogue.states import ServiceStatus, Standing
from wasl.catalogue.subjects import Subject
from wasl.common.bilingual import pick
from wasl.common.dates import format_dual
from wasl.common.numbers import format_money, format_number

# Events that make somebody an author of a draft, who may not approve it.
EDITS = (
    "catalogue.begin_service", "catalogue.draft_service", "catalogue.keep_service_terms",
    "catalogue.keep_question", "catalogue.move_question", "catalogue.remove_question",
    "catalogue.keep_document", "catalogue.remove_document", "catalogue.keep_criterion",
    "catalogue.remove_criterion",
)  # fmt: skip


def versions() -> QuerySet[ServiceVersion]:
    """Return every version of every service, with the related rows that pages show."""
    return ServiceVersion.objects.select_related(
        "service__department", "edited_by", "approved_by", "guide_clause__version__document"
    )


@dataclass(frozen=True)
class ServiceRow:
    """A service on the list: the version in force, the one that waits for its day, the draft."""

    service: Service
    name: str
    now: ServiceVersion | None
    waiting: ServiceVersion | None
    draft: ServiceVersion | None
    is_over: bool


@dataclass(frozen=True)
class ReadyOffer:
    """A shipped service that is not in the catalogue yet."""

    code: str
    name: str
    purpose: str


def ready_services() -> list[ReadyOffer]:
    """Return the shipped services that are not in the catalogue, in the reader's language."""
    existing_codes = set(Service.objects.values_list("code", flat=True))
    offers = {
        code: ready.in_two(ready.shipped(file))
        for code, file in ready.services().items()
        if code not in existing_codes
    }
    return [
        ReadyOffer(
            code,
            pick(offer["name_ar"], offer["name_en"]),
            pick(offer["purpose_ar"], offer["purpose_en"]),
        )
        for code, offer in offers.items()
    ]


def service_rows(day: date) -> list[ServiceRow]:
    """Return every service, offered or closed, in the association's order (two queries)."""
    ordered_versions = ServiceVersion.objects.order_by("-in_force_from", "-number")
    services = Service.objects.select_related("department").prefetch_related(
        Prefetch("versions", ordered_versions, "newest")
    )
    return [_row(service, day) for service in services.order_by("-active", "order", "code")]


def _row(service: Service, day: date) -> ServiceRow:
    # The standing is computed here from the prefetched versions; a query each would grow with the
    # list.
    newest: list[ServiceVersion] = service.newest  # type: ignore[attr-defined]
    dated = [version for version in newest if version.in_force_from]
    begun = [version for version in dated if version.in_force_from and version.in_force_from <= day]
    draft = next((version for version in newest if version.is_draft), None)
    # Newest first, so the last of these is the next to begin.
    waiting = [version for version in dated if version not in begun]
    now = begun[0] if begun else None
    named = now or draft or (waiting[-1] if waiting else None)
    over = bool(now and now.offered_until and now.offered_until < day)
    return ServiceRow(
        service,
        named.name if named else service.code,
        now,
        waiting[-1] if waiting else None,
        draft,
        over,
    )


def service_standings(service: Service, day: date) -> list[tuple[ServiceVersion, Standing]]:
    """Return every version of a service with its standing on a day, newest first."""
    rows = list(versions().filter(service=service).order_by("-number"))
    begun = [version for version in rows if version.in_force_from and version.in_force_from <= day]
    # The same rule as `ServiceVersionQuerySet.in_force`.
    now = max(begun, key=lambda version: (version.in_force_from, version.number), default=None)
    return [(version, _standing(version, now, day)) for version in rows]


def _standing(version: ServiceVersion, now: ServiceVersion | None, day: date) -> Standing:
    if version.in_force_from is None:
        return Standing.DRAFT
    if version == now:
        return Standing.IN_FORCE
    return Standing.WAITING if version.in_force_from > day else Standing.SUPERSEDED


def draft_of(service: Service) -> ServiceVersion | None:
    """Return the draft of a service, if there is one."""
    return ServiceVersion.objects.filter(service=service, status=ServiceStatus.DRAFT).first()


def drafts_for(user: User) -> QuerySet[ServiceVersion]:
    """Return the drafts that this user may approve: those they wrote nothing of, by the trail."""
    own_edits = Event.objects.filter(
        actor=user, verb__in=EDITS, root_type=ServiceVersion._meta.label_lower
    )
    # `root_id` is text in the trail.
    wrote = [int(pk) for pk in own_edits.values_list("root_id", flat=True)]
    return (
        ServiceVersion.objects.filter(status=ServiceStatus.DRAFT)
        .exclude(pk__in=wrote)
        .order_by("pk")
    )


def has_edited(version: ServiceVersion, user: User) -> bool:
    """Tell from the trail whether the user wrote any of this draft."""
    return Event.objects.about(version).filter(actor=user, verb__in=EDITS).exists()


def criteria_of(version: ServiceVersion) -> list[Criterion]:
    """Return the criteria of a version in order, read once for this object."""
    if "_criteria" not in version.__dict__:
        version.__dict__["_criteria"] = list(version.criteria.order_by("order", "pk"))
    return version.__dict__["_criteria"]  # type: ignore[no-any-return]


def subjects_of(version: ServiceVersion) -> dict[str, Subject]:
    """Return everything that a criterion of this version may look at."""
    return subjects.all_subjects(form_of(version).fields)


@dataclass(frozen=True)
class ServiceFault:
    """Something that blocks approval of a draft, and where to correct it: the part and its key."""

    text: str
    part: str
    key: str = ""


def service_faults(version: ServiceVersion) -> list[ServiceFault]:
    """Return everything that blocks approval of a draft, in the order of its page."""
    form = form_of(version)
    return [
        *_terms_faults(version),
        *_question_faults(form),
        *_document_faults(form),
        *_criterion_faults(version),
    ]


def _terms_faults(version: ServiceVersion) -> Iterator[ServiceFault]:
    required_texts = {
        _("its name"): (version.name_ar, version.name_en),
        _("what it is"): (version.purpose_ar, version.purpose_en),
        _("who it is for"): (version.who_ar, version.who_en),
        _("its unit"): (version.unit_ar, version.unit_en),
    }
    for what, words in required_texts.items():
        if not all(words):
            yield ServiceFault(
                _("Say %(what)s, in Arabic and in English.") % {"what": what}, "terms"
            )
    until, since = version.offered_until, version.in_force_from
    if until and since and until < since:
        yield ServiceFault(_("The season ends before the version begins."), "terms")


def _question_faults(form: Form) -> Iterator[ServiceFault]:
    if not form.fields:
        yield ServiceFault(
            _("The form asks nothing yet. Add what the applicant is asked."), "questions"
        )
    handed_in = {requirement.document_type_id for requirement in form.documents}
    before: dict[str, Subject] = {}
    for question in sorted(form.fields, key=lambda field: field.order):
        details = {"question": question.label}
        message = _(
            "“%(question)s” depends on something that is no longer asked, or is asked "
            "after it: %(lost)s."
        )
        for text in _lost(question.condition, before, message, details):
            yield ServiceFault(text, "question", question.key)
        if question.matched_with and question.matched_with_id not in handed_in:
            message = _(
                "“%(question)s” is held against a document that the service does not ask for: "
                "%(document)s."
            )
            yield ServiceFault(
                message % {**details, "document": question.matched_with.name},
                "question",
                question.key,
            )
        # Only questions before this one may appear in its condition; otherwise the form could never
        # be completed.
        before |= subjects.form_subjects([question])


def _document_faults(form: Form) -> Iterator[ServiceFault]:
    question_subjects = subjects.form_subjects(form.fields)
    for requirement in form.documents:
        message = _(
            "The document “%(document)s” depends on something that is no longer asked: %(lost)s."
        )
        for text in _lost(
            requirement.condition,
            question_subjects,
            message,
            {"document": requirement.document_type.name},
        ):
            yield ServiceFault(text, "document", requirement.document_type.code)


def _criterion_faults(version: ServiceVersion) -> Iterator[ServiceFault]:
    known_subjects = subjects_of(version)
    for criterion in criteria_of(version):
        message = _(
            "The criterion “%(criterion)s” asks about something that is no longer there: %(lost)s."
        )
        for text in _lost(
            criterion.condition, known_subjects, message, {"criterion": criterion.label}
        ):
            yield ServiceFault(text, "criterion", str(criterion.pk))


def _lost(
    condition: Mapping[str, Any] | None,
    known_subjects: Mapping[str, Subject],
    message: str,
    details: Mapping[str, Any],
) -> Iterator[str]:
    """Return what a condition names that is gone: a question, or an answer."""
    for key in sorted(fields_of(condition) - set(known_subjects)):
        yield message % {**details, "lost": key}
    for key, value in _values(condition):
        subject = known_subjects.get(key)
        if subject and subject.options and value not in dict(subject.options):
            gone = _("the answer “%(value)s” to “%(subject)s”") % {
                "value": value,
                "subject": subject.label,
            }
            yield message % {**details, "lost": gone}


def _values(condition: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    if not condition:
        return
    for statement in (*condition.get("all", ()), *condition.get("any", ())):
        yield from _values(statement)
    if "field" in condition:
        operand = condition.get("value")
        for value in operand if isinstance(operand, list) else [operand]:
            yield condition["field"], str(value)


@dataclass(frozen=True)
class Difference:
    """A difference between two versions: part, name, old and new text ("" = absent)."""

    part: str
    name: str
    before: str
    after: str


def differences(old: ServiceVersion, new: ServiceVersion) -> list[Difference]:
    """Return everything in which two versions differ, in the reader's language."""
    rows = []
    for (part, before), (_part, after) in zip(_told(old), _told(new), strict=True):
        for key in dict.fromkeys([*before, *after]):
            old_entry, new_entry = before.get(key, ("", "")), after.get(key, ("", ""))
            if old_entry != new_entry:
                rows.append(
                    Difference(part, new_entry[0] or old_entry[0], old_entry[1], new_entry[1])
                )
    return rows


# The key of each thing in a part → its name and its text.
Told = dict[str, tuple[str, str]]


def _told(version: ServiceVersion) -> list[tuple[str, Told]]:
    form = form_of(version)
    known_subjects, question_subjects = subjects_of(version), subjects.form_subjects(form.fields)
    return [
        (_("Terms"), {label: (label, text) for label, text in _terms(version)}),
        (
            _("Questions"),
            {
                question.key: (question.label, _question(question, question_subjects))
                for question in form.fields
            },
        ),
        (
            _("Documents"),
            {
                requirement.document_type.code: _document(requirement, question_subjects)
                for requirement in form.documents
            },
        ),
        (
            _("Criteria"),
            {
                # Criteria have no key that survives the copy of a version, except their place.
                str(criterion.order): (criterion.label, _criterion(criterion, known_subjects))
                for criterion in criteria_of(version)
            },
        ),
    ]


def _terms(version: ServiceVersion) -> list[tuple[str, str]]:
    most = [
        format_money(version.most_amount) if version.most_amount else "",
        f"{format_number(version.most_quantity)} {version.unit}" if version.most_quantity else "",
    ]
    return [
        (_("Name"), version.name),
        (_("What it is"), version.purpose),
        (_("Who it is for"), version.who),
        (_("Target groups"), _(", ").join(version.groups)),
        (_("Kind"), version.get_delivery_kind_display()),
        (_("Unit"), version.unit),
        (_("At most"), " · ".join(limit for limit in most if limit)),
        (_("Visits needed"), format_number(version.visits_needed)),
        (_("Again after, in months"), format_number(version.period_months)),
        (_("For whom"), _("Members only") if version.members_only else _("Everyone in the area")),
        (_("Steps of the study"), " · ".join(version.steps)),
        (
            _("Chapter of the research guide"),
            version.guide_clause.code if version.guide_clause else "",
        ),
        (_("Offered until"), format_dual(version.offered_until) if version.offered_until else ""),
    ]


def _question(question: FieldRequirement, question_subjects: Mapping[str, Subject]) -> str:
    parts = [
        str(question.get_kind_display()),
        _("Required") if question.required else _("Optional"),
        subjects.in_words(question.condition, question_subjects),
        _("Answers: %(answers)s")
        % {"answers": _(", ").join(label for _v, label in question.options)}
        if question.options
        else "",
        _("Several answers may apply") if question.several else "",
        *_bounds(question),
        question.help,
        _("Matched with: %(document)s") % {"document": question.matched_with.name}
        if question.matched_with
        else "",
    ]
    return " · ".join(part for part in parts if part)


def _bounds(question: FieldRequirement) -> Iterator[str]:
    words = {
        _("At least: %(number)s"): question.least,
        _("At most: %(number)s"): question.most,
        _("In steps of %(number)s"): question.step,
    }
    for text, number in words.items():
        if number is not None:
            yield text % {"number": format_number(number)}


def _document(
    requirement: DocumentRequirement, question_subjects: Mapping[str, Subject]
) -> tuple[str, str]:
    parts = [
        _("Required") if requirement.required else _("If there is one"),
        subjects.in_words(requirement.condition, question_subjects),
        _("Must be valid on the day of submission") if requirement.must_be_valid else "",
        _("Not older than %(days)s days") % {"days": format_number(Decimal(requirement.age_limit))}
        if requirement.age_limit
        else "",
        requirement.note,
    ]
    return requirement.document_type.name, " · ".join(part for part in parts if part)


def _criterion(criterion: Criterion, known_subjects: Mapping[str, Subject]) -> str:
    return (
        f"{subjects.stated(criterion.condition, known_subjects)} · {criterion.get_effect_display()}"
    )
