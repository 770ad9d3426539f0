"""What happens in families: marriage, divorce, death. Each moves people between households and leaves history true."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies, queries
from wasl.beneficiaries.actions import moving
from wasl.beneficiaries.models import (
    Cause,
    EndCause,
    HouseholdMember,
    HouseholdRole,
    MaritalStatus,
    Membership,
    MembershipStatus,
    Person,
    Representative,
    Volunteer,
)
from wasl.common.dates import WrittenDate
from wasl.common.verdicts import Refused

HOMES = (
    "joined",
    "own",
    "apart",
)  # where a couple lives: in the husband's or wife's household, in one of their own, apart


@transaction.atomic
def record_marriage(
    *, person: Person, spouse: Person, day: date, home: str, by: User | None, at: datetime
) -> HouseholdMember | None:
    """Two people marry. `home` says where they live: `joined` (in the household that `person` heads), `own` (a new one
    that `person` heads) or `apart`. Who moves leaves the household they lived in.
    """
    policies.can_keep_family(by).require()
    _refuse_couple(person, spouse, home)
    moving.hold(person, spouse)
    for one in (person, spouse):
        moving.refuse_day(day, one, at)
        _set_marital(one, MaritalStatus.MARRIED)
    row = None if home == "apart" else _live_together(person, spouse, day, home, by, at)
    data = {"home": home, "spouse": spouse.pk}
    record(verb="beneficiaries.record_marriage", subject=row or person, by=by, at=at, root=person, data=data)
    return row


def _refuse_couple(person: Person, spouse: Person, home: str) -> None:
    if home not in HOMES:
        raise Refused(_("Choose where they live."))
    if person.pk == spouse.pk:
        raise Refused(_("This is the person themself."))
    if person.gender == spouse.gender:
        raise Refused(_("The register has the same gender for both; correct one of the files first."))


def _live_together(
    person: Person, spouse: Person, day: date, home: str, by: User | None, at: datetime
) -> HouseholdMember:
    own, theirs = moving.own_row(person), moving.own_row(spouse)
    if home == "joined" and own and own.role != HouseholdRole.HEAD:
        raise Refused(_("%(name)s heads no household; choose a new one of their own.") % {"name": person.full_name})
    if own and home == "own":
        _leave(own, day, Cause.MARRIAGE, by, at)
        own = None
    own = own or moving.new_household(person, day, Cause.MARRIAGE, by, at)
    if theirs and theirs.household_id == own.household_id:
        raise Refused(_("Both live in this household already."))
    if theirs:
        _leave(theirs, day, Cause.MARRIAGE, by, at)
    return moving.join(own.household, spouse, HouseholdRole.SPOUSE, day, Cause.MARRIAGE, by, at)


def _leave(row: HouseholdMember, day: date, cause: str, by: User | None, at: datetime) -> None:
    moving.leave(row, day, cause, by, at)
    moving.settle(row.household, day, by, at)


@transaction.atomic
def record_divorce(
    *,
    person: Person,
    spouse: Person,
    day: date,
    leaver: Person | None = None,
    children: Sequence[Person] = (),
    by: User | None,
    at: datetime,
) -> HouseholdMember | None:
    """Two people divorce. Who leaves the household takes the named children along, into a household of their own."""
    policies.can_keep_family(by).require()
    if person.pk == spouse.pk:
        raise Refused(_("This is the person themself."))
    if leaver is not None and leaver.pk not in {person.pk, spouse.pk}:
        raise Refused(_("One of the two leaves the household, or nobody does."))
    moving.hold(person, spouse, *children)
    for one in (person, spouse):
        moving.refuse_day(day, one, at)
    row = _part(person, spouse, leaver, children, day, by, at) if leaver else None
    for one in (person, spouse):
        _set_marital(one, MaritalStatus.MARRIED if _has_spouse(one) else MaritalStatus.DIVORCED)
    data = {"spouse": spouse.pk, "children": len(children)}
    record(verb="beneficiaries.record_divorce", subject=row or person, by=by, at=at, root=person, data=data)
    return row


def _part(
    person: Person, spouse: Person, leaver: Person, children: Sequence[Person], day: date, by: User | None, at: datetime
) -> HouseholdMember | None:
    """Move who leaves, and the children who go along."""
    stays = spouse if leaver.pk == person.pk else person
    left, kept = _place(leaver), _place(stays)
    if left.household_id != kept.household_id:
        raise Refused(_("They do not live in one household now; record the divorce without anybody leaving."))
    if any(_place(child).household_id != left.household_id for child in children):
        raise Refused(_("A child that was chosen does not live in this household."))
    if left.role == HouseholdRole.HEAD:
        moving.head_anew(kept, day, by, at)
    for one in (leaver, *children):
        moving.leave(_place(one), day, Cause.DIVORCE, by, at)
    if not children:
        return None
    new = moving.new_household(leaver, day, Cause.DIVORCE, by, at)
    for child in children:
        moving.join(new.household, child, moving.child_role(child), day, Cause.DIVORCE, by, at)
    return new


def _place(person: Person) -> HouseholdMember:
    if row := moving.own_row(person):
        return row
    raise Refused(_("%(name)s belongs to no household now.") % {"name": person.full_name})


def _has_spouse(person: Person) -> bool:
    """Whether somebody of the other gender is still married to them in their household."""
    family = queries.family_of(person)
    if family is None:
        return False
    couple = {HouseholdRole.HEAD, HouseholdRole.SPOUSE}
    return family.own.role in couple and any(
        one.role in couple and one.person.gender != person.gender for one in family.others
    )


@transaction.atomic
def record_death(*, person: Person, death: WrittenDate, by: User | None, at: datetime) -> Person:
    """A person has died: their roles end, their household goes on and asks for a new head; nothing is deleted."""
    policies.can_keep_family(by).require()
    moving.hold(person)
    person = Person.objects.get(pk=person.pk)
    if person.death_date:
        raise Refused(_("The death is recorded already."))
    moving.refuse_day(death.day, person, at)
    widowed = _widowed(person)
    if row := moving.own_row(person):
        _leave(row, death.day, Cause.DEATH, by, at)
    person.death_date, person.death_written = death.day, death.written
    person.save(update_fields=["death_date", "death_written"])
    for one in widowed:
        _set_marital(one, MaritalStatus.MARRIED if _has_spouse(one) else MaritalStatus.WIDOWED)
    _end_roles(person, death.day, by)
    record(verb="beneficiaries.record_death", subject=person, by=by, at=at)
    return person


def _widowed(person: Person) -> list[Person]:
    family = queries.family_of(person)
    couple = {HouseholdRole.HEAD, HouseholdRole.SPOUSE}
    if family is None or family.own.role not in couple:
        return []
    return [one.person for one in family.others if one.role in couple and one.person.gender != person.gender]


def _end_roles(person: Person, day: date, by: User | None) -> None:
    """Membership, agencies given and taken, and volunteering end with a life."""
    for membership in Membership.objects.select_for_update(of=("self",)).filter(person=person, ended_date=None):
        membership.status, membership.ended_date = MembershipStatus.DECEASED, max(day, membership.joined_date or day)
        membership.save(update_fields=["status", "ended_date"])
    acting = Representative.objects.select_for_update(of=("self",)).filter(ended_date=None)
    for one in [*acting.filter(person=person), *acting.filter(acting_person=person)]:
        one.ended_date, one.ended_by, one.ended_cause = day, by, EndCause.DEATH
        one.save(update_fields=["ended_date", "ended_by", "ended_cause"])
    for role in Volunteer.objects.select_for_update(of=("self",)).filter(person=person, ended_date=None):
        role.ended_date = max(day, role.since_date)
        role.save(update_fields=["ended_date"])


def _set_marital(person: Person, status: str) -> None:
    person.marital_status = status
    person.save(update_fields=["marital_status"])
