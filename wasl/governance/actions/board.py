"""The board: its members and their terms, its meetings, attendance and resolutions."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.dates import BadDate, parse_dual
from wasl.common.text import clean, clean_lines
from wasl.common.verdicts import Refused
from wasl.governance import policies, queries
from wasl.governance.models.board import Attendance, BoardMeeting, BoardMember, Office, Resolution
from wasl.governance.models.documents import PolicyVersion


@transaction.atomic
def seat_member(
    *, name: str, office: str, from_date: date, user: User | None = None, by: User | None, at: datetime,
    once: uuid.UUID | None = None,
) -> BoardMember:  # fmt: skip
    """Seat a member on the board from a day on; there is one chair at a time."""
    policies.can_govern(by).require()
    # A form that was sent twice carries the same token and gets the seat of the first sending.
    if once and (before := BoardMember.objects.filter(once=once).first()):
        return before
    if office not in Office.values:
        raise Refused(_("Choose the office on the board."))
    sitting = BoardMember.objects.select_for_update().filter(to_date=None)
    if office == Office.CHAIR and sitting.filter(office=Office.CHAIR).exists():
        raise Refused(_("The board has a chair. End that term first."))
    member = BoardMember.objects.create(
        name=clean(name), office=office, user=user, from_date=from_date, once=once
    )
    record(
        verb="governance.seat_member",
        subject=member,
        by=by,
        at=at,
        root=member,
        data={"office": office},
    )
    return member


@transaction.atomic
def end_term(*, member: BoardMember, to_date: date, by: User | None, at: datetime) -> BoardMember:
    """End a member's term; the seat stays in the register."""
    policies.can_govern(by).require()
    member = BoardMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if to_date < member.from_date:
        raise Refused(_("A term cannot end before it began."))
    member.to_date = to_date
    member.save(update_fields=["to_date"])
    record(verb="governance.end_term", subject=member, by=by, at=at, root=member)
    return member


@transaction.atomic
def hand_on_board_seats(*, user: User, to: User | None, reason: str, by: User, at: datetime) -> int:
    """Detach the user's account from the user's board seats; the terms continue without a sign-in.

    A seat belongs to the member, not to the account, so it is not handed to `to`. Return how many
    seats were detached.
    """
    if not user.is_active or not by.holds(Permission.SYSTEM_MANAGE):
        raise Refused(_("Your role does not include this step."))
    members = list(
        BoardMember.objects.select_for_update(of=("self",))
        .filter(user=user, to_date=None)
        # Rows are locked in one order, so that two such calls cannot deadlock.
        .order_by("pk")
    )
    for member in members:
        member.user = None
        member.save(update_fields=["user"])
        record(
            verb="governance.part_from_sign_in",
            subject=member,
            by=by,
            at=at,
            root=member,
            data={"reason": reason},
        )
    return len(members)


@transaction.atomic
def record_board_meeting(
    *, number: str, hijri: str, gregorian: str, agenda: str = "", present: Mapping[int, bool] | None = None,
    by: User | None, at: datetime,
) -> BoardMeeting:  # fmt: skip
    """Enter a board meeting with both dates as its minutes write them.

    The Hijri date decides the day of the meeting; a conflict with the Gregorian one is flagged
    (APP-2). `present` maps a board member's id to whether they came.
    """
    policies.can_govern(by).require()
    try:
        hijri_day, gregorian_day = (
            parse_dual(hijri, "hijri").day,
            parse_dual(gregorian, "gregorian").day,
        )
    except BadDate as error:
        raise Refused(str(error)) from error
    if hijri_day > day_of(at) and by is not None:
        raise Refused(_("A meeting is entered once it was held."))
    rows = _attendance(hijri_day, present)
    try:
        # The savepoint keeps the outer transaction usable after the IntegrityError, so that the
        # refusal can be shown.
        with transaction.atomic():
            meeting = BoardMeeting.objects.create(
                number=clean(number), held_date=hijri_day, hijri_stated=clean(hijri),
                gregorian_stated=clean(gregorian), date_conflict=hijri_day != gregorian_day,
                agenda=clean_lines(agenda),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("A meeting of this number on this day is in the register.")) from error
    for row in rows:
        row.meeting = meeting
    Attendance.objects.bulk_create(rows)
    record(
        verb="governance.record_board_meeting", subject=meeting, by=by, at=at, root=meeting, data={}
    )
    return meeting


def _attendance(day: date, present: Mapping[int, bool] | None) -> list[Attendance]:
    """Return an attendance row for each member who sat on the board on the day of the meeting.

    Raises `Refused` for somebody marked as present who had no seat on that day.
    """
    # Attendance was not noted. No rows means unknown, which `has_quorum` does not count as absent.
    if present is None:
        return []
    sitting = {member.pk: member for member in queries.sitting(day)}
    strangers = BoardMember.objects.filter(
        pk__in=[pk for pk, came in present.items() if came]
    ).exclude(pk__in=sitting)
    if stranger := strangers.first():
        raise Refused(
            _("%(name)s did not sit on the board on the day of the meeting.")
            % {"name": stranger.name}
        )
    return [
        Attendance(member=member, present=present.get(pk, False)) for pk, member in sitting.items()
    ]


@transaction.atomic
def record_resolution(
    *,
    meeting: BoardMeeting,
    text: str,
    version: PolicyVersion | None = None,
    by: User | None,
    at: datetime,
) -> Resolution:
    """Enter a resolution of the board, under the next number of its meeting."""
    policies.can_govern(by).require()
    # Locking the meeting gives two resolutions entered at once different numbers.
    BoardMeeting.objects.select_for_update().get(pk=meeting.pk)
    last = meeting.resolutions.order_by("-number").first()
    resolution = Resolution.objects.create(
        meeting=meeting, number=last.number + 1 if last else 1, text=clean_lines(text),
        version=version, recorded_at=at, recorded_by=by,
    )  # fmt: skip
    record(verb="governance.record_resolution", subject=resolution, by=by, at=at, root=meeting)
    return resolution
