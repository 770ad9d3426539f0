"""Preparing, holding and closing a meeting."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case
from wasl.cases.states import Status
from wasl.committees import minutes, policies, queries
from wasl.committees.models import (
    AgendaItem,
    Attendance,
    Committee,
    CommitteeMember,
    Kinship,
    Meeting,
)
from wasl.common.clock import day_of
from wasl.common.dates import hijri_year
from wasl.common.verdicts import Refused
from wasl.papers import actions as papers
from wasl.papers.kinds import Kind


@transaction.atomic
def plan_meeting(
    *, committee: Committee, number: str, held_date: date, by: User, at: datetime
) -> Meeting:
    """Plan a meeting of the committee. Raises `Refused` when the number is taken."""
    policies.can_prepare(by).require()
    _refuse_past(held_date, at)
    if Meeting.objects.filter(committee=committee, number=number).exists():
        raise Refused(_("A meeting with this number is planned already."))
    meeting = Meeting.objects.create(
        committee=committee, number=number, held_date=held_date, planned_by=by
    )
    record(verb="committees.plan_meeting", subject=meeting, by=by, at=at)
    return meeting


def _refuse_past(held_date: date, at: datetime) -> None:
    if held_date < day_of(at):
        raise Refused(_("That day has passed. A meeting is planned for today or later."))


@transaction.atomic
def reschedule(*, meeting: Meeting, held_date: date, by: User, at: datetime) -> Meeting:
    """Move a meeting to another day, before anybody was recorded as present. Raises `Refused`."""
    meeting = _locked(meeting)
    policies.can_reschedule(by, meeting).require()
    _refuse_past(held_date, at)
    data = {"before": meeting.held_date.isoformat(), "after": held_date.isoformat()}
    meeting.held_date = held_date
    meeting.save(update_fields=["held_date"])
    record(verb="committees.reschedule", subject=meeting, by=by, at=at, data=data)
    return meeting


@transaction.atomic
def add_item(*, meeting: Meeting, case: Case, by: User, at: datetime) -> AgendaItem:
    """Put a case that is ready on the agenda. Raises `Refused` when it is not with the committee or
    is on an agenda already.
    """
    meeting = _locked(meeting)
    policies.can_prepare(by, meeting).require()
    # The lock keeps two secretaries from putting the case on two agendas; the unique index
    # `agenda_one_unsettled` would stop the second with an error instead of a sentence.
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.status != Status.IN_COMMITTEE:
        raise Refused(_("The case is not with the committee."))
    if AgendaItem.objects.filter(case=case, settled_at=None).exists():
        raise Refused(_("The case is on an agenda already."))
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(meeting=meeting, case=case, order=last + 1)
    record(
        verb="committees.add_item",
        subject=item,
        root=case,
        by=by,
        at=at,
        data={"meeting": meeting.pk},
    )
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User, at: datetime) -> None:
    """Take a case off the agenda while voting on it has not begun. Raises `Refused`."""
    meeting = _locked(item.meeting)
    policies.can_prepare(by, meeting).require()
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.voting_opened_at or item.settled_at:
        raise Refused(_("Voting on this case has begun, so it stays on the agenda."))
    record(
        verb="committees.remove_item",
        subject=item,
        root=item.case,
        by=by,
        at=at,
        data={"meeting": meeting.pk},
    )
    # Recusals protect their item. The trail keeps that somebody stepped aside.
    item.recusals.all().delete()
    item.delete()


@transaction.atomic
def record_attendance(
    *, meeting: Meeting, members: Iterable[CommitteeMember], by: User, at: datetime
) -> None:
    """Record who is present; the first record opens the meeting. Raises `Refused`."""
    meeting = _locked(meeting)
    policies.can_attend(by, meeting, day_of(at)).require()
    rows = [Attendance(meeting=meeting, member=member, recorded_at=at) for member in members]
    if not rows:
        raise Refused(_("Nobody is marked as present."))
    # The form offers these seats only, but a seat may have ended since the page was opened.
    sitting = set(queries.seats(meeting.committee, meeting.held_date).values_list("pk", flat=True))
    if any(row.member_id not in sitting for row in rows):
        raise Refused(
            _(
                "Somebody marked as present does not sit on this committee on the day "
                "of the meeting."
            )
        )
    # The form may be sent again for those who come late; members recorded before are skipped.
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    if meeting.opened_at is None:
        meeting.opened_at = at
        meeting.save(update_fields=["opened_at"])
    record(
        verb="committees.record_attendance",
        subject=meeting,
        by=by,
        at=at,
        data={"members": [row.member_id for row in rows]},
    )


@transaction.atomic
def declare_kinship(
    *, user: User, person: Person, relation: str, by: User, at: datetime
) -> Kinship:
    """Record a staff member's tie to a person. From now on it bars them from deciding that person's
    cases. Raises `Refused`.
    """
    # Everybody may declare their own tie; the secretary may record what a member reports.
    if by != user:
        policies.can_prepare(by).require()
    # Declared twice, it stays as it was first declared, with its day.
    kinship, created = Kinship.objects.get_or_create(
        user=user,
        person=person,
        defaults={"relation": relation, "declared_at": at, "declared_by": by},
    )
    if created:
        record(
            verb="committees.declare_kinship",
            subject=kinship,
            root=person,
            by=by,
            at=at,
            data={"user": user.pk},
        )
    return kinship


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Close the meeting with its minutes; nothing of it changes afterwards. Raises `Refused`."""
    meeting = _locked(meeting)
    policies.can_close_meeting(by, meeting, day_of(at)).require()
    meeting.closed_at, meeting.closed_by = at, by
    meeting.minutes = papers.issue(
        kind=Kind.MINUTES,
        # Meeting numbers are unique within a committee only, so the paper's number names the
        # committee.
        number=f"{hijri_year(day_of(at))}/{meeting.committee.pk}-{meeting.number}",
        # Papers are in Arabic in either language of the screen, so this is not translated.
        title=f"محضر اجتماع {meeting.committee.name_ar} رقم {meeting.number}",
        subject=meeting,
        data=minutes.data(meeting, closed_at=at),
        by=by,
        at=at,
    )
    meeting.save(update_fields=["closed_at", "closed_by", "minutes"])
    record(verb="committees.close_meeting", subject=meeting, by=by, at=at)
    return meeting


def _locked(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("committee")
        .get(pk=meeting.pk)
    )
