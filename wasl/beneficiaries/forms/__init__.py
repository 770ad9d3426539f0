"""Forms of what officers type about people."""

from wasl.beneficiaries.forms.claims import MobileCodeForm, ProofForm, RefuseChangeForm
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
from wasl.beneficiaries.forms.imports import (
    ExportForm,
    ExportMembersForm,
    ImportRowsForm,
    MappingForm,
    SheetForm,
    UploadImportForm,
    mapping_started,
)
from wasl.beneficiaries.forms.merging import (
    DifferentForm,
    MergeForm,
    OtherFileForm,
    UndoMergeForm,
)
from wasl.beneficiaries.forms.person import (
    CorrectForm,
    PersonForm,
    UnmaskForm,
    known_values,
    started_with,
)
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
    "DifferentForm",
    "DivorceForm",
    "DocumentForm",
    "DocumentTypeField",
    "EndMembershipForm",
    "EndRepresentationForm",
    "ExportForm",
    "ExportMembersForm",
    "IdentifierForm",
    "ImportRowsForm",
    "MappingForm",
    "MarriageForm",
    "MemberForm",
    "MergeForm",
    "MobileCodeForm",
    "NewcomerForm",
    "OnDayForm",
    "OtherFileForm",
    "PersonForm",
    "PlaceForm",
    "PreferencesForm",
    "ProofForm",
    "ReasonForm",
    "RefuseChangeForm",
    "RepresentativeForm",
    "RowsForm",
    "SharesForm",
    "SheetForm",
    "StaffForm",
    "UndoMergeForm",
    "UnmaskForm",
    "UploadImportForm",
    "VolunteerForm",
    "WithdrawConsentForm",
    "known_values",
    "mapping_started",
    "started_with",
]
