"""Every write to the library, by step."""

from wasl.governance.actions.approving import (
    approve,
    bring_into_force,
    publish,
    record_reading,
    return_to_draft,
)
from wasl.governance.actions.board import (
    end_term,
    record_board_meeting,
    record_resolution,
    seat_member,
)
from wasl.governance.actions.circulating import (
    acknowledge,
    circulate,
    remind,
    review,
)
from wasl.governance.actions.completing import complete_terms
from wasl.governance.actions.drafting import (
    add_clause,
    discard_draft,
    draft_version,
    edit_clause,
    import_text,
    join_clause,
    note_change,
    open_document,
    remove_clause,
    revise,
    scrutinise,
    set_terms,
    settle_finding,
    take_ready,
)
from wasl.governance.actions.linking import link_clauses

__all__ = [
    "acknowledge",
    "add_clause",
    "approve",
    "bring_into_force",
    "circulate",
    "complete_terms",
    "discard_draft",
    "draft_version",
    "edit_clause",
    "end_term",
    "import_text",
    "join_clause",
    "link_clauses",
    "note_change",
    "open_document",
    "publish",
    "record_board_meeting",
    "record_reading",
    "record_resolution",
    "remind",
    "remove_clause",
    "return_to_draft",
    "review",
    "revise",
    "scrutinise",
    "seat_member",
    "set_terms",
    "settle_finding",
    "take_ready",
]
