"""Every number a person is known by, and every way they are reached."""

from typing import Any

from django.db.models import Q, QuerySet

from wasl.beneficiaries.models import ContactPoint, Identifier, Person
from wasl.common.crypto import blind
from wasl.common.identifiers import packed

ID, IBAN = "id_number", "iban"


def holding(number: str) -> Q:
    """The people known by a number of any kind, in the form in which it is kept; also by one that
    has ended.
    """
    return with_blind(blind(number, ID))


def with_blind(key: str) -> Q:
    """The same for the blind index of a number."""
    return Q(pk__in=numbered(key))


def numbered(key: str, *further: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Keys of the people with this blind index, and those of `further` sets: a union, because an OR
    over several tables reads the whole register.
    """
    own = Person.objects.filter(id_blind=key).values("pk")
    return own.union(Identifier.objects.filter(number_blind=key).values("person"), *further)


def reached_at(value: str) -> Q:
    """The people reached at a mobile, landline or address, in the form in which it is kept: theirs
    or a relative's.
    """
    further = ContactPoint.objects.filter(value=value, ended_at=None).values("person")
    own = (
        Person.objects.filter(email=value) if "@" in value else Person.objects.filter(mobile=value)
    )
    return Q(pk__in=own.values("pk").union(further))


def by_identifier(typed: str) -> Person | None:
    """The person whom a number of any kind belongs to, however it was typed."""
    number = packed(typed).upper()
    person = (
        Person.objects.select_related("merged_into").filter(holding(number)).first()
        if number
        else None
    )
    return person.survivor if person else None
