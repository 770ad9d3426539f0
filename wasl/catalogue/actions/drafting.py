"""How a service changes (TOO-2): draft, edit part by part, approve by a second person.

A draft is a copy of the newest approved version. An approved version has its first day and is never
edited again. Cases keep the version they were opened under.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wasl.accounts.models import Department, User
from wasl.audit.actions import record
from wasl.catalogue import policies, ready
from wasl.catalogue.drafts import changed_by
from wasl.catalogue.models.offered import (
    Criterion,
    DeliveryKind,
    DocumentRequirement,
    DocumentType,
    FieldRequirement,
    Service,
    ServiceVersion,
)
from wasl.catalogue.queries import versions
from wasl.catalogue.states import SERVICE_LIFECYCLE, ServiceStatus
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.governance.models.documents import Clause
from wasl.governance.states import State

# The columns of a version that a draft may change, beside questions, documents and criteria.
TERMS = (
    "name_ar", "name_en", "purpose_ar", "purpose_en", "who_ar", "who_en", "target_groups",
    "delivery_kind", "unit_ar", "unit_en", "most_amount", "most_quantity", "visits_needed",
    "members_only", "period_months", "study_steps", "offered_until", "note_ar", "note_en",
    "guide_clause",
)  # fmt: skip


@transaction.atomic
def begin_service(
    *,
    code: str,
    name_ar: str,
    name_en: str,
    department: Department | None,
    by: User | None,
    at: datetime,
) -> ServiceVersion:
    """Create a service with its first draft.

    Nobody sees it before a version of it is approved and has begun.
    """
    policies.can_draft_service(by).require()
    if Service.objects.filter(code=code).exists():
        raise Refused(_("A service of this short name is there already."))
    # A new service comes last on the list of services.
    last = Service.objects.aggregate(last=Max("order"))["last"] or 0
    service = Service.objects.create(code=code, department=department, order=last + 1)
    # Required columns get a starting value, to be changed in the draft.
    version = ServiceVersion.objects.create(
        service=service, number=1, name_ar=name_ar, name_en=name_en,
        delivery_kind=DeliveryKind.IN_KIND, period_months=12, edited_at=at, edited_by=by,
    )  # fmt: skip
    record(
        verb="catalogue.begin_service",
        subject=version,
        by=by,
        at=at,
        root=version,
        data={"code": code},
    )
    return version


@transaction.atomic
def take_ready_service(*, code: str, by: User | None, at: datetime) -> ServiceVersion:
    """Create a service as a draft from the one shipped with the software (TOO-2).

    Raises `Refused` where the service exists already, or a document type that it asks for does not.
    """
    try:
        data = ready.service(code)
    except KeyError as missing:
        raise Refused(
            _("A kind of document that this service asks for is missing: %(code)s.")
            % {"code": missing}
        ) from missing
    # An association may not have the department that the file names.
    department = (
        Department.objects.filter(code=data.department).first()
        or Department.objects.order_by("pk").first()
    )
    names = {name: data.terms[name] for name in ("name_ar", "name_en")}
    version = begin_service(code=code, department=department, **names, by=by, at=at)
    # Shipped files name the clause by its code, since keys differ between associations.
    version.guide_clause = Clause.objects.filter(
        code=data.guide_clause, version__state=State.IN_FORCE
    ).first()
    for name, value in data.terms.items():
        setattr(version, name, value)
    version.save()
    parts: tuple[tuple[Any, list[dict[str, Any]]], ...] = (
        (FieldRequirement, data.fields),
        (DocumentRequirement, data.documents),
        (Criterion, data.criteria),
    )
    for model, rows in parts:
        model.objects.bulk_create(
            model(version=version, order=place, **row) for place, row in enumerate(rows, start=1)
        )
    return version


@transaction.atomic
def draft_service(*, service: Service, by: User | None, at: datetime) -> ServiceVersion:
    """Begin a new version as a copy of the approved one that begins last.

    Raises `Refused` while another draft of the service exists.
    """
    policies.can_draft_service(by).require()
    # The lock makes two officers who begin a draft wait for each other.
    service = Service.objects.select_for_update().get(pk=service.pk)
    if existing_draft := versions.draft_of(service):
        link = reverse("catalogue:service_draft", args=[existing_draft.pk])
        raise Refused(
            _("Somebody works on a draft of this service already. Go on with that one."), link=link
        )
    before = (
        # Not the version in force: one that waits for its day would otherwise lose its changes to
        # the new draft.
        service.versions.exclude(in_force_from=None).order_by("-in_force_from", "-number").first()
    )
    if before is None:
        raise Refused(_("This service has no approved version to begin from."))
    number = (service.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    # The note says what a version changes, so it is not copied.
    own = {name: getattr(before, name) for name in TERMS} | {"note_ar": "", "note_en": ""}
    version = ServiceVersion.objects.create(
        service=service, number=number, edited_at=at, edited_by=by, **own
    )
    for model in (FieldRequirement, DocumentRequirement, Criterion):
        _copy(model, before, version)
    data = {"copied": before.number}
    record(verb="catalogue.draft_service", subject=version, by=by, at=at, root=version, data=data)
    return version


def _copy(model: Any, before: ServiceVersion, version: ServiceVersion) -> None:
    rows = list(model.objects.filter(version=before))
    for row in rows:
        row.pk, row.version = None, version
    model.objects.bulk_create(rows)


def _held(version: ServiceVersion, by: User | None, edition: int | None) -> ServiceVersion:
    """Lock the draft. Raises `Refused` for a page drawn before somebody else's change."""
    rows = ServiceVersion.objects.select_for_update(of=("self",)).select_related(
        "edited_by", "service"
    )
    fresh = rows.get(pk=version.pk)
    policies.can_change_service(by, fresh).require()
    # Pages send the edition they were drawn for. A lock held while somebody types would outlive
    # people who went home (ADR 36).
    if edition is not None and edition != fresh.edition:
        link = reverse("catalogue:service_draft", args=[fresh.pk])
        changed_by(fresh.edited_by, fresh.edited_at, link).require()
    return fresh


