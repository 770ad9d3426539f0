"""How the catalogue changes: what is offered, and the guide by which need is scored."""

from wasl.catalogue.actions.guide import (
    bring_into_force,
    draft_guide,
    drop_guide,
    keep_line,
    keep_terms,
    move_line,
    remove_line,
    withdraw_guide,
)
from wasl.catalogue.actions.offering import add_service, keep_document_type, keep_reason, publish_version

__all__ = [
    "add_service",
    "bring_into_force",
    "draft_guide",
    "drop_guide",
    "keep_document_type",
    "keep_line",
    "keep_reason",
    "keep_terms",
    "move_line",
    "publish_version",
    "remove_line",
    "withdraw_guide",
]
