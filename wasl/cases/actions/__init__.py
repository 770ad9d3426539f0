"""Every write to a case, by the step it belongs to."""

from wasl.cases.actions.intake import add_document, declare, hand_in, start
from wasl.cases.actions.outcome import (
    answer,
    approve,
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
from wasl.cases.actions.study import record_study, refer_to_committee, start_study
from wasl.cases.actions.submission import (
    lapse,
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
    "close",
    "complete_delivery",
    "declare",
    "defer",
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
    "return_for_completion",
    "see_document",
    "send_sign_code",
    "sign",
    "sign_by_code",
    "start",
    "start_delivery",
    "start_study",
    "submit",
    "verify",
    "withdraw",
]
