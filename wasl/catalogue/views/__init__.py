"""Pages of the catalogue: what is offered, and the scoring guide."""

from wasl.catalogue.views.drafting import (
    approve_service,
    begin_service,
    draft_service,
    drop_service,
    offer_again,
    service_draft,
    withdraw_service,
)
from wasl.catalogue.views.editing import add_line, edit_line, edit_terms, move_line, remove_line, try_line
from wasl.catalogue.views.guide import (
    bring_into_force,
    draft_guide,
    drop_guide,
    guide,
    guides,
    withdraw_guide,
)
from wasl.catalogue.views.offered import compare_versions, service, service_version, services
from wasl.catalogue.views.parts import (
    add_document_type,
    edit_criterion,
    edit_document,
    edit_question,
    edit_service_terms,
    move_question,
    remove_criterion,
    remove_document,
    remove_question,
    try_condition,
)

__all__ = [
    "add_document_type",
    "add_line",
    "approve_service",
    "begin_service",
    "bring_into_force",
    "compare_versions",
    "draft_guide",
    "draft_service",
    "drop_guide",
    "drop_service",
    "edit_criterion",
    "edit_document",
    "edit_line",
    "edit_question",
    "edit_service_terms",
    "edit_terms",
    "guide",
    "guides",
    "move_line",
    "move_question",
    "offer_again",
    "remove_criterion",
    "remove_document",
    "remove_line",
    "remove_question",
    "service",
    "service_draft",
    "service_version",
    "services",
    "try_condition",
    "try_line",
    "withdraw_guide",
    "withdraw_service",
]
