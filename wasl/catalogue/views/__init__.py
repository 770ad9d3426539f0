"""Pages of the catalogue: what is offered, and the scoring guide."""

from wasl.catalogue.views.editing import add_line, edit_line, edit_terms, move_line, remove_line, try_line
from wasl.catalogue.views.guide import (
    bring_into_force,
    draft_guide,
    drop_guide,
    guide,
    guides,
    withdraw_guide,
)
from wasl.catalogue.views.offered import service, services

__all__ = [
    "add_line",
    "bring_into_force",
    "draft_guide",
    "drop_guide",
    "edit_line",
    "edit_terms",
    "guide",
    "guides",
    "move_line",
    "remove_line",
    "service",
    "services",
    "try_line",
    "withdraw_guide",
]
