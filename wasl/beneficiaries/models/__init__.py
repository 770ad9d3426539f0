"""People and what is known of them."""

from wasl.beneficiaries.models.documents import Attachment, AttachmentQuerySet, Document
from wasl.beneficiaries.models.family import Dependant, Relation, Representative, RepresentativeScope
from wasl.beneficiaries.models.person import BeneficiaryFile, Calendar, IdKind, Person, PersonQuerySet, UnmaskReason

__all__ = [
    "Attachment",
    "AttachmentQuerySet",
    "BeneficiaryFile",
    "Calendar",
    "Dependant",
    "Document",
    "IdKind",
    "Person",
    "PersonQuerySet",
    "Relation",
    "Representative",
    "RepresentativeScope",
    "UnmaskReason",
]
