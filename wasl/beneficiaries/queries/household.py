"""Who lives with whom, today and on any earlier day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from wasl.accounts.models import User
from wasl.beneficiaries.models.household import Cause, Household, HouseholdMember, HouseholdRole
from wasl.beneficiaries.models.person import Person
from wasl.common.prepared import Prepared

# The most members of one household that are read.
MOST = 100
# The role of the other members under a new head, by the role that the new head had before (ADR 23).
# A pair that is not listed becomes OTHER.
OF_NEW_HEAD: dict[str, dict[str, str]] = {
    HouseholdRole.SPOUSE: {
        HouseholdRole.SON: HouseholdRole.SON,
        HouseholdRole.DAUGHTER: HouseholdRole.DAUGHTER,
    },
    HouseholdRole.SON: {
        HouseholdRole.SPOUSE: HouseholdRole.PARENT,
        HouseholdRole.SON: HouseholdRole.SIBLING,
        HouseholdRole.DAUGHTER: HouseholdRole.SIBLING,
    },
    HouseholdRole.PARENT: {
        HouseholdRole.SIBLING: HouseholdRole.SON,
        HouseholdRole.PARENT: HouseholdRole.SPOUSE,
    },
    HouseholdRole.SIBLING: {
        HouseholdRole.SIBLING: HouseholdRole.SIBLING,
        HouseholdRole.PARENT: HouseholdRole.PARENT,
    },
}
OF_NEW_HEAD[HouseholdRole.DAUGHTER] = OF_NEW_HEAD[HouseholdRole.SON]
# The role of the former head under the new one.
FORMER_HEAD: dict[str, str] = {
    HouseholdRole.SPOUSE: HouseholdRole.SPOUSE,
    HouseholdRole.SON: HouseholdRole.PARENT,
    HouseholdRole.DAUGHTER: HouseholdRole.PARENT,
    HouseholdRole.PARENT: HouseholdRole.SON,
    HouseholdRole.SIBLING: HouseholdRole.SIBLING,
}
COUPLE = (HouseholdRole.HEAD, HouseholdRole.SPOUSE)
ORDER = {role: place for place, role in enumerate(HouseholdRole.values)}


@dataclass(frozen=True)
class Family:
    """A household as one person belongs to it: their own row and all rows, the head first."""

    household: Household
    own: HouseholdMember
    members: list[HouseholdMember]

    @property
    def head(self) -> HouseholdMember | None:
        return next((member for member in self.members if member.role == HouseholdRole.HEAD), None)

    @property
    def others(self) -> list[HouseholdMember]:
        return [member for member in self.members if member.person_id != self.own.person_id]

    @property
    def dependants(self) -> list[HouseholdMember]:
        """Return the members this person provides for; an empty list when the person provides for
        nobody.
        """
        provides = self.own.is_provider or self.own.role == HouseholdRole.HEAD
        return [member for member in self.others if not member.is_provider] if provides else []

    @property
    def may_go_along(self) -> list[HouseholdMember]:
        """Return the members who may move with this person: all but the head and the spouse."""
        return [member for member in self.others if member.role not in COUPLE]


def current(rows: QuerySet[HouseholdMember]) -> QuerySet[HouseholdMember]:
    """Keep the rows without an end. A merged file lives nowhere; its survivor does."""
    return rows.filter(until_date=None, person__merged_into=None)


def on_day(household: Household, day: date) -> list[HouseholdMember]:
    """Return the members of the household on a day; the day somebody left is their first day
    outside.
    """
    lasting = Q(until_date=None) | Q(until_date__gt=day)
    rows = household.members.filter(lasting, Q(since_date=None) | Q(since_date__lte=day))
    # A row struck as a mistake, or a life of one day, covers no day at all.
    return in_order(list(rows.exclude(since_date=F("until_date")).select_related("person")[:MOST]))


def in_order(rows: list[HouseholdMember]) -> list[HouseholdMember]:
    """Sort as a family register does: the head, spouses, then children by age."""
    return sorted(
        rows, key=lambda row: (ORDER[row.role], row.person.birth_date or date.max, row.pk)
    )


def _family(person: int) -> QuerySet[HouseholdMember]:
    own = current(HouseholdMember.objects.filter(person=person)).values("household")
    return current(HouseholdMember.objects.filter(household__in=own)).select_related(
        "person", "household"
    )[:MOST]


FAMILY = Prepared(_family)


def family_of(person: Person) -> Family | None:
    """Return the person's present household with all its members; None when there is none."""
    members = in_order(FAMILY.rows(person.pk))
    own_row = next((member for member in members if member.person_id == person.pk), None)
    return Family(own_row.household, own_row, members) if own_row else None


def visible_members(user: User) -> QuerySet[HouseholdMember]:
    """Return the household rows of people whose file the user may open, each with its person."""
    rows = HouseholdMember.objects.filter(person__in=Person.objects.visible_to(user))
    return rows.select_related("person")


def household_numbers(*people: Person) -> list[str]:
    """Return the numbers of the households that these people belong to now."""
    rows = current(HouseholdMember.objects.filter(person__in=people))
    return sorted(set(rows.values_list("household__number", flat=True)))


def dependants(person: Person) -> list[HouseholdMember]:
    """Return the members this person provides for today."""
    family = family_of(person)
    return family.dependants if family else []


