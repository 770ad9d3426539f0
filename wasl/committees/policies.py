"""Who may sit, vote, decide and release. Those who opened or studied a case, and kin of its
applicant, do not decide it.
"""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.cases.states import Status
from wasl.committees import queries
from wasl.committees.models import AgendaItem, Bar, Choice, Decision, Meeting, Seat, Vote
from wasl.common.dates import format_dual
from wasl.common.verdicts import YES, Verdict


def can_prepare(user: User, meeting: Meeting | None = None) -> Verdict:
    """Allow the secretary to prepare meetings that are not closed."""
    if not user.holds(P.COMMITTEES_PREPARE):
        return Verdict(_("Your role does not include preparing meetings."))
    return _still_open(meeting)


def can_seat(user: User) -> Verdict:
    """Allow the administrator to enter who sits, as the association decided it."""
    return (
        YES
        if user.holds(P.SYSTEM_MANAGE)
        else Verdict(_("Only the administrator enters who sits on a committee."))
    )


SEATS = {
    Seat.CHAIR: (P.COMMITTEES_CHAIR, _("Give them the role of committee chair first.")),
    Seat.MEMBER: (P.COMMITTEES_DECIDE, _("Give them the role of committee member first.")),
    Seat.SECRETARY: (P.COMMITTEES_PREPARE, _("Give them the role of committee secretary first.")),
}


def can_take_seat(user: User, member: User, seat: str) -> Verdict:
    """Check the administrator, and whether the member's role includes the work of the seat."""
    if not (may := can_seat(user)):
        return may
    return can_fill_seat(member, seat)


def can_fill_seat(member: User, seat: str) -> Verdict:
    """Check whether the member's role includes the work of the seat."""
    needed, otherwise = SEATS[Seat(seat)]
    return YES if member.holds(needed) else Verdict(otherwise)


def can_hand_on(user: User, to: User | None) -> Verdict:
    """Allow the administrator to end the seats of a person who leaves, or give them to an active
    user.
    """
    if not user.holds(P.SYSTEM_MANAGE):
        return Verdict(_("Your role does not include this step."))
    return (
        YES if to is None or to.is_active else Verdict(_("This sign-in is closed. Open it first."))
    )


def can_chair(user: User, meeting: Meeting) -> Verdict:
    """Allow the committee's chair on the day of the meeting, while the meeting is not closed."""
    if not user.holds(P.COMMITTEES_CHAIR):
        return Verdict(_("Only the chair of the committee does this."))
    seat = queries.seat(meeting.committee, user, meeting.held_date)
    if seat is None or seat.seat != Seat.CHAIR:
        return Verdict(_("You do not chair this committee on that day."))
    return _still_open(meeting)


BARRED = {
    Bar.OPENED: _("You opened this case, so you do not decide it."),
    Bar.STUDIED: _("You studied this case, so you do not decide it."),
    Bar.KIN: _("You declared a tie to the applicant, so you do not decide this case."),
    Bar.RECUSED: _("You stepped aside from this case."),
}


def bar(user: User, item: AgendaItem) -> Bar | None:
    """Return why a member takes no part in this item at all (segregation of duties, per case); None
    when nothing bars them.
    """
    # The first reason that applies is the one shown, and the one that the minutes print.
    case = item.case
    if case.opened_by_id == user.pk:
        return Bar.OPENED
    if queries.studied_by(case) == user.pk:
        return Bar.STUDIED
    if queries.is_kin(user, case.person_id):
        return Bar.KIN
    return Bar.RECUSED if queries.has_recused(user, item) else None


def can_sit(user: User, item: AgendaItem) -> Verdict:
    """Check whether a member may take part in this item, with a reason addressed to that member."""
    obstacle = bar(user, item)
    return Verdict(BARRED[obstacle]) if obstacle else YES


def can_attend(user: User, meeting: Meeting, day: date) -> Verdict:
    """Allow the secretary to record who is present, on the day of the meeting or later, never
    before.
    """
    # A verdict is false when it has a reason, so `and` returns the first refusal.
    return can_prepare(user, meeting) and _in_session(meeting, day)


