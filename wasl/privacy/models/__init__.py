"""What people ask about their own data, incidents, destruction, and the records the association answers for."""

from wasl.privacy.models.incidents import AffectedPerson, Incident, IncidentKind
from wasl.privacy.models.requests import DataSubjectRequest, IdentityProof, RefusalCode, Right

__all__ = [
    "AffectedPerson",
    "DataSubjectRequest",
    "IdentityProof",
    "Incident",
    "IncidentKind",
    "RefusalCode",
    "Right",
]