def household_size(person: Person) -> int:
    """Count the members of the person's household today; 0 when no household is recorded."""
    own = current(person.households.all()).values("household")
    return current(HouseholdMember.objects.filter(household__in=own)).count()


def role_beside(new: HouseholdMember, member: HouseholdMember) -> str:
    """Return the role of `member` in the household once `new` heads it."""
    if member.role == HouseholdRole.HEAD:
        role = FORMER_HEAD.get(new.role, HouseholdRole.OTHER)
        # The tables name the male role.
        female = member.person.is_female
        return HouseholdRole.DAUGHTER if role == HouseholdRole.SON and female else role
    role = OF_NEW_HEAD.get(new.role, {}).get(member.role, HouseholdRole.OTHER)
    if role == HouseholdRole.SON and member.person.is_female:
        return HouseholdRole.DAUGHTER
    return role


def role_to(mover: HouseholdMember, member: HouseholdMember) -> str:
    """Return the role of `member` in the household that `mover`, its new head, moves into."""
    role = member.role if mover.role == HouseholdRole.HEAD else role_beside(mover, member)
    if role == HouseholdRole.OTHER and was_child_of(member.person, mover.person):
        return HouseholdRole.DAUGHTER if member.person.is_female else HouseholdRole.SON
    return role


def was_child_of(child: Person, parent: Person) -> bool:
    """Whether the child was ever recorded as son or daughter where the parent was head or
    spouse.
    """
    couple = HouseholdMember.objects.filter(person=parent, role__in=COUPLE).values("household")
    children = child.households.filter(
        role__in=(HouseholdRole.SON, HouseholdRole.DAUGHTER), household__in=couple
    )
    return children.exclude(ended_with=Cause.MISTAKE).exists()


def without_head(limit: int) -> list[HouseholdMember]:
    """Return a resident of each household whose head died or left without a successor, longest
    first.
    """
    residents = HouseholdMember.objects.filter(household=OuterRef("household"), until_date=None)
    gone = HouseholdMember.objects.filter(role=HouseholdRole.HEAD, until_date__isnull=False)
    # A household in which nobody lives any more needs no head.
    gone = gone.filter(Exists(residents), ~Exists(residents.filter(role=HouseholdRole.HEAD)))
    latest = (
        gone.values("household")
        .annotate(since=Max("until_date"), someone=Subquery(_eldest()))
        .order_by("since")
    )
    since_by_pk = {entry["someone"]: entry["since"] for entry in latest[:limit]}
    rows = HouseholdMember.objects.filter(pk__in=since_by_pk).select_related("person", "household")
    return sorted(rows, key=lambda row: (since_by_pk[row.pk], row.pk))


def _eldest() -> Any:
    residents = HouseholdMember.objects.filter(household=OuterRef("household"), until_date=None)
    return residents.order_by(F("person__birth_date").asc(nulls_last=True), "pk").values("pk")[:1]


def house_of(person: Person) -> Household | None:
    """Return the household the person belongs to, else the last one they belonged to."""
    rows = person.households.exclude(ended_with=Cause.MISTAKE).select_related("household")
    last = rows.order_by(F("until_date").desc(nulls_first=True), "-pk").first()
    return last.household if last else None


@dataclass(frozen=True)
class Place:
    """A resident of a household: their present row, and how and since when they joined."""

    member: HouseholdMember
    came_with: str
    since: date | None


@dataclass(frozen=True)
class Happening:
    """An event in a household: its day, the person, their role, and what happened."""

    day: date
    person: Person
    role: str
    what: str
    tone: str = ""


def places(household: Household) -> tuple[list[Place], list[Happening]]:
    """Return the residents of a household today and its history, the latest event first.

    Both come from one read of its rows.
    """
    # A new head closes and reopens every row, so a household has several rows a member.
    rows = list(household.members.select_related("person").order_by("pk")[: 5 * MOST])
    today = in_order([row for row in rows if row.until_date is None])
    # Reversed, so that each person's earliest row wins. Rows reopened under a new head say nothing
    # about how the person joined.
    first = {row.person_id: row for row in reversed(rows) if row.began_with != Cause.NEW_HEAD}
    residents = [
        Place(row, _came(first.get(row.person_id, row)), first.get(row.person_id, row).since_date)
        for row in today
    ]
    happened = [happening for row in rows for happening in _happenings(row)]
    return residents, sorted(happened, key=lambda happening: happening.day, reverse=True)


def _came(row: HouseholdMember) -> str:
    return row.get_began_with_display()


def _happenings(row: HouseholdMember) -> Iterator[Happening]:
    """Yield how a row began and ended, where that is an event.

    A new head closes and reopens every row of the household; it counts as one event, of the head.
    """
    # A row struck as a mistake covers no day; it is shown once, and its beginning not at all.
    if row.ended_with == Cause.MISTAKE:
        yield Happening(
            row.until_date or date.min,
            row.person,
            row.role_name,
            row.get_ended_with_display(),
            "quiet",
        )
        return
    is_head = row.role == HouseholdRole.HEAD
    if (
        row.since_date
        and row.began_with != Cause.RECORDED
        and (row.began_with != Cause.NEW_HEAD or is_head)
    ):
        yield Happening(row.since_date, row.person, row.role_name, row.get_began_with_display())
    if row.until_date and row.ended_with != Cause.NEW_HEAD:
        yield Happening(
            row.until_date, row.person, row.role_name, row.get_ended_with_display(), "stop"
        )
