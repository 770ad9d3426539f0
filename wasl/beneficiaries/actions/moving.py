"""Steps that the events of a family share: joining and leaving a household, and what is left."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions.registering import register
from wasl.beneficiaries.checking import named
from wasl.beneficiaries.models.household import Cause, Household, HouseholdMember, HouseholdRole
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import finding
from wasl.beneficiaries.queries import household as household_queries
from wasl.common.clock import day_of
from wasl.common.names import name_parts
from wasl.common.numbering import next_number
from wasl.common.text import fold
from wasl.common.verdicts import Refused


def hold(*people: Person) -> None:
    """Lock these people's rows, so that nobody moves or merges them meanwhile.

    Raises `Refused` for a merged file.
    """
    keys = sorted({person.pk for person in people})
    # Always in order of key, whatever order the caller names them in; else two events could
    # deadlock.
    for person in (
        # FOR NO KEY UPDATE: inserting a row that points at the person takes FOR KEY SHARE, which
        # this lets through.
        Person.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=keys)
        .order_by("pk")
    ):
        policies.stands(person).require()


def own_row(person: Person) -> HouseholdMember | None:
    """Return the person's present place in a household, with that household locked."""
    row = (
        household_queries.current(person.households.all())
        .select_related("household", "person")
        .first()
    )
    if row:
        Household.objects.select_for_update(of=("self",), no_key=True).get(pk=row.household_id)
    return row


def new_household(
    head: Person, day: date | None, cause: str, by: User | None, at: datetime
) -> HouseholdMember:
    """Form a household of one, its head, and return the head's row."""
    household = Household.objects.create(
        number=next_number("household", day_of(at)), formed_date=day, added_at=at, added_by=by
    )
    row = join(household, head, HouseholdRole.HEAD, day, cause, by, at, is_provider=True)
    record(
        verb="beneficiaries.form_household",
        subject=household,
        by=by,
        at=at,
        root=head,
        data={"cause": cause},
    )
    return row


def join(
    household: Household,
    person: Person,
    role: str,
    day: date | None,
    cause: str,
    by: User | None,
    at: datetime,
    *,
    is_provider: bool = False,
    once: uuid.UUID | None = None,
) -> HouseholdMember:
    """Put a person into a household.

    Raises `Refused` where the database finds a second household of the person, or a second head, at
    one time.
    """
    refuse_day(day, person, at)
    try:
        # A savepoint, so that the caller's transaction survives the refusal of the exclusion
        # constraint.
        with transaction.atomic():
            return HouseholdMember.objects.create(
                household=household, person=person, role=role, is_provider=is_provider,
                since_date=day, began_with=cause, added_at=at, added_by=by, once=once,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_meeting(str(error), person)) from error


def _meeting(error: str, person: Person) -> str:
    if "one_head" in error:
        return _("This household has a head already on that day.")
    if "one_at_a_time" in error:
        return _(
            "%(name)s belongs to another household on that day. They have to leave it first."
        ) % {"name": person.full_name}
    # No constraint of a household: a fault of ours, which must not reach a person as a sentence.
    raise RuntimeError(error)


def leave(row: HouseholdMember, day: date, cause: str, by: User | None, at: datetime) -> None:
    """End a person's place in a household, as of a day."""
    refuse_day(day, row.person, at)
    if row.since_date and day < row.since_date:
        reason = _("%(name)s came into this household later than that day; compare the days.")
        raise Refused(reason % {"name": row.person.full_name})
    row.until_date, row.ended_with, row.ended_by = day, cause, by
    row.save(update_fields=["until_date", "ended_with", "ended_by"])


def move(
    row: HouseholdMember, household: Household, role: str, day: date, by: User | None, at: datetime
) -> HouseholdMember:
    """Move a person from their household into another on one day."""
    leave(row, day, Cause.MOVING, by, at)
    settle(row.household, day, by, at)
    return join(
        household, row.person, role, day, Cause.JOINING, by, at, is_provider=row.is_provider
    )


def settle(household: Household, day: date, by: User | None, at: datetime) -> None:
    """Dissolve a household in which nobody is left."""
    if (
        household.dissolved_date is None
        and not household_queries.current(household.members.all()).exists()
    ):
        household.dissolved_date = max(day, household.formed_date or day)
        household.save(update_fields=["dissolved_date"])
        record(verb="beneficiaries.dissolve_household", subject=household, by=by, at=at)


def refuse_day(day: date | None, person: Person, at: datetime) -> None:
    """Refuse a day before the person's birth, after their death, or in the future."""
    if day is None:
        return
    if day > day_of(at):
        raise Refused(_("That day lies in the future."))
    if person.birth_date and day < person.birth_date:
        raise Refused(_("%(name)s was not born yet on that day.") % {"name": person.full_name})
    if person.death_date and day > person.death_date:
        raise Refused(_("%(name)s had died before that day.") % {"name": person.full_name})


def child_role(person: Person) -> str:
    return HouseholdRole.DAUGHTER if person.is_female else HouseholdRole.SON


def head_anew(new: HouseholdMember, day: date, by: User | None, at: datetime) -> None:
    """Make a member the head: each row ends, and another begins with the role to the new head."""
    rows = list(household_queries.current(new.household.members.all()).select_related("person"))
    ended = {}
    for row in rows:
        # All rows end before any begins: the exclusion constraints allow neither two heads nor two
        # places on one day.
        leave(row, day, Cause.NEW_HEAD, by, at)
        ended[row.pk] = row
    join(
        new.household, new.person, HouseholdRole.HEAD, day, Cause.NEW_HEAD, by, at, is_provider=True
    )
    for row in rows:
        if row.pk != new.pk:
            role = household_queries.role_beside(new, row)
            join(
                new.household, row.person, role, day, Cause.NEW_HEAD, by, at,
                is_provider=row.is_provider,
            )  # fmt: skip


def enter(person_data: dict[str, Any], by: User | None, at: datetime) -> Person:
    """Return the person with this ID number, or register somebody new.

    Raises `Refused` when the number belongs to somebody with another first name.
    """
    existing = (
        finding.by_id_number(person_data["id_number"]) if person_data.get("id_number") else None
    )
    if existing is None:
        return register(**person_data, by=by, at=at)
    # A mistyped number that is somebody else's would put a stranger into the family.
    if (
        person_data.get("full_name")
        and name_parts(fold(named(person_data["full_name"])))[:1]
        != name_parts(fold(existing.full_name))[:1]
    ):
        reason = _("This ID number belongs to %(name)s; compare it with the card.") % {
            "name": existing.full_name
        }
        raise Refused(reason, link=reverse("beneficiaries:detail", args=[existing.pk]))
    return existing
