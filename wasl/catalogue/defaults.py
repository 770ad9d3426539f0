"""What every association starts with: document types, reasons, and a draft scoring guide.

Read from `shipped/`. Each function may run twice, and leaves existing rows alone.
"""

from datetime import datetime

from wasl.catalogue.actions import guide as guide_actions
from wasl.catalogue.actions import offering
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.models.offered import DocumentType, ReasonCode
from wasl.catalogue.ready import in_two, shipped


def load_document_types(at: datetime) -> None:
    """Create the shipped document types that are missing."""
    existing = set(DocumentType.objects.values_list("code", flat=True))
    lacking = [
        in_two(entry) for entry in shipped("document_types") if entry["code"] not in existing
    ]
    offering.keep_document_types(entries=lacking, by=None, at=at)


def load_reasons(at: datetime) -> None:
    """Create the shipped reason codes that are missing."""
    existing = set(ReasonCode.objects.values_list("code", flat=True))
    lacking = [in_two(entry) for entry in shipped("reasons") if entry["code"] not in existing]
    offering.keep_reasons(entries=lacking, by=None, at=at)


def draft_scoring_guide(at: datetime) -> ScoringGuide:
    """Create a draft of the scoring guide (OBJ-1), for the staff to set its limits and submit."""
    if standing := ScoringGuide.objects.order_by("pk").first():
        return standing
    # A draft only: limits are the association's decision, and two people approve them (ADR 33).
    data = shipped("scoring_guide")
    guide = guide_actions.draft_guide(by=None, at=at)
    classes = [in_two(item) for item in data["classes"]]
    terms = in_two({"valid_months": data["valid_months"], "note": data["note"]})
    guide = guide_actions.keep_terms(guide=guide, classes=classes, **terms, by=None, at=at)
    for entry in data["lines"]:
        guide_actions.keep_line(guide=guide, **in_two(entry), by=None, at=at)
    return guide
