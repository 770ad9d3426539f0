"""Shapes of what is typed about people."""

from wasl.beneficiaries.forms.documents import DocumentForm, DocumentTypeField
from wasl.beneficiaries.forms.family import NewcomerForm, RepresentativeForm
from wasl.beneficiaries.forms.person import CorrectForm, PersonForm, UnmaskForm, known_values, started_with

__all__ = [
    "CorrectForm",
    "DocumentForm",
    "DocumentTypeField",
    "NewcomerForm",
    "PersonForm",
    "RepresentativeForm",
    "UnmaskForm",
    "known_values",
    "started_with",
]
