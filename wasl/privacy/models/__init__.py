"""Models of data requests, incidents, destruction, and the records the association answers for."""

from wasl.privacy.models.destruction import (
    Action,
    Category,
    Destruction,
    DestructionItem,
    ItemOutcome,
    LegalHold,
    RetentionRule,
    ScrubStep,
    Trigger,
)
from wasl.privacy.models.incidents import AffectedPerson, Incident, IncidentKind
from wasl.privacy.models.processing import (
    AccessReview,
    LegalBasis,
    ProcessingActivity,
    UnexplainedRead,
)
from wasl.privacy.models.requests import (
    DataSubjectRequest,
    Deed,
    DeedKind,
    HandoverWay,
    IdentityProof,
    RefusalCode,
    Right,
)

__all__ = [
    "AccessReview",
    "Action",
    "AffectedPerson",
    "Category",
    "DataSubjectRequest",
    "Deed",
    "DeedKind",
    "Destruction",
    "DestructionItem",
    "HandoverWay",
    "IdentityProof",
    "Incident",
    "IncidentKind",
    "ItemOutcome",
    "LegalBasis",
    "LegalHold",
    "ProcessingActivity",
    "RefusalCode",
    "RetentionRule",
    "Right",
    "ScrubStep",
    "Trigger",
    "UnexplainedRead",
]
