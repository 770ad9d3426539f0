"""Shapes of what is typed about people."""

from wasl.beneficiaries.forms.consents import ConsentForm, WithdrawConsentForm
from wasl.beneficiaries.forms.documents import DocumentForm, DocumentTypeField
from wasl.beneficiaries.forms.household import (
    BirthForm,
    DayForm,
    DeathForm,
    DivorceForm,
    MarriageForm,
    NewcomerForm,
    OnDayForm,
    PlaceForm,
)
from wasl.beneficiaries.forms.identity import ContactForm, IdentifierForm, PreferencesForm
from wasl.beneficiaries.forms.person import CorrectForm, PersonForm, UnmaskForm, known_values, started_with
from wasl.beneficiaries.forms.representing import EndRepresentationForm, RepresentativeForm
from wasl.beneficiaries.forms.roles import (
    CategoryForm,
    EndMembershipForm,
    MemberForm,
    ReasonForm,
    SharesForm,
    StaffForm,
    VolunteerForm,
)
from wasl.beneficiaries.forms.rows import RowsForm

__all__ = [
    "BirthForm",
    "CategoryForm",
    "ConsentForm",
    "ContactForm",
    "CorrectForm",
    "DayForm",
    "DeathForm",
    "DivorceForm",
    "DocumentForm",
    "DocumentTypeField",
    "EndMembershipForm",
    "EndRepresentationForm",
    "IdentifierForm",
    "MarriageForm",
    "MemberForm",
    "NewcomerForm",
    "OnDayForm",
    "PersonForm",
    "PlaceForm",
    "PreferencesForm",
    "ReasonForm",
    "RepresentativeForm",
    "RowsForm",
    "SharesForm",
    "StaffForm",
    "UnmaskForm",
    "VolunteerForm",
    "WithdrawConsentForm",
    "known_values",
    "started_with",
]