def can_reschedule(user: User, meeting: Meeting) -> Verdict:
    """Allow the secretary to move a meeting to another day, until somebody was recorded as
    present.
    """
    if not (verdict := can_prepare(user, meeting)):
        return verdict
    if meeting.opened_at:
        return Verdict(_("The meeting was opened on its day, so the day stays."))
    return YES


def can_preside(user: User, item: AgendaItem) -> Verdict:
    """Check that the user holds the chair for this case (the committee's chair, or the member it
    was handed to) and may sit on it.
    """
    handed = queries.handed_to(item)
    if handed is None:
        verdict = can_chair(user, item.meeting)
    # Once handed over, the committee's chair no longer presides over this case.
    elif handed.member.user_id != user.pk or not user.holds(P.COMMITTEES_DECIDE):
        verdict = Verdict(
            _("The chair of this case was handed to %(name)s.") % {"name": handed.member.user.name}
        )
    else:
        verdict = _still_open(item.meeting)
    if not verdict:
        return verdict
    if obstacle := bar(user, item):
        reason = _("%(reason)s Hand the chair of this case to another member.") % {
            "reason": BARRED[obstacle]
        }
        return Verdict(reason, link=f"{reverse('committees:item', args=[item.pk])}#hand-chair")
    return YES


def can_hand_chair(user: User, item: AgendaItem) -> Verdict:
    """Allow the committee's chair to hand on a case on which the holder of its chair may not sit,
    until it is decided.
    """
    if not (verdict := can_chair(user, item.meeting)):
        return verdict
    if item.settled_at:
        return Verdict(_("This case was decided already."))
    holder = queries.presider(item)
    # Segregation of duties is the only reason to hand the chair on.
    if holder is None or bar(holder.user, item) is None:
        return Verdict(_("Whoever holds the chair may sit on this case, so it stays there."))
    return YES


def can_vote(user: User, item: AgendaItem, day: date) -> Verdict:
    """Allow a voting member who is present to vote once, while voting is open."""
    if not user.holds(P.COMMITTEES_DECIDE):
        return Verdict(_("Your role does not include voting."))
    if not (verdict := _in_session(item.meeting, day)):
        return verdict
    if queries.voter(item.meeting, user) is None:
        return Verdict(_("You are not recorded as present in this meeting."))
    if not (verdict := _still_seated(user, item.meeting, day)):
        return verdict
    if not (verdict := can_sit(user, item)):
        return verdict
    # Last before the own vote, so that a member who may not vote at all learns that first.
    if not item.voting_opened_at or item.voting_closed_at:
        return Verdict(_("Voting is not open."))
    if queries.own_vote(item, user):
        return Verdict(_("You have voted already."))
    return YES


def can_recuse(user: User, item: AgendaItem) -> Verdict:
    """Allow a seated member to step aside before voting is closed, and before having voted."""
    if queries.seat(item.meeting.committee, user, item.meeting.held_date) is None:
        return Verdict(_("You do not sit on this committee."))
    if item.voting_closed_at or item.meeting.closed_at:
        return Verdict(_("Voting is closed."))
    if queries.has_recused(user, item):
        return Verdict(_("You stepped aside from this case."))
    if queries.own_vote(item, user):
        return Verdict(_("You have voted already."))
    return YES


def can_open_voting(user: User, item: AgendaItem, day: date) -> Verdict:
    """Allow the presiding member, when enough members who may sit are present."""
    if not (verdict := can_preside(user, item) and _holds(user, item.meeting, day)):
        return verdict
    if item.voting_opened_at:
        return Verdict(_("Voting was opened already."))
    if item.case.status != Status.IN_COMMITTEE:
        return Verdict(_("The case is no longer with the committee."))
    # Members who may not sit on this case do not count for its quorum.
    return _has_quorum(item, len(queries.eligible(item)))


def can_close_voting(user: User, item: AgendaItem, day: date) -> Verdict:
    """Allow the presiding member, when the votes cast make the quorum (abstentions count as
    cast).
    """
    if not (verdict := can_preside(user, item) and _holds(user, item.meeting, day)):
        return verdict
    if not item.voting_opened_at or item.voting_closed_at:
        return Verdict(_("Voting is not open."))
    return _has_quorum(item, queries.votes_cast(item))


