"""How the catalogue changes: kinds of documents, reasons, and a new version of a service in place of the one before."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import Department, User
from wasl.audit.actions import record
from wasl.catalogue import policies
from wasl.catalogue.conditions import fields_of
from wasl.catalogue.models import (
    DocumentRequirement,
    DocumentType,
    FieldRequirement,
    ReasonCode,
    Service,
    ServiceVersion,
)
from wasl.common.verdicts import Refused


@transaction.atomic
def keep_document_type(*, code: str, by: User | None, at: datetime, **values: Any) -> DocumentType:
    """Add a kind of document, or correct what is said of it."""
    policies.can_edit(by).require()
    kind, _made = DocumentType.objects.update_or_create(code=code, defaults=values)
    record(verb="catalogue.keep_document_type", subject=kind, by=by, at=at, data={"fields": sorted(values)})
    return kind


@transaction.atomic
def keep_reason(*, code: str, by: User | None, at: datetime, **values: Any) -> ReasonCode:
    """Add a reason code, or correct its words; decisions keep the code they were given."""
    policies.can_edit(by).require()
    reason, _made = ReasonCode.objects.update_or_create(code=code, defaults=values)
    record(verb="catalogue.keep_reason", subject=reason, by=by, at=at, data={"fields": sorted(values)})
    return reason


@transaction.atomic
def add_service(*, code: str, department: Department | None, order: int, by: User | None, at: datetime) -> Service:
    """Add a service to the catalogue; it is offered once a version of it is published."""
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
) -> ServiceVersion:
    """Offer a service as described from now on (TOO-2); the version before stays with the cases opened under it."""
    policies.can_edit(by).require()
    _check_conditions(fields, documents)
    service = Service.objects.select_for_update().get(pk=service.pk)
    last = service.versions.order_by("-number").first()
    service.versions.filter(published=True).update(published=False)
    version = ServiceVersion.objects.create(
        service=service, number=last.number + 1 if last else 1, in_force_from=from_date, published=True, **terms
    )
    FieldRequirement.objects.bulk_create(
        FieldRequirement(version=version, order=place, **values) for place, values in enumerate(fields, start=1)
    )
    DocumentRequirement.objects.bulk_create(
        DocumentRequirement(version=version, order=place, **values) for place, values in enumerate(documents, start=1)
    )
    data = {"fields": [one["key"] for one in fields], "documents": [one["document_type"].code for one in documents]}
    record(verb="catalogue.publish_version", subject=version, by=by, at=at, root=service, data=data)
    return version


def _check_conditions(fields: Sequence[Mapping[str, Any]], documents: Sequence[Mapping[str, Any]]) -> None:
    """A condition may only ask about a question that stands before it, else the form could never be finished."""
    known: set[str] = set()
    for one in fields:
        if fields_of(one.get("condition")) - known:
            raise Refused(_("A condition depends on a question that does not come before it."))
        known.add(one["key"])
    if any(fields_of(one.get("condition")) - known for one in documents):
        raise Refused(_("A condition depends on a question that does not come before it."))
