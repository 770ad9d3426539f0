"""Every number a person is known by, and every way to reach them."""

from typing import Any

from django.db.models import Q, QuerySet

from wasl.accounts.models import User
from wasl.beneficiaries.models.identity import ContactPoint, Identifier
from wasl.beneficiaries.models.person import Person
from wasl.common.crypto import blind
from wasl.common.identifiers import packed

# Purposes of the blind index. All kinds of numbers share ID, so that one look-up answers whatever
# was typed (ADR 22).
ID, IBAN = "id_number", "iban"


def holding(number: str) -> Q:
    """Return the condition for people known by a number of any kind, ended ones included.

    The number must be in its stored form.
    """
    return with_blind(blind(number, ID))


def with_blind(key: str) -> Q:
    """Return the same condition for the blind index of a number."""
    return Q(pk__in=numbered(key))


def numbered(key: str, *further: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Return the keys of people with this blind index, joined with those of `further`.

    It is a union, because an OR over several tables reads the whole register.
    """
    own = Person.objects.filter(id_blind=key).values("pk")
    return own.union(Identifier.objects.filter(number_blind=key).values("person"), *further)


def reached_at(value: str) -> Q:
    """Return the condition for people reached at a mobile, landline or address, their own or a
    relative's.

    The value must be in its stored form.
    """
    further = ContactPoint.objects.filter(value=value, ended_at=None).values("person")
    own = (
        Person.objects.filter(email=value) if "@" in value else Person.objects.filter(mobile=value)
    )
    return Q(pk__in=own.values("pk").union(further))


def visible_identifiers(user: User) -> QuerySet[Identifier]:
    """Return the further numbers of people whose file the user may open."""
    return Identifier.objects.filter(person__in=Person.objects.visible_to(user))


def visible_contacts(user: User) -> QuerySet[ContactPoint]:
    """Return the further ways to reach people whose file the user may open."""
    return ContactPoint.objects.filter(person__in=Person.objects.visible_to(user))


def by_identifier(typed: str) -> Person | None:
    """Return the person with a number of any kind, however it was typed; None when there is
    none.
    """
    number = packed(typed).upper()
    person = (
        Person.objects.select_related("merged_into").filter(holding(number)).first()
        if number
        else None
    )
    return person.survivor if person else None
