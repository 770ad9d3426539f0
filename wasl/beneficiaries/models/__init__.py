"""People and what is known of them."""

from wasl.beneficiaries.models.consents import Consent, ConsentHow, ConsentPurpose, ConsentText
from wasl.beneficiaries.models.documents import Attachment, AttachmentQuerySet, Document
from wasl.beneficiaries.models.household import BEGINNINGS, ENDINGS, Cause, Household, HouseholdMember, HouseholdRole
from wasl.beneficiaries.models.identity import ContactKind, ContactPoint, ContactPurpose, Identifier, IdentifierKind
from wasl.beneficiaries.models.imports import (
    ColumnMapping,
    ExportReason,
    ImportBatch,
    ImportRow,
    PeopleImport,
    RowOutcome,
    RowState,
)
from wasl.beneficiaries.models.naming import NameWord, PersonName
from wasl.beneficiaries.models.person import (
    BeneficiaryFile,
    Calendar,
    Category,
    IdKind,
    MaritalStatus,
    Person,
    PersonQuerySet,
    PreferredChannel,
    Purpose,
    UnmaskReason,
)
from wasl.beneficiaries.models.representing import EndCause, Representative, RepresentativeScope
from wasl.beneficiaries.models.roles import Membership, MembershipStatus, Volunteer

__all__ = [
    "BEGINNINGS",
    "ENDINGS",
    "Attachment",
    "AttachmentQuerySet",
    "BeneficiaryFile",
    "Calendar",
    "Category",
    "Cause",
    "ColumnMapping",
    "Consent",
    "ConsentHow",
    "ConsentPurpose",
    "ConsentText",
    "ContactKind",
    "ContactPoint",
    "ContactPurpose",
    "Document",
    "EndCause",
    "ExportReason",
    "Household",
    "HouseholdMember",
    "HouseholdRole",
    "IdKind",
    "Identifier",
    "IdentifierKind",
    "ImportBatch",
    "ImportRow",
    "MaritalStatus",
    "Membership",
    "MembershipStatus",
    "NameWord",
    "PeopleImport",
    "Person",
    "PersonName",
    "PersonQuerySet",
    "PreferredChannel",
    "Purpose",
    "Representative",
    "RepresentativeScope",
    "RowOutcome",
    "RowState",
    "UnmaskReason",
    "Volunteer",
]
