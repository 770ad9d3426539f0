"""Services and what each asks for; document types; reason codes of decisions; the guide by which
need is scored.
"""

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
