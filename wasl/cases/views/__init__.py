"""Pages of cases, by what they are for."""

from wasl.cases.views.file import detail, person_panel, queue, timeline
from wasl.cases.views.intake import documents, fill, print_blank, print_filled, start
from wasl.cases.views.steps import (
    close,
    hand_over,
    lapse,
    mark_urgent,
    match,
    refer_to_committee,
    register,
    return_for_completion,
    send_sign_code,
    sign,
    start_study,
    study,
    submit,
    verify,
    withdraw,
)

__all__ = [
    "close",
    "detail",
    "documents",
    "fill",
    "hand_over",
    "lapse",
    "mark_urgent",
    "match",
    "person_panel",
    "print_blank",
    "print_filled",
    "queue",
    "refer_to_committee",
    "register",
    "return_for_completion",
    "send_sign_code",
    "sign",
    "start",
    "start_study",
    "study",
    "submit",
    "timeline",
    "verify",
    "withdraw",
]
