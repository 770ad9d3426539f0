"""A case, its study, and the assessment of need."""

from wasl.cases.models.case import (
    Case,
    CaseDocument,
    CaseQuerySet,
    Declaration,
    DeclaredValue,
    Disclosure,
    DocumentVerdict,
    HandOver,
    Matching,
    MatchVerdict,
    Outcome,
    SigningMethod,
    Validity,
)
from wasl.cases.models.study import Recommendation, Study

__all__ = [
    "Case",
    "CaseDocument",
    "CaseQuerySet",
    "Declaration",
    "DeclaredValue",
    "Disclosure",
    "DocumentVerdict",
    "HandOver",
    "MatchVerdict",
    "Matching",
    "Outcome",
    "Recommendation",
    "SigningMethod",
    "Study",
    "Validity",
]