def _kept(
    version: ServiceVersion, verb: str, by: User | None, at: datetime, data: dict[str, Any]
) -> ServiceVersion:
    # Every change raises the edition, so that pages drawn before it are refused.
    version.edition, version.edited_at, version.edited_by = version.edition + 1, at, by
    version.save()
    record(verb=f"catalogue.{verb}", subject=version, by=by, at=at, root=version, data=data)
    return version


@transaction.atomic
def keep_service_terms(
    *,
    version: ServiceVersion,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
    edition: int | None = None,
) -> ServiceVersion:
    """Save the terms of a draft: texts, target groups, limits, study steps, season."""
    version = _held(version, by, edition)
    for name in TERMS:
        if name in values:
            setattr(version, name, values[name])
    return _kept(
        version, "keep_service_terms", by, at, {"fields": sorted(set(values) & set(TERMS))}
    )


@transaction.atomic
def keep_question(
    *,
    version: ServiceVersion,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
    key: str = "",
    edition: int | None = None,
) -> ServiceVersion:
    """Add or change a question of a draft.

    Its key never changes, so that answers carry over from version to version.
    """
    version = _held(version, by, edition)
    question = version.fields.filter(key=key).first() if key else None
    # Creating it again under the old key would undo the removal.
    if key and question is None:
        raise Refused(_("Somebody took this question out of the draft."))
    if question is None:
        last = version.fields.aggregate(last=Max("order"))["last"] or 0
        question = FieldRequirement(
            version=version, key=_new_key(version, str(values["label_en"])), order=last + 1
        )
    for name, value in values.items():
        setattr(question, name, value)
    question.save()
    return _kept(version, "keep_question", by, at, {"key": question.key, "new": not key})


def _new_key(version: ServiceVersion, words: str) -> str:
    """Return a new key made from the English text.

    Never a key that this service used before for something else.
    """
    base = slugify(words).replace("-", "_")[:32] or "question"
    used = set(
        # Over all versions: answers of older cases are stored under these keys.
        FieldRequirement.objects.filter(version__service=version.service_id).values_list(
            "key", flat=True
        )
    )
    return next(
        key for key in (base, *(f"{base}_{n}" for n in range(2, 10_000))) if key not in used
    )


@transaction.atomic
def remove_question(
    *, version: ServiceVersion, key: str, by: User | None, at: datetime, edition: int | None = None
) -> ServiceVersion:
    """Remove a question from a draft. What depends on it becomes a fault that blocks approval."""
    version = _held(version, by, edition)
    version.fields.filter(key=key).delete()
    return _kept(version, "remove_question", by, at, {"key": key})


@transaction.atomic
def move_question(
    *,
    version: ServiceVersion,
    key: str,
    up: bool,
    by: User | None,
    at: datetime,
    edition: int | None = None,
) -> ServiceVersion:
    """Swap a question with its neighbour in the section."""
    version = _held(version, by, edition)
    moved = version.fields.filter(key=key).first()
    if moved is None:
        return version
    # Within the section only, as the page lists questions by section.
    rows = list(version.fields.filter(section=moved.section).order_by("order"))
    place = rows.index(moved)
    other_place = place - 1 if up else place + 1
    if not 0 <= other_place < len(rows):
        return version
    first, second = moved.order, rows[other_place].order
    version.fields.filter(pk=moved.pk).update(order=second)
    version.fields.filter(pk=rows[other_place].pk).update(order=first)
    return _kept(version, "move_question", by, at, {"key": key})


