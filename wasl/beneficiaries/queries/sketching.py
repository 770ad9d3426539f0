"""Everybody in the form in which two are compared, a few thousand at a time: nothing here grows
with the register.
"""

from collections.abc import Iterator

from wasl.beneficiaries.likeness.sketches import Sketch, sketch
from wasl.beneficiaries.models import (
    DuplicatePair,
    DuplicateSearch,
    HouseholdMember,
    PairState,
    Person,
)
from wasl.beneficiaries.queries.household import current
from wasl.common.crypto import Unreadable

READ = 5_000
COLUMNS = (
    "full_name", "id_number", "birth_date", "mobile", "city", "gender", "iban_blind",
    "building_number", "street", "short_address", "postal_code",
)  # fmt: skip


def count_standing() -> int:
    """How many files stand for somebody."""
    return Person.objects.filter(merged_into=None).count()


def sketches() -> Iterator[Sketch]:
    """Everybody whose file stands, in the order of their keys."""
    last = 0
    while people := list(
        Person.objects.filter(merged_into=None, pk__gt=last).order_by("pk").only(*COLUMNS)[:READ]
    ):
        last = people[-1].pk
        within = HouseholdMember.objects.filter(person__gte=people[0].pk, person__lte=last)
        households = dict(current(within).values_list("person", "household"))
        yield from (sketch_of(person, households.get(person.pk)) for person in people)


def sketch_of(person: Person, household: int | None = None) -> Sketch:
    """One person in that form."""
    number = "" if isinstance(person.id_number, Unreadable) else person.id_number
    house = f"{person.building_number} {person.street}" if person.street else ""
    return sketch(
        person.pk, person.full_name, number, person.birth_date, person.mobile, person.city,
        gender=person.gender, account=person.iban_blind, street=house or person.short_address,
        postcode=person.postal_code, household=household,
    )  # fmt: skip


def judged_apart() -> set[tuple[int, int]]:
    """Pairs that were judged to be two people before one of them was merged: what was said holds of
    the file that stands.
    """
    different = DuplicatePair.objects.filter(state=PairState.DIFFERENT)
    merged = different.exclude(first__merged_into=None, second__merged_into=None)
    rows = merged.values_list("first", "first__merged_into", "second", "second__merged_into")
    pairs = ((into or first, other_into or second) for first, into, second, other_into in rows)
    return {(min(pair), max(pair)) for pair in pairs}


def last_search() -> DuplicateSearch | None:
    """The last search of the whole register that came to its end."""
    return (
        DuplicateSearch.objects.filter(ended_at__isnull=False, problem="").order_by("-pk").first()
    )


def open_search() -> DuplicateSearch | None:
    """The search that has not come to its end."""
    return (
        DuplicateSearch.objects.filter(ended_at=None)
        .select_related("started_by")
        .order_by("-pk")
        .first()
    )
