"""What a person is to the association: one human being, many roles (PRE-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.models.roles import Membership, Volunteer
from wasl.beneficiaries.queries.household import Family
from wasl.common.prepared import Prepared


@dataclass(frozen=True)
class Role:
    """One role, shown as a pill; `person_pk` is the key of the other person it concerns."""

    text: str
    tone: str = ""
    person_pk: int | None = None


MEMBERSHIP = Prepared(
    lambda key: Membership.objects.filter(person=key, ended_date=None).order_by("pk")[:1]
)
MEMBERSHIPS = Prepared(
    lambda key: Membership.objects.filter(person=key).order_by("-ended_date", "-pk")[:20]
)


def membership_of(person: Person) -> Membership | None:
    """Return the present membership, active or suspended; None when there is none."""
    return MEMBERSHIP.first(person.pk, person=person)


def memberships(person: Person) -> tuple[Membership | None, list[Membership]]:
    """Return the present membership and the former ones, the last to end first."""
    # PostgreSQL sorts NULL first in descending order, so the present membership is never cut off.
    rows = MEMBERSHIPS.rows(person.pk, person=person)
    running = next((membership for membership in rows if membership.ended_date is None), None)
    return running, [membership for membership in rows if membership.ended_date is not None]


def visible_memberships(user: User) -> QuerySet[Membership]:
    """Return the memberships of people whose file the user may open, each with its person."""
    rows = Membership.objects.filter(person__in=Person.objects.visible_to(user))
    return rows.select_related("person")


def volunteer_of(person: Person) -> Volunteer | None:
    """Return the person as a volunteer, a former one included; None when they never were."""
    return Volunteer.objects.filter(person=person).first()


def current_volunteer(person: Person) -> Volunteer | None:
    """Return the person as a volunteer; None when they are none, or no longer."""
    return Volunteer.objects.filter(person=person, ended_date=None).first()


def is_member(person: Person) -> bool:
    """Whether the person's membership of the general assembly is in force and not suspended."""
    membership = membership_of(person)
    return membership is not None and membership.is_active


def current_members(people: set[int]) -> set[int]:
    """Return those people whose membership is in force and not suspended (one query)."""
    rows = Membership.objects.filter(person__in=people, ended_date=None)
    return {membership.person_id for membership in rows if membership.is_active}


def roles(
    person: Person,
    family: Family | None,
    membership: Membership | None,
    acting: Iterable[Representative],
) -> list[Role]:
    """Return everything the person is to the association today.

    `acting` lists the representations by which they may act for others.
    """
    person_roles = []
    if membership:
        person_roles.append(
            Role(_("Member of the general assembly"), "go")
            if membership.is_active
            else Role(_("Suspended member"), "wait")
        )
    if hasattr(person, "file"):
        person_roles.append(Role(_("Beneficiary"), "go"))
    head = family.head if family else None
    if family and head and head.person_id != person.pk and not family.own.is_provider:
        person_roles.append(
            Role(_("Dependant of %(name)s") % {"name": head.person.full_name}, "", head.person_id)
        )
    person_roles += [
        Role(
            _("Acts for %(name)s") % {"name": representative.person.full_name},
            "note",
            representative.person_id,
        )
        for representative in acting
    ]
    if person.user_id:
        person_roles.append(Role(_("On the staff"), "note"))
    if (volunteer := getattr(person, "volunteer", None)) and volunteer.ended_date is None:
        person_roles.append(Role(_("Volunteer"), "note"))
    return person_roles


AGENCIES = Prepared(
    lambda key: (
        Representative.objects.filter(Q(person=key) | Q(acting_person=key))
        .select_related("attachment__invoice", "person")
        .order_by("-valid_from", "-pk")[:100]
    )
)


def agencies(person: Person) -> tuple[list[Representative], list[Representative]]:
    """Return the representations of this person and those by which this person acts for others.

    Both include expired ones and are sorted newest first.
    """
    rows = AGENCIES.rows(person.pk)
    return [representative for representative in rows if representative.person_id == person.pk], [
        representative for representative in rows if representative.person_id != person.pk
    ]


def visible_representatives(user: User) -> QuerySet[Representative]:
    """Return the representatives of people whose file the user may open, each with the person."""
    rows = Representative.objects.filter(person__in=Person.objects.visible_to(user))
    return rows.select_related("person")


def acts_for(person: Person, day: date) -> list[Representative]:
    """Return the representations by which this person may act for others on the day."""
    return [representative for representative in agencies(person)[1] if representative.covers(day)]
