"""The content of a meeting's minutes: references and counts, never an applicant's name or who voted
how.
"""

from datetime import datetime
from typing import Any

from wasl.cases.states import Status
from wasl.committees import queries
from wasl.committees.answer_letter import citations, quantity_words
from wasl.committees.models import (
    AgendaItem,
    Attendance,
    Bar,
    Choice,
    DecisionOutcome,
    Meeting,
    Recusal,
    Seat,
)
from wasl.common.clock import RIYADH
from wasl.common.text import ascii_digits

DECISION = {
    DecisionOutcome.APPROVED: "قبول",
    DecisionOutcome.REJECTED: "اعتذار عن القبول",
    DecisionOutcome.DEFERRED: "تأجيل",
    DecisionOutcome.RETURNED: "إعادة للاستكمال",
}
SEAT = {Seat.CHAIR: "رئيس اللجنة", Seat.MEMBER: "عضو", Seat.SECRETARY: "أمين السر"}
# Why the committee's chair did not preside.
CAUSE = {
    Bar.OPENED: "لأن رئيس اللجنة هو من فتح الطلب",
    Bar.STUDIED: "لأن رئيس اللجنة هو من درس الطلب",
    Bar.KIN: "لصلة بين رئيس اللجنة ومقدم الطلب",
    Bar.RECUSED: "لتنحّي رئيس اللجنة",
}
SUPPORTS = {
    DecisionOutcome.APPROVED: Choice.ACCEPT,
    DecisionOutcome.REJECTED: Choice.REJECT,
    DecisionOutcome.DEFERRED: Choice.DEFER,
    DecisionOutcome.RETURNED: Choice.RETURN,
}


def data(meeting: Meeting, *, closed_at: datetime) -> dict[str, Any]:
    """Return the `MinutesData` of a meeting that is about to be closed."""
    assert meeting.opened_at  # noqa: S101  # no meeting is closed before its attendance is recorded
    present = set(Attendance.objects.filter(meeting=meeting).values_list("member_id", flat=True))
    return {
        "committee": meeting.committee.name_ar,
        "meeting_number": ascii_digits(meeting.number),
        "opened_at": meeting.opened_at.astimezone(RIYADH),
        "closed_at": closed_at.astimezone(RIYADH),
        "attendance": [
            {
                "name": seat.user.name_ar,
                "role": SEAT[Seat(seat.seat)],
                "present": seat.pk in present,
                # The secretary writes the minutes and has no vote.
                "votes": seat.seat != Seat.SECRETARY,
            }
            for seat in queries.seats(meeting.committee, meeting.held_date)
        ],
        "quorum": meeting.committee.quorum,
        "items": [_item(item) for item in queries.agenda(meeting)],
    }


def _presided(item: AgendaItem) -> dict[str, str]:
    handed = queries.handed_to(item)
    return (
        {"presided": f"{handed.member.user.name_ar} ({CAUSE[Bar(handed.bar)]})"} if handed else {}
    )


ENDED = {
    Status.WITHDRAWN: "سحب مقدم الطلب طلبه قبل القرار",
    Status.LAPSED: "انقضى الطلب قبل القرار",
}


def _ended(item: AgendaItem) -> dict[str, Any]:
    """Return an item whose case ended before the decision: named, with nothing decided."""
    return {
        "reference": item.case.reference,
        "service": item.case.service_version.name_ar,
        "decision": ENDED[Status(item.case.status)],
        "votes_for": 0,
        "votes_against": 0,
        "votes_abstain": 0,
        "amount": None,
        "quantity": "",
        "reason": "",
        "conditions": [],
        "recused": [],
        "citations": [],
    }


def _item(item: AgendaItem) -> dict[str, Any]:
    if item.settled_at is None:
        return _ended(item)
    decision = item.decision
    tally = queries.tally(item)
    supporting = tally.get(SUPPORTS[DecisionOutcome(decision.outcome)], 0)
    abstaining = tally.get(Choice.ABSTAIN, 0)
    recused = Recusal.objects.filter(item=item).select_related("member__user")
    return {
        "reference": item.case.reference,
        "service": item.case.service_version.name_ar,
        "decision": DECISION[DecisionOutcome(decision.outcome)],
        "votes_for": supporting,
        # Every vote for another outcome counts as against this one.
        "votes_against": sum(tally.values()) - supporting - abstaining,
        "votes_abstain": abstaining,
        "amount": decision.amount,
        "quantity": quantity_words(decision),
        "reason": decision.reason_code.text_ar if decision.reason_code else "",
        "conditions": [line.strip() for line in decision.conditions.splitlines() if line.strip()],
        **_presided(item),
        "recused": [f"{recusal.member.user.name_ar} ({recusal.reason})" for recusal in recused],
        "citations": citations(decision),
    }