def can_decide(user: User, item: AgendaItem, day: date) -> Verdict:
    """Allow the presiding member, once, after voting is closed."""
    if not (verdict := can_preside(user, item) and _holds(user, item.meeting, day)):
        return verdict
    if not item.voting_closed_at:
        return Verdict(_("Close voting first."))
    if item.settled_at:
        return Verdict(_("This case was decided already."))
    return YES


def can_close_meeting(user: User, meeting: Meeting, day: date) -> Verdict:
    """Allow the chair, when the meeting was held and every case on its agenda is settled."""
    if not (verdict := can_chair(user, meeting) and _holds(user, meeting, day)):
        return verdict
    if not meeting.opened_at:
        return Verdict(_("Record who is present first."))
    if queries.undecided(meeting).exists():
        return Verdict(_("A case on the agenda is not settled yet."))
    return YES


def can_release(user: User, decision: Decision, day: date) -> Verdict:
    """Allow the release inside the window of the pinned policy; before its first day only by an
    executive, with a recorded reason (PRO-7).
    """
    if not user.holds(P.ANSWERS_RELEASE):
        return Verdict(_("Your role does not include releasing answers."))
    if decision.released_at:
        return Verdict(_("This answer was released already."))
    # A deferred or returned case comes back to the committee, so nothing is answered yet.
    if decision.outcome not in ("approved", "rejected"):
        return Verdict(_("This decision is not final, so there is no answer to release."))
    opens = decision.case.answer_from_date
    if (opens is None or day < opens) and not user.holds(P.ANSWERS_RELEASE_EARLY):
        return Verdict(
            _(
                "The answer window is not open yet. Before it opens, only an executive releases, "
                "for urgent need."
            )
        )
    return YES


def visible_votes(item: AgendaItem, user: User) -> list[Vote]:
    """Return the votes a user may see: their own until voting is closed, then all for those who sit
    on the committee. Voting secrecy is decided only here.
    """
    votes = Vote.objects.filter(item=item).select_related("member__user").order_by("id")
    if not item.voting_closed_at:
        votes = votes.filter(member__user=user)
    elif queries.seat(item.meeting.committee, user, item.meeting.held_date) is None:
        # A reader of the case who has no seat on the committee sees the decision, never a vote.
        votes = votes.none()
    return list(votes)


def winning(item: AgendaItem) -> set[str]:
    """Return the choices with most votes. With even votes there are several, unless the presiding
    member's vote is among them and decides.
    """
    tally = queries.tally(item)
    # An abstention makes the quorum and takes no side.
    tally.pop(Choice.ABSTAIN, None)
    if not tally:
        return set()
    most = max(tally.values())
    leaders = {choice for choice, votes in tally.items() if votes == most}
    if len(leaders) > 1:
        chair = Vote.objects.filter(item=item, member=queries.presider(item)).first()
        if chair and chair.choice in leaders:
            return {chair.choice}
    return leaders


def _still_open(meeting: Meeting | None) -> Verdict:
    if meeting is not None and meeting.closed_at:
        return Verdict(_("The meeting is closed and its minutes are signed off."))
    return YES


def _still_seated(user: User, meeting: Meeting, day: date) -> Verdict:
    """Check that the user's seat did not end after the meeting's day."""
    if queries.seat(meeting.committee, user, max(day, meeting.held_date)) is None:
        return Verdict(_("Your seat on this committee has ended."))
    return YES


def _holds(user: User, meeting: Meeting, day: date) -> Verdict:
    # On the day and with a seat: what may happen in a meeting needs both.
    return _in_session(meeting, day) and _still_seated(user, meeting, day)


def _in_session(meeting: Meeting, day: date) -> Verdict:
    """Allow steps on the meeting's day, or later until it is closed; never before its day."""
    if day < meeting.held_date:
        reason = _("This meeting is on %(day)s. If it meets earlier, change its day first.")
        details = {"day": format_dual(meeting.held_date)}
        return Verdict(reason % details, link=reverse("committees:meeting", args=[meeting.pk]))
    return _still_open(meeting)


def _has_quorum(item: AgendaItem, present: int) -> Verdict:
    if present < queries.quorum(item):
        return Verdict(_("There is no quorum for this case."))
    return YES
