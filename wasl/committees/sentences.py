"""What the audit trail says of the verbs that `committees` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "committees.add_item": _("Request put on the agenda"),
    "committees.change_quorum": _("Quorum changed"),
    "committees.close_meeting": _("Meeting closed"),
    "committees.close_voting": _("Voting closed"),
    "committees.decide": _("Decision recorded"),
    "committees.declare_kinship": _("Kinship declared"),
    "committees.end_seat": _("Seat on a committee ended"),
    "committees.hand_chair": _("Chair of one request handed to another member"),
    "committees.open_voting": _("Voting opened"),
    "committees.plan_meeting": _("Meeting planned"),
    "committees.record_attendance": _("Attendance recorded"),
    "committees.recuse": _("Member stepped aside"),
    "committees.release_answer": _("Answer released"),
    "committees.remove_item": _("Request taken off the agenda"),
    "committees.reschedule": _("Meeting moved to another day"),
    "committees.seat_member": _("Seat on a committee given"),
    "committees.set_up_committee": _("Committee set up"),
    "committees.vote": _("Vote cast"),
}
FILES: dict[str, str | Promise] = {
    "committees.meeting": _("Meeting"),
}

register(SENTENCES, files=FILES)
