"""Every write to a case, by the step it belongs to."""

from wasl.cases.actions.exporting import export_queue
from wasl.cases.actions.intake import add_document, declare, hand_in, start
from wasl.cases.actions.need import approve_override, ask_override, assess, keep_class, refuse_override
from wasl.cases.actions.offering import close_service
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
from wasl.cases.actions.study import (
    record_family,
    record_study,
    refer_to_committee,
    sign_study,
    start_study,
    take_over_member,
)
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
from wasl.cases.actions.verification import match, see_document, unmask, verify

__all__ = [
    "add_document",
    "answer",
    "approve",
    "approve_override",
    "ask_override",
    "assess",
    "begin_with_filter",
    "clear_urgent",
    "close",
    "close_service",
    "complete_delivery",
    "declare",
    "defer",
    "delete_filter",
    "export_queue",
    "hand_in",
    "hand_over",
    "keep_class",
    "lapse",
    "mark_urgent",
    "match",
    "record_family",
    "record_study",
    "refer_to_committee",
    "refuse_override",
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
    "sign_study",
    "start",
    "start_delivery",
    "start_study",
    "submit",
    "take_back",
    "take_over_member",
    "unmask",
    "verify",
    "withdraw",
]
