"""Actions of committees: preparing and holding meetings, deciding, and releasing answers."""

from wasl.committees.actions.answer import release_answer
from wasl.committees.actions.meeting import (
    add_item,
    close_meeting,
    declare_kinship,
    plan_meeting,
    record_attendance,
    remove_item,
    reschedule,
)
from wasl.committees.actions.seats import (
    change_quorum,
    end_seat,
    hand_on_seats,
    seat_member,
    set_up_committee,
)
from wasl.committees.actions.voting import (
    close_voting,
    decide,
    hand_chair,
    open_voting,
    recuse,
    vote,
)

__all__ = [
    "add_item",
    "change_quorum",
    "close_meeting",
    "close_voting",
    "decide",
    "declare_kinship",
    "end_seat",
    "hand_chair",
    "hand_on_seats",
    "open_voting",
    "plan_meeting",
    "record_attendance",
    "recuse",
    "release_answer",
    "remove_item",
    "reschedule",
    "seat_member",
    "set_up_committee",
    "vote",
]
