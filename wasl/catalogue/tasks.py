"""What is laid down once the association stands."""

from wasl.audit.models import Event
from wasl.catalogue import defaults


def lay_down_beginnings(*, event: Event) -> None:
    """A new association starts with kinds of documents, reasons, and a draft of the scoring guide
    (TOO-2).
    """
    defaults.load_document_types(event.at)
    defaults.load_reasons(event.at)
    defaults.draft_scoring_guide(event.at)
