"""Take back a death that was recorded by mistake, by the history of each row it changed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions import moving
from wasl.beneficiaries.models.household import Cause, HouseholdMember
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import EndCause, Representative
from wasl.beneficiaries.models.roles import Membership, MembershipStatus, Volunteer
from wasl.beneficiaries.queries import history

# The columns by which a place in a household ends.
PLACE = ("until_date", "ended_with", "ended_by")


@transaction.atomic
def strike_death(*, person: Person, by: User | None, at: datetime) -> Person:
    """Take back a death that was recorded by mistake.

    What it changed becomes as it was before, except what somebody changed since.
    """
    policies.can_keep_family(by).require()
    moving.hold(person)
    person = Person.objects.get(pk=person.pk)
    if person.death_date is None:
        return person
    # Read before the day is emptied below. All rows that the death changed bear the moment of its
    # transaction; that is how they are told from those that ended otherwise on the same day.
    moment = history.death_recorded_at(person)
    person.death_date, person.death_written = None, ""
    person.save(update_fields=["death_date", "death_written"])
    if moment:
        _bring_home(person, moment, by, at)
        _put_back(person, moment)
        _resume_roles(person, moment)
    record(verb="beneficiaries.strike_death", subject=person, by=by, at=at)
    return person


def _restore(row: models.Model, moment: datetime, fields: Sequence[str]) -> bool:
    """Give these fields of a row the values they had before that moment.

    Returns whether it was done.
    """
    values = history.before(row, moment, fields)
    if values is None:
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    return True


def _bring_home(person: Person, moment: datetime, by: User | None, at: datetime) -> None:
    """Return those who were taken in elsewhere to where they lived.

    Their place elsewhere is struck as a mistake.
    """
    last = person.households.filter(ended_with=Cause.DEATH).order_by("-pk").first()
    if last is None:
        return
    left = HouseholdMember.objects.filter(household=last.household_id, ended_with=Cause.MOVING)
    for old in left.select_related("person").order_by("pk"):
        new = moving.own_row(old.person)
        # Who moved again since then lives where somebody put them knowingly, and stays there.
        is_of_then = new and history.made_at(new) == moment
        values = history.before(old, moment, PLACE)
        if not new or not is_of_then or values is None:
            continue
        assert old.until_date is not None  # noqa: S101 (who moved out has a day)
        day = new.since_date or old.until_date
        new.since_date = new.until_date = day
        new.ended_with, new.ended_by = Cause.MISTAKE, by
        new.save(update_fields=["since_date", *PLACE])
        _restore(old, moment, PLACE)
        moving.settle(new.household, day, by, at)


def _put_back(person: Person, moment: datetime) -> None:
    """Put the person back into their household.

    Where another heads it by now, nothing is done: an officer decides where they belong.
    """
    row = (
        person.households.filter(ended_with=Cause.DEATH)
        .select_related("household")
        .order_by("-pk")
        .first()
    )
    if row is None:
        return
    try:
        with transaction.atomic():
            if not _restore(row, moment, PLACE):
                return
    # `household_one_head_at_a_time`: the new head is not pushed out by a machine.
    except IntegrityError:
        return
    _restore(row.household, moment, ["dissolved_date"])
    for member in (
        row.household.members.exclude(person=person).select_related("person").order_by("pk")
    ):
        _restore(member.person, moment, ["marital_status"])


def _resume_roles(person: Person, moment: datetime) -> None:
    """Resume memberships, agencies and volunteering that the death ended, and no others."""
    memberships = Membership.objects.select_for_update(of=("self",)).filter(
        person=person, status=MembershipStatus.DECEASED
    )
    for membership in memberships:
        _restore(membership, moment, ["status", "ended_date"])
    acting = Representative.objects.select_for_update(of=("self",)).filter(
        ended_cause=EndCause.DEATH
    )
    for representative in acting.filter(Q(person=person) | Q(acting_person=person)).order_by("pk"):
        other_person = (
            representative.acting_person
            if representative.person_id == person.pk
            else representative.person
        )
        # An agency also ends with the other one of the two, who may have died since.
        if other_person is None or not other_person.has_died:
            _restore(representative, moment, ["ended_date", "ended_cause", "ended_by"])
    for role in Volunteer.objects.select_for_update(of=("self",)).filter(
        person=person, ended_date__isnull=False
    ):
        _restore(role, moment, ["ended_date"])
