"""How the catalogue changes: document types, reasons, and services loaded whole."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import Department, User
from wasl.audit.actions import record, record_many
from wasl.catalogue import policies
from wasl.catalogue.conditions import fields_of
from wasl.catalogue.models.offered import (
    Criterion,
    DocumentRequirement,
    DocumentType,
    FieldRequirement,
    ReasonCode,
    Service,
    ServiceVersion,
)
from wasl.catalogue.states import ServiceStatus
from wasl.common.verdicts import Refused


@transaction.atomic
def keep_document_types(
    *, entries: Iterable[Mapping[str, Any]], by: User | None, at: datetime
) -> list[DocumentType]:
    """Create document types in bulk, each with its code."""
    policies.can_edit(by).require()
    kinds = DocumentType.objects.bulk_create(DocumentType(**entry) for entry in entries)
    record_many(
        verb="catalogue.keep_document_type",
        subjects=[(kind, kind, {}) for kind in kinds],
        by=by,
        at=at,
    )
    return kinds


@transaction.atomic
def add_document_type(
    *, code: str, values: Mapping[str, Any], by: User | None, at: datetime
) -> DocumentType:
    """Add a document type while drafting a service. Existing types are not changed."""
    # Weaker than `can_edit`: a new type changes no service that is in force.
    policies.can_draft_service(by).require()
    if DocumentType.objects.filter(code=code).exists():
        raise Refused(_("A document of this name is there already."))
    kind = DocumentType.objects.create(code=code, **values)
    record(
        verb="catalogue.add_document_type",
        subject=kind,
        by=by,
        at=at,
        data={"fields": sorted(values)},
    )
    return kind


@transaction.atomic
def keep_reasons(
    *, entries: Iterable[Mapping[str, Any]], by: User | None, at: datetime
) -> list[ReasonCode]:
    """Create reason codes in bulk. Decisions keep the code they were given."""
    policies.can_edit(by).require()
    reasons = ReasonCode.objects.bulk_create(ReasonCode(**entry) for entry in entries)
    record_many(
        verb="catalogue.keep_reason",
        subjects=[(reason, reason, {}) for reason in reasons],
        by=by,
        at=at,
    )
    return reasons


@transaction.atomic
def add_service(
    *, code: str, department: Department | None, order: int, by: User | None, at: datetime
) -> Service:
    """Add a service to the catalogue. It is offered once a version of it is published."""
    policies.can_edit(by).require()
    service = Service.objects.create(code=code, department=department, order=order)
    record(verb="catalogue.add_service", subject=service, by=by, at=at)
    return service


@transaction.atomic
def publish_version(
    *,
    service: Service,
    terms: Mapping[str, Any],
    fields: Sequence[Mapping[str, Any]],
    documents: Sequence[Mapping[str, Any]],
    from_date: date,
    by: User | None,
    at: datetime,
    criteria: Sequence[Mapping[str, Any]] = (),
) -> ServiceVersion:
    """Load a whole service, in force from a day (TOO-2).

    The version before stays with the cases opened under it.
    """
    policies.can_set_up(by).require()
    _check_conditions(fields, documents)
    # Numbers follow the last version, so two loads of a service must wait for each other.
    service = Service.objects.select_for_update().get(pk=service.pk)
    last = service.versions.order_by("-number").first()
    version = ServiceVersion.objects.create(
        service=service, number=last.number + 1 if last else 1, edited_at=at, edited_by=by, **terms
    )
    FieldRequirement.objects.bulk_create(
        FieldRequirement(version=version, order=place, **values)
        for place, values in enumerate(fields, start=1)
    )
    DocumentRequirement.objects.bulk_create(
        DocumentRequirement(version=version, order=place, **values)
        for place, values in enumerate(documents, start=1)
    )
    Criterion.objects.bulk_create(
        Criterion(version=version, order=place, **values)
        for place, values in enumerate(criteria, start=1)
    )
    # Approved last: the triggers refuse questions and documents of an approved version.
    version.status, version.in_force_from, version.approved_at = (
        ServiceStatus.APPROVED,
        from_date,
        at,
    )
    version.save()
    data = {
        "fields": [field["key"] for field in fields],
        "documents": [document["document_type"].code for document in documents],
    }
    record(verb="catalogue.publish_version", subject=version, by=by, at=at, root=service, data=data)
    return version


@transaction.atomic
def stop_offering(*, service: Service, by: User | None, at: datetime) -> Service:
    """Stop offering a service; its versions and past cases stay.

    The package that knows open cases asks first.
    """
    policies.can_close_service(by).require()
    service.active = False
    service.save(update_fields=["active"])
    record(verb="catalogue.stop_offering", subject=service, by=by, at=at, root=service)
    return service


@transaction.atomic
def offer_again(*, service: Service, by: User | None, at: datetime) -> Service:
    """Offer a closed service again, with its version in force."""
    policies.can_close_service(by).require()
    service = Service.objects.select_for_update().get(pk=service.pk)
    service.active = True
    service.save(update_fields=["active"])
    record(verb="catalogue.offer_again", subject=service, by=by, at=at, root=service)
    return service


def _check_conditions(
    fields: Sequence[Mapping[str, Any]], documents: Sequence[Mapping[str, Any]]
) -> None:
    """Refuse a condition on a question that does not come before it.

    Such a form could never be completed.
    """
    earlier_keys: set[str] = set()
    for field in fields:
        if fields_of(field.get("condition")) - earlier_keys:
            raise Refused(_("A condition depends on a question that does not come before it."))
        earlier_keys.add(field["key"])
    if any(fields_of(document.get("condition")) - earlier_keys for document in documents):
        raise Refused(_("A condition depends on a question that does not come before it."))
