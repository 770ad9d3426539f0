"""Seats: setting up a committee, giving seats for a term and ending them, changing the quorum."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.committees import policies
from wasl.committees.models import Committee, CommitteeMember, Seat
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused


@transaction.atomic
def set_up_committee(
    *, name_ar: str, name_en: str, quorum: int, by: User, at: datetime
) -> Committee:
    """Set up a standing committee that decides requests (PRO-7); its seats follow. Raises
    `Refused`.
    """
    policies.can_seat(by).require()
    # Committees are never deleted, so the count gives a free number unless two are set up at once.
    # The unique code then refuses the second, inside a savepoint of its own.
    number = Committee.objects.count() + 1
    try:
        with transaction.atomic():
            committee = Committee.objects.create(
                code="research" if number == 1 else f"committee-{number}",
                name_ar=name_ar,
                name_en=name_en or name_ar,
                quorum=quorum,
            )
    except IntegrityError as error:
        raise Refused(_("Somebody else has just set up a committee. Look again.")) from error
    record(
        verb="committees.set_up_committee", subject=committee, by=by, at=at, data={"quorum": quorum}
    )
    return committee


@transaction.atomic
def change_quorum(*, committee: Committee, quorum: int, by: User, at: datetime) -> None:
    """Change how many voting members make a meeting able to decide. Earlier decisions stay. Raises
    `Refused`.
    """
    policies.can_seat(by).require()
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    before, committee.quorum = committee.quorum, quorum
    committee.save(update_fields=["quorum"])
    record(
        verb="committees.change_quorum",
        subject=committee,
        by=by,
        at=at,
        data={"quorum": quorum, "before": before},
    )


@transaction.atomic
def seat_member(
    *, committee: Committee, user: User, seat: str, from_date: date, by: User, at: datetime
) -> CommitteeMember:
    """Give a seat for a term. Raises `Refused` for a second chair, a seat held already, or a role
    that does not include the work of the seat.
    """
    # No constraint forbids a second chair. The lock on the committee makes two officers who give
    # that seat wait for each other.
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    policies.can_take_seat(by, user, seat).require()
    standing = committee.members.filter(to_date=None)
    if standing.filter(user=user).exists():
        raise Refused(_("This member holds a seat already. End it first."))
    if seat == Seat.CHAIR and standing.filter(seat=Seat.CHAIR).exists():
        raise Refused(_("There is a chair already. End that seat first."))
    member = CommitteeMember.objects.create(
        committee=committee, user=user, seat=seat, from_date=from_date
    )
    record(
        verb="committees.seat_member",
        subject=committee,
        by=by,
        at=at,
        data={"user": user.pk, "seat": seat},
    )
    return member


@transaction.atomic
def hand_on_seats(*, user: User, to: User | None, reason: str, by: User, at: datetime) -> int:
    """End the seats of a person who leaves, and return how many. A successor takes each on the day
    after, except in a committee where they hold a seat already. Raises `Refused`.
    """
    policies.can_hand_on(by, to).require()
    memberships = CommitteeMember.objects.select_for_update(of=("self",)).filter(
        user=user, to_date=None
    )
    seats = list(memberships.select_related("committee").order_by("pk"))
    for member in seats:
        # Ended yesterday, so that the person no longer sits today. A seat given today cannot end
        # before it began.
        member.to_date = max(day_of(at) - timedelta(days=1), member.from_date)
        member.save(update_fields=["to_date"])
        data = {"user": user.pk, "reason": reason}
        record(verb="committees.end_seat", subject=member.committee, by=by, at=at, data=data)
        if to and not member.committee.members.filter(user=to, to_date=None).exists():
            # The page offers only people who can fill every seat, but roles may have changed since.
            policies.can_fill_seat(to, member.seat).require()
            first = member.to_date + timedelta(days=1)
            CommitteeMember.objects.create(
                committee=member.committee, user=to, seat=member.seat, from_date=first
            )
            seat_data = {"user": to.pk, "seat": member.seat}
            record(
                verb="committees.seat_member",
                subject=member.committee,
                by=by,
                at=at,
                data=seat_data,
            )
    return len(seats)


@transaction.atomic
def end_seat(*, member: CommitteeMember, to_date: date, by: User, at: datetime) -> None:
    """End a seat on a day; earlier decisions stay. Raises `Refused`."""
    policies.can_seat(by).require()
    member = CommitteeMember.objects.select_for_update().get(pk=member.pk)
    if member.to_date is not None:
        raise Refused(_("This seat has ended already."))
    if to_date < member.from_date:
        raise Refused(_("A seat ends after it began."))
    member.to_date = to_date
    member.save(update_fields=["to_date"])
    record(
        verb="committees.end_seat",
        subject=member.committee,
        by=by,
        at=at,
        data={"user": member.user_id},
    )
