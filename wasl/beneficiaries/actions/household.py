"""Households: formed, people added to them and leaving them."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions import moving
from wasl.beneficiaries.checking import earlier
from wasl.beneficiaries.models.household import (
    BEGINNINGS,
    Cause,
    Household,
    HouseholdMember,
    HouseholdRole,
)
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import entering, household
from wasl.common.clock import day_of
from wasl.common.dates import WrittenDate
from wasl.common.verdicts import Refused


@transaction.atomic
def form_household(
    *, head: Person, day: date | None = None, by: User | None, at: datetime
) -> Household:
    """Record the household that a person heads, or return the one they head already.

    Raises `Refused` for somebody who belongs to another household.
    """
    policies.can_keep_family(by).require()
    moving.hold(head)
    row = moving.own_row(head)
    if row and row.role == HouseholdRole.HEAD:
        return row.household
    if row:
        raise Refused(
            _("%(name)s belongs to another household; they have to leave it first.")
            % {"name": head.full_name}
        )
    return moving.new_household(head, day, Cause.RECORDED, by, at).household


@transaction.atomic
def add_to_household(
    *,
    person: Person,
    role: str,
    newcomer: Person | None = None,
    person_data: dict[str, Any] | None = None,
    day: date | None = None,
    cause: str = Cause.RECORDED,
    is_provider: bool = False,
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> HouseholdMember:
    """Add somebody to the household of a person.

    A person without a household becomes the head of a new one. The newcomer is known already, or
    `person_data` says who they are: a child needs no ID number.
    """
    policies.can_keep_family(by).require()
    if before := earlier(HouseholdMember, person, once):
        return before
    if role not in HouseholdRole.values:
        raise Refused(_("Choose what they are to the head of the household."))
    if cause not in BEGINNINGS:
        raise Refused(_("Choose how they came into the household."))
    newcomer = newcomer or moving.enter(person_data or {}, by, at)
    if newcomer.pk == person.pk:
        raise Refused(_("This is the person themself."))
    # After `enter`, which may register the newcomer: only people who exist can be held.
    moving.hold(person, newcomer)
    # The new household gets no day: it existed before anybody recorded it.
    own = moving.own_row(person) or moving.new_household(person, None, Cause.RECORDED, by, at)
    row = moving.join(
        own.household, newcomer, role, day, cause, by, at, is_provider=is_provider, once=once
    )
    data = {"role": role, "cause": cause}
    record(verb="beneficiaries.add_to_household", subject=row, by=by, at=at, root=person, data=data)
    return row


@transaction.atomic
def record_birth(
    *,
    parent: Person,
    full_name: str,
    gender: str,
    birth: WrittenDate,
    id_number: str = "",
    child: Person | None = None,
    different_from: Sequence[entering.Likely] = (),
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> HouseholdMember:
    """Record a child born into a parent's household, with or without an ID number.

    `child` is given when the register knows the child already.
    """
    policies.can_keep_family(by).require()
    if before := earlier(HouseholdMember, parent, once):
        return before
    child_data = {"full_name": full_name, "gender": gender, "birth": birth, "id_number": id_number}
    child = child or moving.enter({**child_data, "different_from": different_from}, by, at)
    moving.hold(parent, child)
    own = moving.own_row(parent) or moving.new_household(parent, None, Cause.RECORDED, by, at)
    # After a change of head every member's row begins on that day (ADR 23), though the parent lived
    # there before; so such a row does not bound the birth.
    if own.since_date and birth.day < own.since_date and own.began_with != Cause.NEW_HEAD:
        raise Refused(
            _(
                "The child was born before the parent came into this household; add "
                "them as moved in."
            )
        )
    # Roles are what somebody is to the head: a child of the head's brother, say, is another
    # relative.
    of_head = own.role in {HouseholdRole.HEAD, HouseholdRole.SPOUSE}
    role = moving.child_role(child) if of_head else HouseholdRole.OTHER
    row = moving.join(own.household, child, role, birth.day, Cause.BIRTH, by, at, once=once)
    record(verb="beneficiaries.record_birth", subject=row, by=by, at=at, root=parent)
    return row


@transaction.atomic
def move_out(*, person: Person, day: date, by: User | None, at: datetime) -> HouseholdMember:
    """End a person's place in their household.

    The household stays, and asks for a new head if it lost its own. It is dissolved when nobody is
    left.
    """
    policies.can_keep_family(by).require()
    moving.hold(person)
    row = moving.own_row(person)
    if row is None:
        raise Refused(_("This person belongs to no household now."))
    moving.leave(row, day, Cause.MOVING, by, at)
    moving.settle(row.household, day, by, at)
    record(verb="beneficiaries.move_out", subject=row, by=by, at=at, root=person)
    return row


@transaction.atomic
def name_head(*, person: Person, day: date, by: User | None, at: datetime) -> HouseholdMember:
    """Make a member the head of their household, as of a day.

    Every other member gets a new row with what they are to the new head.
    """
    policies.can_keep_family(by).require()
    moving.hold(person)
    row = moving.own_row(person)
    if row is None:
        raise Refused(_("This person belongs to no household now."))
    if row.role == HouseholdRole.HEAD:
        return row
    moving.head_anew(row, day, by, at)
    record(verb="beneficiaries.name_head", subject=row.household, by=by, at=at, root=person)
    return household.current(person.households.all()).get()


@transaction.atomic
def strike_member(*, member: HouseholdMember, by: User | None, at: datetime) -> HouseholdMember:
    """Mark a row as recorded by mistake: it covers no day, and stays in the history."""
    policies.can_keep_family(by).require()
    moving.hold(member.person)
    member = (
        HouseholdMember.objects.select_for_update(of=("self",))
        .select_related("household", "person")
        .get(pk=member.pk)
    )
    if member.ended_with == Cause.MISTAKE:
        return member
    # The range of days is half open, so a row that ends on the day it began covers none and frees
    # its place for the exclusion constraints (ADR 23).
    day = member.since_date or member.until_date or day_of(at)
    member.since_date = member.until_date = day
    member.ended_with, member.ended_by = Cause.MISTAKE, by
    member.save(update_fields=["since_date", "until_date", "ended_with", "ended_by"])
    moving.settle(member.household, day, by, at)
    record(verb="beneficiaries.strike_member", subject=member, by=by, at=at, root=member.person)
    return member


@transaction.atomic
def describe_member(
    *, person: Person, is_provider: bool, is_studying: bool, by: User | None, at: datetime
) -> Person:
    """Record whether somebody earns for their household and whether they study."""
    policies.can_keep_family(by).require()
    moving.hold(person)
    changed = []
    row = moving.own_row(person)
    if row and row.is_provider != is_provider:
        row.is_provider = is_provider
        row.save(update_fields=["is_provider"])
        changed.append("is_provider")
    if person.is_studying != is_studying:
        person.is_studying = is_studying
        person.save(update_fields=["is_studying"])
        changed.append("is_studying")
    if changed:
        record(
            verb="beneficiaries.describe_member",
            subject=person,
            by=by,
            at=at,
            data={"fields": changed},
        )
    return person