@transaction.atomic
def keep_document(
    *,
    version: ServiceVersion,
    document_type: DocumentType,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
    edition: int | None = None,
) -> ServiceVersion:
    """Ask for a document in a draft, or change when and how."""
    version = _held(version, by, edition)
    last = version.documents.aggregate(last=Max("order"))["last"] or 0
    DocumentRequirement.objects.update_or_create(
        version=version,
        document_type=document_type,
        defaults=dict(values),
        # A changed document keeps its place; only a new one goes to the end.
        create_defaults={**values, "order": last + 1},
    )
    return _kept(version, "keep_document", by, at, {"document": document_type.code})


@transaction.atomic
def remove_document(
    *, version: ServiceVersion, code: str, by: User | None, at: datetime, edition: int | None = None
) -> ServiceVersion:
    """Stop asking for a document in a draft."""
    version = _held(version, by, edition)
    version.documents.filter(document_type__code=code).delete()
    return _kept(version, "remove_document", by, at, {"document": code})


@transaction.atomic
def keep_criterion(
    *,
    version: ServiceVersion,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
    criterion: int | None = None,
    edition: int | None = None,
) -> ServiceVersion:
    """Add or change a criterion of a draft."""
    version = _held(version, by, edition)
    row = version.criteria.filter(pk=criterion).first() if criterion else None
    if criterion and row is None:
        raise Refused(_("Somebody took this criterion out of the draft."))
    last = version.criteria.aggregate(last=Max("order"))["last"] or 0
    row = row or Criterion(version=version, order=last + 1)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return _kept(
        version, "keep_criterion", by, at, {"criterion": row.order, "new": criterion is None}
    )


@transaction.atomic
def remove_criterion(
    *,
    version: ServiceVersion,
    criterion: int,
    by: User | None,
    at: datetime,
    edition: int | None = None,
) -> ServiceVersion:
    """Remove a criterion from a draft."""
    version = _held(version, by, edition)
    version.criteria.filter(pk=criterion).delete()
    return _kept(version, "remove_criterion", by, at, {"criterion": criterion})


@transaction.atomic
def drop_service(
    *, version: ServiceVersion, by: User | None, at: datetime, edition: int | None = None
) -> None:
    """Delete a draft, and its service if it has no other version."""
    version = _held(version, by, edition)
    service, data = version.service, {"number": version.number}
    # Recorded first: a deleted row has no key to record.
    record(verb="catalogue.drop_service", subject=version, by=by, at=at, root=version, data=data)
    version.delete()
    if not service.versions.exists():
        service.delete()


@transaction.atomic
def approve_service(
    *,
    version: ServiceVersion,
    from_date: date,
    by: User | None,
    at: datetime,
    edition: int | None = None,
) -> ServiceVersion:
    """Approve a draft written by others and set its first day, today or later.

    From that day new cases use it.
    """
    rows = ServiceVersion.objects.select_for_update(of=("self",)).select_related(
        "edited_by", "service"
    )
    fresh = rows.get(pk=version.pk)
    policies.can_approve_service(by, fresh).require()
    # An approval is of what the page showed, so a draft that changed since is refused.
    if edition is not None and edition != fresh.edition:
        changed_by(
            fresh.edited_by, fresh.edited_at, reverse("catalogue:service_draft", args=[fresh.pk])
        ).require()
    policies.may_begin_service(fresh, from_date, day_of(at)).require()
    fresh.status = ServiceStatus(SERVICE_LIFECYCLE["approve_service"].to)
    fresh.in_force_from, fresh.approved_at, fresh.approved_by = from_date, at, by
    fresh.save()
    data = {"from": from_date.isoformat(), "number": fresh.number}
    record(verb="catalogue.approve_service", subject=fresh, by=by, at=at, root=fresh, data=data)
    return fresh


@transaction.atomic
def withdraw_service(*, version: ServiceVersion, by: User | None, at: datetime) -> ServiceVersion:
    """Turn a version back into a draft before its first day."""
    # The same lock as `draft_service`: only a single draft of a service may exist.
    service = Service.objects.select_for_update().get(pk=version.service_id)
    version = ServiceVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    policies.can_withdraw_service(by, version, day_of(at)).require()
    if existing_draft := versions.draft_of(service):
        link = reverse("catalogue:service_draft", args=[existing_draft.pk])
        raise Refused(
            _("There is a draft of this service already. Throw it away first."), link=link
        )
    version.status = ServiceStatus(SERVICE_LIFECYCLE["withdraw_service"].to)
    version.in_force_from = version.approved_at = version.approved_by = None
    version.save()
    record(verb="catalogue.withdraw_service", subject=version, by=by, at=at, root=version)
    return version
