"""What every association begins with: kinds of documents, reasons of decisions, and a guide of
scoring to make its own.

Read from `shipped/`; each function may run twice, and leaves alone what is there.
"""

from datetime import datetime

from wasl.catalogue import actions
from wasl.catalogue.models import DocumentType, ReasonCode, ScoringGuide
from wasl.catalogue.ready import in_two, shipped


def load_document_types(at: datetime) -> None:
    """The kinds of documents."""
    existing = set(DocumentType.objects.values_list("code", flat=True))
    lacking = [
        in_two(entry) for entry in shipped("document_types") if entry["code"] not in existing
    ]
    actions.keep_document_types(entries=lacking, by=None, at=at)


def load_reasons(at: datetime) -> None:
    """The reason codes of decisions."""
    existing = set(ReasonCode.objects.values_list("code", flat=True))
    lacking = [in_two(entry) for entry in shipped("reasons") if entry["code"] not in existing]
    actions.keep_reasons(entries=lacking, by=None, at=at)


def draft_scoring_guide(at: datetime) -> ScoringGuide:
    """A draft of the guide by which need is scored (OBJ-1); whoever drafts services sets its limits
    and submits it.
    """
    if standing := ScoringGuide.objects.order_by("pk").first():
        return standing
    data, who = shipped("scoring_guide"), {"by": None, "at": at}
    guide = actions.draft_guide(**who)
    classes = [in_two(item) for item in data["classes"]]
    terms = in_two({"valid_months": data["valid_months"], "note": data["note"]})
    guide = actions.keep_terms(guide=guide, classes=classes, **terms, **who)
    for entry in data["lines"]:
        actions.keep_line(guide=guide, **in_two(entry), **who)
    return guide
