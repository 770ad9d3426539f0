"""Views of agreements, by topic."""

from wasl.agreements.views.breaching import (
    cure_breach,
    decide_breach,
    dismiss_breach,
    raise_dispute,
    record_breach,
    settle_dispute,
)
from wasl.agreements.views.drafting import (
    activate,
    add_file,
    add_term,
    amend,
    discard,
    draft,
    edit,
    end_agreement,
    perform,
    record_event,
    remove_term,
    sign_party,
    withdraw_event,
)
from wasl.agreements.views.reading import agreements, detail, file, obligations, paper, person_panel
from wasl.agreements.views.rights import acknowledge_rights

__all__ = [
    "acknowledge_rights",
    "activate",
    "add_file",
    "add_term",
    "agreements",
    "amend",
    "cure_breach",
    "decide_breach",
    "detail",
    "discard",
    "dismiss_breach",
    "draft",
    "edit",
    "end_agreement",
    "file",
    "obligations",
    "paper",
    "perform",
    "person_panel",
    "raise_dispute",
    "record_breach",
    "record_event",
    "remove_term",
    "settle_dispute",
    "sign_party",
    "withdraw_event",
]
