"""The reaction to a new association."""

from wasl.audit.models import Event
from wasl.catalogue import defaults


def lay_down_beginnings(*, event: Event) -> None:
    """Create document types, reasons and a draft scoring guide for a new association (TOO-2)."""
    defaults.load_document_types(event.at)
    defaults.load_reasons(event.at)
    defaults.draft_scoring_guide(event.at)
