"""Models of services and their versions, document types, reason codes, and the scoring guide."""

from wasl.catalogue.models.guide import (
    LETTERS,
    NeedClass,
    ScoringGuide,
    ScoringGuideQuerySet,
    ScoringLine,
    letter,
)
from wasl.catalogue.models.offered import (
    NUMBERS,
    Criterion,
    DeliveryKind,
    DocumentRequirement,
    DocumentType,
    Effect,
    FieldKind,
    FieldRequirement,
    Outcome,
    ReasonCode,
    Section,
    Service,
    ServiceVersion,
    TargetGroup,
)

__all__ = [
    "LETTERS",
    "NUMBERS",
    "Criterion",
    "DeliveryKind",
    "DocumentRequirement",
    "DocumentType",
    "Effect",
    "FieldKind",
    "FieldRequirement",
    "NeedClass",
    "Outcome",
    "ReasonCode",
    "ScoringGuide",
    "ScoringGuideQuerySet",
    "ScoringLine",
    "Section",
    "Service",
    "ServiceVersion",
    "TargetGroup",
    "letter",
]
