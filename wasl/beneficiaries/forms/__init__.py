"""Shapes of what is typed about people."""

from wasl.beneficiaries.forms.consents import ConsentForm, WithdrawConsentForm
from wasl.beneficiaries.forms.documents import DocumentForm, DocumentTypeField
from wasl.beneficiaries.forms.family import NewcomerForm, RepresentativeForm
from wasl.beneficiaries.forms.person import CorrectForm, PersonForm, UnmaskForm, known_values, started_with

__all__ = [
    "ConsentForm",
    "CorrectForm",
    "DocumentForm",
    "DocumentTypeField",
    "NewcomerForm",
    "PersonForm",
    "RepresentativeForm",
    "UnmaskForm",
    "WithdrawConsentForm",
    "known_values",
    "started_with",
]
