"""Every write to a case, by the step it belongs to."""

from wasl.cases.actions.intake import add_document, declare, hand_in, start
from wasl.cases.actions.outcome import (
    answer,
    approve,
    clear_urgent,
    close,
    complete_delivery,
    defer,
    hand_over,
    mark_urgent,
    register,
    reject,
    reopen,
    start_delivery,
)
from wasl.cases.actions.sharing import begin_with_filter, delete_filter, save_filter, share_out, take_back
from wasl.cases.actions.study import record_study, refer_to_committee, start_study
from wasl.cases.actions.submission import (
    lapse,
    return_by_vote,
    return_for_completion,
    send_sign_code,
    sign,
    sign_by_code,
    submit,
    withdraw,
)
from wasl.cases.actions.verification import match, see_document, verify

__all__ = [
    "add_document",
    "answer",
    "approve",
    "begin_with_filter",
    "clear_urgent",
    "close",
    "complete_delivery",
    "declare",
    "defer",
    "delete_filter",
    "hand_in",
    "hand_over",
    "lapse",
    "mark_urgent",
    "match",
    "record_study",
    "refer_to_committee",
    "register",
    "reject",
    "reopen",
    "return_by_vote",
    "return_for_completion",
    "save_filter",
    "see_document",
    "send_sign_code",
    "share_out",
    "sign",
    "sign_by_code",
    "start",
    "start_delivery",
    "start_study",
    "submit",
    "take_back",
    "verify",
    "withdraw",
]
