"""Marriage, divorce and death: each moves people between households and keeps history true."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions import moving
from wasl.beneficiaries.models.household import Cause, HouseholdMember, HouseholdRole
from wasl.beneficiaries.models.person import MaritalStatus, Person
from wasl.beneficiaries.models.representing import EndCause, Representative
from wasl.beneficiaries.models.roles import Membership, MembershipStatus, Volunteer
from wasl.beneficiaries.queries import household
from wasl.common.dates import WrittenDate
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging

HOMES: list[tuple[str, Any]] = [
    ("own", _l("Together, in a household of their own")),
    ("joined", _l("Together, in this person's household")),
    ("theirs", _l("Together, in the spouse's household")),
    ("apart", _l("Not together for now")),
]


@transaction.atomic
def record_marriage(
    *,
    person: Person,
    day: date,
    home: str,
    spouse: Person | None = None,
    person_data: dict[str, Any] | None = None,
    along: Sequence[Person] = (),
    by: User | None,
    at: datetime,
) -> HouseholdMember | None:
    """Record a marriage; the spouse is known, or `person_data` says who they are.

    A spouse who moves leaves their former household and takes the people of `along` from there.
    Returns the row of the spouse who was taken in, or None when the couple does not live together.
    """
    policies.can_keep_family(by).require()
    if home not in dict(HOMES):
        raise Refused(_("Choose where they live."))
    spouse = spouse or moving.enter(person_data or {}, by, at)
    _refuse_couple(person, spouse)
    # All at once: one call locks them in order of key, several could deadlock with another
    # officer's.
    moving.hold(person, spouse, *along)
    for partner in (person, spouse):
        moving.refuse_day(day, partner, at)
        _set_marital(partner, MaritalStatus.MARRIED)
    row, left = (None, []) if home == "apart" else _live_together(person, spouse, day, home, by, at)
    if along:
        _bring_along(along, left, row, day, by, at)
    data = {"home": home, "spouse": spouse.pk, "along": [companion.pk for companion in along]}
    record(
        verb="beneficiaries.record_marriage",
        subject=row or person,
        by=by,
        at=at,
        root=person,
        data=data,
    )
    return row


def _refuse_couple(person: Person, spouse: Person) -> None:
    if person.pk == spouse.pk:
        raise Refused(_("This is the person themself."))
    if person.gender == spouse.gender:
        raise Refused(
            _("The register has the same gender for both; correct one of the files first.")
        )


def _live_together(
    person: Person, spouse: Person, day: date, home: str, by: User | None, at: datetime
) -> tuple[HouseholdMember, list[HouseholdMember]]:
    """Move the spouse into the household of the one who heads where they live.

    In a household of their own the husband is the head at first. Returns the row of the one who was
    taken in, and the rows of those who left another household.
    """
    # From here on `person` is the one who heads, and `spouse` the one who is taken in.
    if home == "theirs" or (home == "own" and person.is_female):
        person, spouse = spouse, person
    own, spouse_row = moving.own_row(person), moving.own_row(spouse)
    if own and spouse_row and own.household_id == spouse_row.household_id:
        raise Refused(_("Both live in this household already."))
    if home != "own" and own and own.role != HouseholdRole.HEAD:
        raise Refused(
            _("%(name)s heads no household; choose a new one of their own.")
            % {"name": person.full_name}
        )
    left = [spouse_row] if spouse_row else []
    # A son who lived with his father leaves as well; one who heads a household already keeps it.
    if own and home == "own" and own.role != HouseholdRole.HEAD:
        left.append(own)
        own = None
    for row in left:
        _leave(row, day, Cause.MARRIAGE, by, at)
    own = own or moving.new_household(person, day, Cause.MARRIAGE, by, at)
    return moving.join(
        own.household, spouse, HouseholdRole.SPOUSE, day, Cause.MARRIAGE, by, at
    ), left


def _bring_along(
    along: Sequence[Person],
    left: list[HouseholdMember],
    row: HouseholdMember | None,
    day: date,
    by: User | None,
    at: datetime,
) -> None:
    """Move those who lived with the one who moved into the new household, on the same day."""
    for companion in along:
        place = _place(companion)
        mover = next((member for member in left if member.household_id == place.household_id), None)
        if mover is None or row is None:
            reason = _(
                "%(name)s does not live in the household that is left; nobody takes them along."
            )
            raise Refused(reason % {"name": companion.full_name})
        # Roles are relative to the head. Where the one who moved heads the new household, the roles
        # carry over; where they were taken in, their people are other relatives of its head.
        is_taken_in = mover.person_id == row.person_id
        role = HouseholdRole.OTHER if is_taken_in else household.role_to(mover, place)
        moving.move(place, row.household, role, day, by, at)


def _leave(row: HouseholdMember, day: date, cause: str, by: User | None, at: datetime) -> None:
    moving.leave(row, day, cause, by, at)
    moving.settle(row.household, day, by, at)


@transaction.atomic
def record_divorce(
    *,
    person: Person,
    day: date,
    spouse: Person | None = None,
    leaver: Person | None = None,
    children: Sequence[Person] = (),
    by: User | None,
    at: datetime,
) -> HouseholdMember | None:
    """Record a divorce; the other spouse may be unknown.

    The spouse who leaves takes the named children along into a new household. Returns the leaver's
    new row, or None.
    """
    policies.can_keep_family(by).require()
    couple = [partner for partner in (person, spouse) if partner]
    if spouse and person.pk == spouse.pk:
        raise Refused(_("This is the person themself."))
    if leaver and (spouse is None or leaver.pk not in {partner.pk for partner in couple}):
        raise Refused(_("One of the two leaves the household, or nobody does."))
    moving.hold(*couple, *children)
    for partner in couple:
        moving.refuse_day(day, partner, at)
    if children and not leaver:
        raise Refused(_("Say who leaves with those who go along."))
    # The statuses follow after the moves: whether somebody is still married is read from who lives
    # in the household then.
    row = _part(person, spouse, leaver, children, day, by, at) if leaver and spouse else None
    for partner in couple:
        other_partner = next((two for two in couple if two != partner), None)
        _set_marital(
            partner,
            # A man may have another wife in the household; he stays married.
            MaritalStatus.MARRIED
            if _has_spouse(partner, other_partner)
            else MaritalStatus.DIVORCED,
        )
    data = {"spouse": spouse.pk if spouse else None, "children": len(children)}
    record(
        verb="beneficiaries.record_divorce",
        subject=row or person,
        by=by,
        at=at,
        root=person,
        data=data,
    )
    return row


def _part(
    person: Person,
    spouse: Person,
    leaver: Person,
    children: Sequence[Person],
    day: date,
    by: User | None,
    at: datetime,
) -> HouseholdMember | None:
    """Move the spouse who leaves, and the children who go along."""
    stays = spouse if leaver.pk == person.pk else person
    left, remaining_place = _place(leaver), _place(stays)
    if left.household_id != remaining_place.household_id:
        raise Refused(
            _("They do not live in one household now; record the divorce without anybody leaving.")
        )
    places = [_place(child) for child in children]
    if any(place.household_id != left.household_id for place in places):
        raise Refused(_("A child that was chosen does not live in this household."))
    # Read before anything moves: a new head rewrites every role of the household.
    roles = [household.role_to(left, place) for place in places]
    if left.role == HouseholdRole.HEAD:
        moving.head_anew(remaining_place, day, by, at)
    # Looked up anew: `head_anew` closed the rows above and opened others.
    moving.leave(_place(leaver), day, Cause.DIVORCE, by, at)
    if not children:
        return None
    new = moving.new_household(leaver, day, Cause.DIVORCE, by, at)
    for child, role in zip(children, roles, strict=True):
        moving.move(_place(child), new.household, role, day, by, at)
    return new


def _place(person: Person) -> HouseholdMember:
    if row := moving.own_row(person):
        return row
    raise Refused(_("%(name)s belongs to no household now.") % {"name": person.full_name})


def _has_spouse(person: Person, former: Person | None = None) -> bool:
    """Return whether the person lives with a husband or wife, the former one left out."""
    return any(spouse != former for spouse in _spouses(person))


def _spouses(person: Person) -> list[Person]:
    family = household.family_of(person)
    couple = {HouseholdRole.HEAD, HouseholdRole.SPOUSE}
    if family is None or family.own.role not in couple:
        return []
    return [
        member.person
        for member in family.others
        if member.role in couple and member.person.gender != person.gender
    ]


@transaction.atomic
def record_death(
    *,
    person: Person,
    death: WrittenDate,
    along: Sequence[Person] = (),
    into: Person | None = None,
    as_children: bool = False,
    by: User | None,
    at: datetime,
) -> Person:
    """Record a death: the person's roles end, and the household asks for a new head.

    Nothing is deleted. Of those who lived with the person, `along` are taken in by the household of
    `into`, as its head's children or as other relatives.
    """
    policies.can_keep_family(by).require()
    moving.hold(person, *along, *([into] if into else []))
    # Read again under the lock: another officer may have recorded the death meanwhile.
    person = Person.objects.get(pk=person.pk)
    if person.death_date:
        raise Refused(_("The death is recorded already."))
    moving.refuse_day(death.day, person, at)
    # Read while the person is still a member; afterwards nobody lives with them.
    widowed = _spouses(person)
    row = moving.own_row(person)
    if along:
        _take_in(along, row, into, as_children, death.day, by, at)
    if row:
        _leave(row, death.day, Cause.DEATH, by, at)
    person.death_date, person.death_written = death.day, death.text
    person.save(update_fields=["death_date", "death_written"])
    for spouse in widowed:
        _set_marital(
            spouse, MaritalStatus.MARRIED if _has_spouse(spouse) else MaritalStatus.WIDOWED
        )
    _end_roles(person, death.day, by)
    # In this transaction: a reaction would come a minute later, and a queued message could leave
    # before it (ADR 49).
    messaging.stop(person_id=person.pk, by=by, at=at)
    data = {"along": [companion.pk for companion in along]} if along else None
    record(verb="beneficiaries.record_death", subject=person, by=by, at=at, data=data)
    return person


def _take_in(
    along: Sequence[Person],
    left: HouseholdMember | None,
    into: Person | None,
    as_children: bool,
    day: date,
    by: User | None,
    at: datetime,
) -> None:
    """Move people of the dead person's household into that of `into`.

    `into` becomes the head of a new household if they had none.
    """
    if into is None or (left and into.pk == left.person_id):
        raise Refused(_("Say who takes them in."))
    host_row = moving.own_row(into) or moving.new_household(into, None, Cause.RECORDED, by, at)
    for companion in along:
        place = _place(companion)
        if (
            left is None
            or place.household_id != left.household_id
            or place.household_id == host_row.household_id
        ):
            raise Refused(
                _("%(name)s does not move from this household into another.")
                % {"name": companion.full_name}
            )
        role = moving.child_role(companion) if as_children else HouseholdRole.OTHER
        moving.move(place, host_row.household, role, day, by, at)


def _end_roles(person: Person, day: date, by: User | None) -> None:
    """End membership, volunteering, and every agency given or taken, with the person's life."""
    for membership in Membership.objects.select_for_update(of=("self",)).filter(
        person=person, ended_date=None
    ):
        membership.status, membership.ended_date = (
            MembershipStatus.DECEASED,
            # `membership_dates_in_order`: a death may be recorded as earlier than the day of
            # joining.
            max(day, membership.joined_date or day),
        )
        membership.save(update_fields=["status", "ended_date"])
    acting = Representative.objects.select_for_update(of=("self",)).filter(ended_date=None)
    for representative in [*acting.filter(person=person), *acting.filter(acting_person=person)]:
        representative.ended_date, representative.ended_by, representative.ended_cause = (
            day,
            by,
            EndCause.DEATH,
        )
        representative.save(update_fields=["ended_date", "ended_by", "ended_cause"])
    for role in Volunteer.objects.select_for_update(of=("self",)).filter(
        person=person, ended_date=None
    ):
        role.ended_date = max(day, role.since_date)
        role.save(update_fields=["ended_date"])


def _set_marital(person: Person, status: str) -> None:
    person.marital_status = status
    person.save(update_fields=["marital_status"])
