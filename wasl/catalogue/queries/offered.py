"""Reads of the catalogue: what is offered, a service, its form, and what answers call for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from wasl.catalogue.conditions import Met, judge
from wasl.catalogue.models.offered import (
    DocumentRequirement,
    DocumentType,
    FieldRequirement,
    ReasonCode,
    Section,
    Service,
    ServiceVersion,
)
from wasl.catalogue.subjects import form_subjects, in_words
from wasl.common import clock
from wasl.common.prepared import Prepared


@dataclass(frozen=True)
class FormSection:
    """A section of a form with its questions in order."""

    code: str
    title: str
    fields: list[FieldRequirement]


@dataclass(frozen=True)
class Form:
    """What a service version asks for: questions by section, and documents.

    The same on screen and on paper.
    """

    version: ServiceVersion
    sections: list[FormSection]
    documents: list[DocumentRequirement]

    @property
    def fields(self) -> list[FieldRequirement]:
        return [field for section in self.sections for field in section.fields]


def offered(day: date | None = None) -> QuerySet[ServiceVersion]:
    """Return the services offered on a day (default today), in the association's order."""
    versions = ServiceVersion.objects.offered(day or clock.today())
    return versions.select_related("service__department").order_by(
        "service__order", "service__code"
    )


def in_force(service: Service, day: date) -> ServiceVersion | None:
    """Return the version of a service in force on a day, whether it is still offered or not."""
    return (
        ServiceVersion.objects.in_force(day)
        .filter(service=service)
        .select_related("guide_clause")
        .first()
    )


def current(code: str, day: date | None = None) -> ServiceVersion:
    """Return the offered version of a service.

    Raises `ServiceVersion.DoesNotExist` when none is offered.
    """
    return offered(day).select_related("guide_clause__version__document").get(service__code=code)


def form_of(version: ServiceVersion) -> Form:
    """Return the questions and documents of a version, read once for this object."""
    # Safe to keep on the object, since an approved version does not change.
    if "_form" not in version.__dict__:
        version.__dict__["_form"] = _read_form(version)
    return version.__dict__["_form"]  # type: ignore[no-any-return]


# Prepared, because pages of cases read these all day and compiling costs more than the query
# (ADR 25).
FIELDS = Prepared(
    lambda key: (
        FieldRequirement.objects.filter(version=key)
        .select_related("matched_with")
        .order_by("order")
    )
)
DOCUMENTS = Prepared(
    lambda key: (
        DocumentRequirement.objects.filter(version=key)
        .select_related("document_type")
        .order_by("order")
    )
)


def _read_form(version: ServiceVersion) -> Form:
    # `version` is set on the rows, so that they do not load it again.
    fields = FIELDS.rows(version.pk, version=version)
    documents = DOCUMENTS.rows(version.pk, version=version)
    sections = [
        FormSection(
            code=section.value,
            title=str(section.label),
            fields=[f for f in fields if f.section == section],
        )
        for section in Section
    ]
    return Form(
        version=version,
        sections=[section for section in sections if section.fields],
        documents=documents,
    )


def asked(form: Form, answers: Mapping[str, Any]) -> list[FieldRequirement]:
    """Return the questions that apply to these answers: no condition, or one that is met."""
    return [field for field in form.fields if judge(field.condition, answers) is Met.MET]


def wanted_documents(form: Form, answers: Mapping[str, Any]) -> list[DocumentRequirement]:
    """Return the documents that apply to these answers, required or not."""
    return [
        document for document in form.documents if judge(document.condition, answers) is Met.MET
    ]


def reasons(outcome: str) -> QuerySet[ReasonCode]:
    """Return the active reason codes for a decision of this outcome."""
    return ReasonCode.objects.filter(outcome=outcome, active=True).order_by("code")


def document_types() -> QuerySet[DocumentType]:
    """Return every document type."""
    return DocumentType.objects.order_by("code")


def explained(form: Form) -> list[dict[str, Any]]:
    """Return the questions by section with their conditions in words, to explain a service."""
    labels = form_subjects(form.fields)
    return [
        {
            "title": section.title,
            "fields": [(field, in_words(field.condition, labels)) for field in section.fields],
        }
        for section in form.sections
    ]


def explained_documents(form: Form) -> list[tuple[DocumentRequirement, str]]:
    """Return the documents with their conditions in words."""
    labels = form_subjects(form.fields)
    return [(document, in_words(document.condition, labels)) for document in form.documents]
