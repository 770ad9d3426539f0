"""What every association begins with: kinds of documents, reasons of decisions, and a guide of scoring to make its own.

Read from `shipped/`; each function may run twice, and leaves alone what is there.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from wasl.catalogue import actions
from wasl.catalogue.models import DocumentType, ReasonCode, ScoringGuide

FOLDER = Path(__file__).parent / "shipped"
TWO = ("name", "issuer", "purpose", "who", "unit", "label", "help", "text", "note", "meaning")


@lru_cache
def shipped(name: str) -> Any:
    """One of the files, as written."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def in_two(entry: Mapping[str, Any]) -> dict[str, Any]:
    """`name: [عربي, English]` as `name_ar` and `name_en`."""
    plain = {key: value for key, value in entry.items() if key not in TWO}
    pairs = {key: value for key, value in entry.items() if key in TWO}
    return (
        plain
        | {f"{key}_ar": value[0] for key, value in pairs.items()}
        | {f"{key}_en": value[1] for key, value in pairs.items()}
    )


def load_document_types(at: datetime) -> None:
    """The kinds of documents."""
    known = set(DocumentType.objects.values_list("code", flat=True))
    for entry in shipped("document_types"):
        if entry["code"] not in known:
            actions.keep_document_type(**in_two(entry), by=None, at=at)


def load_reasons(at: datetime) -> None:
    """The reason codes of decisions."""
    known = set(ReasonCode.objects.values_list("code", flat=True))
    for entry in shipped("reasons"):
        if entry["code"] not in known:
            actions.keep_reason(**in_two(entry), by=None, at=at)


def draft_scoring_guide(at: datetime) -> ScoringGuide:
    """A draft of the guide by which need is scored (OBJ-1); whoever keeps guides sets its limits and brings it into force."""
    if standing := ScoringGuide.objects.order_by("pk").first():
        return standing
    data, who = shipped("scoring_guide"), {"by": None, "at": at}
    guide = actions.draft_guide(**who)
    classes = [in_two(one) for one in data["classes"]]
    terms = in_two({"valid_months": data["valid_months"], "note": data["note"]})
    guide = actions.keep_terms(guide=guide, classes=classes, **terms, **who)
    for entry in data["lines"]:
        actions.keep_line(guide=guide, **in_two(entry), **who)
    return guide
