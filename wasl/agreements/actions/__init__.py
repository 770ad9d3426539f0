"""Actions of agreements, by topic."""

from wasl.agreements.actions.amending import amend
from wasl.agreements.actions.breaching import (
    cure_breach,
    decide_breach,
    dismiss_breach,
    raise_dispute,
    record_breach,
    settle_dispute,
)
from wasl.agreements.actions.drafting import (
    activate,
    add_file,
    add_term,
    discard,
    draft,
    edit,
    end_agreement,
    remove_term,
    sign_party,
)
from wasl.agreements.actions.performing import perform, record_event, withdraw_event
from wasl.agreements.actions.reminding import remind_duties
from wasl.agreements.actions.rights import acknowledge_rights

__all__ = [
    "acknowledge_rights",
    "activate",
    "add_file",
    "add_term",
    "amend",
    "cure_breach",
    "decide_breach",
    "discard",
    "dismiss_breach",
    "draft",
    "edit",
    "end_agreement",
    "perform",
    "raise_dispute",
    "record_breach",
    "record_event",
    "remind_duties",
    "remove_term",
    "settle_dispute",
    "sign_party",
    "withdraw_event",
]
