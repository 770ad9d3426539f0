"""Reads of a service's versions: how each stands, what keeps a draft from approval, what two of
them differ in.
"""

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
from wasl.catalogue.models import (
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

# What somebody does to a draft that makes it theirs too: they do not approve it.
EDITS = (
    "catalogue.begin_service", "catalogue.draft_service", "catalogue.keep_service_terms",
    "catalogue.keep_question", "catalogue.move_question", "catalogue.remove_question",
    "catalogue.keep_document", "catalogue.remove_document", "catalogue.keep_criterion",
    "catalogue.remove_criterion",
)  # fmt: skip


def versions() -> QuerySet[ServiceVersion]:
    """Every version of every service, with what is shown of each."""
    return ServiceVersion.objects.select_related(
        "service__department", "edited_by", "approved_by", "guide_clause__version__document"
    )


@dataclass(frozen=True)
class ServiceRow:
    """One service on the list: the version in force, what waits for its day, the draft."""

    service: Service
    name: str
    now: ServiceVersion | None
    waiting: ServiceVersion | None
    draft: ServiceVersion | None
    is_over: bool


@dataclass(frozen=True)
class ReadyOffer:
    """A service that comes with the software and is not in the catalogue yet."""

    code: str
    name: str
    purpose: str


def ready_services() -> list[ReadyOffer]:
    """What the catalogue may still be begun with, in the reader's language."""
    there = set(Service.objects.values_list("code", flat=True))
    offers = {
        code: ready.in_two(ready.shipped(file))
        for code, file in ready.services().items()
        if code not in there
    }
    return [
        ReadyOffer(
            code, pick(one["name_ar"], one["name_en"]), pick(one["purpose_ar"], one["purpose_en"])
        )
        for code, one in offers.items()
    ]


def service_rows(day: date) -> list[ServiceRow]:
    """Every service, offered or closed, in the association's order (two queries)."""
    known = ServiceVersion.objects.order_by("-in_force_from", "-number")
    services = Service.objects.select_related("department").prefetch_related(
        Prefetch("versions", known, "newest")
    )
    return [_row(one, day) for one in services.order_by("-active", "order", "code")]


def _row(service: Service, day: date) -> ServiceRow:
    newest: list[ServiceVersion] = service.newest  # type: ignore[attr-defined]
    dated = [one for one in newest if one.in_force_from]
    begun = [one for one in dated if one.in_force_from and one.in_force_from <= day]
    draft = next((one for one in newest if one.is_draft), None)
    waiting = [one for one in dated if one not in begun]
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
    """Every version of a service with how it stands on a day, the newest first."""
    rows = list(versions().filter(service=service).order_by("-number"))
    begun = [one for one in rows if one.in_force_from and one.in_force_from <= day]
    now = max(begun, key=lambda one: (one.in_force_from, one.number), default=None)
    return [(one, _standing(one, now, day)) for one in rows]


def _standing(version: ServiceVersion, now: ServiceVersion | None, day: date) -> Standing:
    if version.in_force_from is None:
        return Standing.DRAFT
    if version == now:
        return Standing.IN_FORCE
    return Standing.WAITING if version.in_force_from > day else Standing.SUPERSEDED


def draft_of(service: Service) -> ServiceVersion | None:
    """The draft of a service, if somebody works on one."""
    return ServiceVersion.objects.filter(service=service, status=ServiceStatus.DRAFT).first()


def drafts_for(user: User) -> QuerySet[ServiceVersion]:
    """The drafts that this user may be asked to approve: those they wrote nothing of, by the
    trail.
    """
    mine = Event.objects.filter(
        actor=user, verb__in=EDITS, root_type=ServiceVersion._meta.label_lower
    )
    wrote = [int(pk) for pk in mine.values_list("root_id", flat=True)]
    return (
        ServiceVersion.objects.filter(status=ServiceStatus.DRAFT)
        .exclude(pk__in=wrote)
        .order_by("pk")
    )


def has_edited(version: ServiceVersion, user: User) -> bool:
    """Whether somebody wrote any of this draft, by the trail."""
    return Event.objects.about(version).filter(actor=user, verb__in=EDITS).exists()


def criteria_of(version: ServiceVersion) -> list[Criterion]:
    """The criteria of a version in order; read once for this object, as its form is."""
    if "_criteria" not in version.__dict__:
        version.__dict__["_criteria"] = list(version.criteria.order_by("order", "pk"))
    return version.__dict__["_criteria"]  # type: ignore[no-any-return]


def subjects_of(version: ServiceVersion) -> dict[str, Subject]:
    """Everything a criterion of this version may ask about."""
    return subjects.all_subjects(form_of(version).fields)


# --- what keeps a draft from approval -------------------------------------------------------------


@dataclass(frozen=True)
class ServiceFault:
    """One thing that keeps a draft from approval, and where it is mended: the part of the draft and
    its key.
    """

    text: str
    part: str
    key: str = ""


def service_faults(version: ServiceVersion) -> list[ServiceFault]:
    """Everything that keeps a draft from approval, in the order of its page."""
    form = form_of(version)
    return [
        *_terms_faults(version),
        *_question_faults(form),
        *_document_faults(form),
        *_criterion_faults(version),
    ]


def _terms_faults(version: ServiceVersion) -> Iterator[ServiceFault]:
    wanted = {
        _("its name"): (version.name_ar, version.name_en),
        _("what it is"): (version.purpose_ar, version.purpose_en),
        _("who it is for"): (version.who_ar, version.who_en),
        _("its unit"): (version.unit_ar, version.unit_en),
    }
    for what, words in wanted.items():
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
    handed_in = {one.document_type_id for one in form.documents}
    before: dict[str, Subject] = {}
    for one in sorted(form.fields, key=lambda field: field.order):
        told = {"question": one.label}
        said = _(
            "“%(question)s” depends on something that is no longer asked, or is asked "
            "after it: %(lost)s."
        )
        for text in _lost(one.condition, before, said, told):
            yield ServiceFault(text, "question", one.key)
        if one.matched_with and one.matched_with_id not in handed_in:
            said = _(
                "“%(question)s” is held against a document that the service does not ask for: "
                "%(document)s."
            )
            yield ServiceFault(
                said % {**told, "document": one.matched_with.name}, "question", one.key
            )
        before |= subjects.form_subjects([one])


def _document_faults(form: Form) -> Iterator[ServiceFault]:
    known = subjects.form_subjects(form.fields)
    for one in form.documents:
        said = _(
            "The document “%(document)s” depends on something that is no longer asked: %(lost)s."
        )
        for text in _lost(one.condition, known, said, {"document": one.document_type.name}):
            yield ServiceFault(text, "document", one.document_type.code)


def _criterion_faults(version: ServiceVersion) -> Iterator[ServiceFault]:
    known = subjects_of(version)
    for one in criteria_of(version):
        said = _(
            "The criterion “%(criterion)s” asks about something that is no longer there: %(lost)s."
        )
        for text in _lost(one.condition, known, said, {"criterion": one.label}):
            yield ServiceFault(text, "criterion", str(one.pk))


def _lost(
    condition: Mapping[str, Any] | None,
    known: Mapping[str, Subject],
    said: str,
    told: Mapping[str, Any],
) -> Iterator[str]:
    """What a condition names that is gone: a question, or an answer that can no longer be given."""
    for key in sorted(fields_of(condition) - set(known)):
        yield said % {**told, "lost": key}
    for key, value in _values(condition):
        subject = known.get(key)
        if subject and subject.options and value not in dict(subject.options):
            gone = _("the answer “%(value)s” to “%(subject)s”") % {
                "value": value,
                "subject": subject.label,
            }
            yield said % {**told, "lost": gone}


def _values(condition: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    if not condition:
        return
    for one in (*condition.get("all", ()), *condition.get("any", ())):
        yield from _values(one)
    if "field" in condition:
        given = condition.get("value")
        for value in given if isinstance(given, list) else [given]:
            yield condition["field"], str(value)


# --- what two versions differ in ------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One thing that two versions differ in: where, of what, as it was and as it is ('' = not
    there).
    """

    part: str
    name: str
    before: str
    after: str


def differences(old: ServiceVersion, new: ServiceVersion) -> list[Difference]:
    """Everything in which two versions differ, in the reader's language."""
    found = []
    for (part, before), (_part, after) in zip(_told(old), _told(new), strict=True):
        for key in dict.fromkeys([*before, *after]):
            one, other = before.get(key, ("", "")), after.get(key, ("", ""))
            if one != other:
                found.append(Difference(part, other[0] or one[0], one[1], other[1]))
    return found


Told = dict[str, tuple[str, str]]


def _told(version: ServiceVersion) -> list[tuple[str, Told]]:
    form = form_of(version)
    known, asked = subjects_of(version), subjects.form_subjects(form.fields)
    return [
        (_("Terms"), {label: (label, text) for label, text in _terms(version)}),
        (_("Questions"), {one.key: (one.label, _question(one, asked)) for one in form.fields}),
        (_("Documents"), {one.document_type.code: _document(one, asked) for one in form.documents}),
        (
            _("Criteria"),
            {str(one.order): (one.label, _criterion(one, known)) for one in criteria_of(version)},
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
        (_("At most"), " · ".join(one for one in most if one)),
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


def _question(one: FieldRequirement, asked: Mapping[str, Subject]) -> str:
    said = [
        str(one.get_kind_display()),
        _("Required") if one.required else _("Optional"),
        subjects.in_words(one.condition, asked),
        _("Answers: %(answers)s") % {"answers": _(", ").join(label for _v, label in one.options)}
        if one.options
        else "",
        _("Several answers may apply") if one.several else "",
        *_bounds(one),
        one.help,
        _("Matched with: %(document)s") % {"document": one.matched_with.name}
        if one.matched_with
        else "",
    ]
    return " · ".join(part for part in said if part)


def _bounds(question: FieldRequirement) -> Iterator[str]:
    words = {
        _("At least: %(number)s"): question.least,
        _("At most: %(number)s"): question.most,
        _("In steps of %(number)s"): question.step,
    }
    for text, number in words.items():
        if number is not None:
            yield text % {"number": format_number(number)}


def _document(one: DocumentRequirement, asked: Mapping[str, Subject]) -> tuple[str, str]:
    said = [
        _("Required") if one.required else _("If there is one"),
        subjects.in_words(one.condition, asked),
        _("Must be valid on the day of submission") if one.must_be_valid else "",
        _("Not older than %(days)s days") % {"days": format_number(Decimal(one.age_limit))}
        if one.age_limit
        else "",
        one.note,
    ]
    return one.document_type.name, " · ".join(part for part in said if part)


def _criterion(one: Criterion, known: Mapping[str, Subject]) -> str:
    return f"{subjects.stated(one.condition, known)} · {one.get_effect_display()}"
