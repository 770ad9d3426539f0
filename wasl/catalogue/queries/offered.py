"""Reads of the catalogue: what is offered, one service, the form it asks for, and what applies to given answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.catalogue.conditions import Met, judge
from wasl.catalogue.models import (
    DocumentRequirement,
    DocumentType,
    FieldRequirement,
    ReasonCode,
    Section,
    ServiceVersion,
)

# How each operator of a condition reads.
SAID = {
    "eq": gettext_lazy("when “%(question)s” is: %(value)s"),
    "in": gettext_lazy("when “%(question)s” is: %(value)s"),
    "ne": gettext_lazy("when “%(question)s” is not: %(value)s"),
    "gt": gettext_lazy("when “%(question)s” is more than %(value)s"),
    "ge": gettext_lazy("when “%(question)s” is %(value)s or more"),
    "lt": gettext_lazy("when “%(question)s” is less than %(value)s"),
    "le": gettext_lazy("when “%(question)s” is %(value)s or less"),
}


@dataclass(frozen=True)
class FormSection:
    """One part of a form: its code and title, and its questions in order."""

    code: str
    title: str
    fields: list[FieldRequirement]


@dataclass(frozen=True)
class Form:
    """What a service version asks for: questions by section, and documents; the same on screen and on paper."""

    version: ServiceVersion
    sections: list[FormSection]
    documents: list[DocumentRequirement]

    @property
    def fields(self) -> list[FieldRequirement]:
        return [field for section in self.sections for field in section.fields]


def offered() -> QuerySet[ServiceVersion]:
    """The services offered today, in the association's order."""
    versions = ServiceVersion.objects.filter(published=True, service__active=True)
    return versions.select_related("service__department").order_by("service__order", "service__code")


def current(code: str) -> ServiceVersion:
    """The published version of one service; raises `ServiceVersion.DoesNotExist` when it is not offered."""
    return offered().select_related("guide_clause__version__document").get(service__code=code)


def form_of(version: ServiceVersion) -> Form:
    """All questions and documents of a version, in order; read once for this object, for a version does not change."""
    if "_form" not in version.__dict__:
        version.__dict__["_form"] = _read_form(version)
    return version.__dict__["_form"]  # type: ignore[no-any-return]


def _read_form(version: ServiceVersion) -> Form:
    fields = list(version.fields.select_related("matched_with").order_by("order"))
    documents = list(version.documents.select_related("document_type").order_by("order"))
    sections = [
        FormSection(code=section.value, title=str(section.label), fields=[f for f in fields if f.section == section])
        for section in Section
    ]
    return Form(version=version, sections=[one for one in sections if one.fields], documents=documents)


def asked(form: Form, answers: Mapping[str, Any]) -> list[FieldRequirement]:
    """The questions that apply to these answers: without a condition, or with one that is met."""
    return [field for field in form.fields if judge(field.condition, answers) is Met.MET]


def wanted_documents(form: Form, answers: Mapping[str, Any]) -> list[DocumentRequirement]:
    """The documents that apply to these answers, required or not."""
    return [document for document in form.documents if judge(document.condition, answers) is Met.MET]


def reasons(outcome: str) -> QuerySet[ReasonCode]:
    """The reason codes a decision of this outcome may carry."""
    return ReasonCode.objects.filter(outcome=outcome, active=True).order_by("code")


def document_types() -> QuerySet[DocumentType]:
    """Every kind of document known here."""
    return DocumentType.objects.order_by("code")


def explained(form: Form) -> list[dict[str, Any]]:
    """The questions by section with their conditions in words, for the page that explains a service."""
    labels = {field.key: field for field in form.fields}
    return [
        {"title": section.title, "fields": [(field, in_words(field.condition, labels)) for field in section.fields]}
        for section in form.sections
    ]


def explained_documents(form: Form) -> list[tuple[DocumentRequirement, str]]:
    """The documents with their conditions in words."""
    labels = {field.key: field for field in form.fields}
    return [(document, in_words(document.condition, labels)) for document in form.documents]


def in_words(condition: Mapping[str, Any] | None, labels: Mapping[str, FieldRequirement]) -> str:
    """A condition as a sentence a non-engineer reads: «السكن: إيجار»."""
    if not condition:
        return ""
    if "all" in condition:
        return _(" and ").join(in_words(one, labels) for one in condition["all"])
    if "any" in condition:
        return _(" or ").join(in_words(one, labels) for one in condition["any"])
    field = labels[condition["field"]]
    return SAID[condition["op"]] % {"question": field.label, "value": _value_in_words(field, condition["value"])}


def _value_in_words(field: FieldRequirement, value: Any) -> str:
    if isinstance(value, list):
        return _(" or ").join(_value_in_words(field, one) for one in value)
    return dict(field.options).get(str(value)) or {"yes": _("Yes"), "no": _("No")}.get(str(value), str(value))
