"""Yield everybody in the form in which people are compared, a few thousand at a time.

Memory does not grow with the register.
"""

from collections.abc import Iterator

from wasl.beneficiaries.likeness.sketches import Sketch, sketch
from wasl.beneficiaries.models.household import HouseholdMember
from wasl.beneficiaries.models.merging import DuplicatePair, DuplicateSearch, PairState
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.household import current
from wasl.common.crypto import Unreadable

READ = 5_000
COLUMNS = (
    "full_name", "id_number", "birth_date", "mobile", "city", "gender", "iban_blind",
    "building_number", "street", "short_address", "postal_code",
)  # fmt: skip


def count_standing() -> int:
    """Count the unmerged files."""
    return Person.objects.filter(merged_into=None).count()


def sketches() -> Iterator[Sketch]:
    """Yield everybody whose file is unmerged, in order of key."""
    last = 0
    # Read by key, not by offset, so that every batch costs the same.
    while people := list(
        Person.objects.filter(merged_into=None, pk__gt=last).order_by("pk").only(*COLUMNS)[:READ]
    ):
        last = people[-1].pk
        within = HouseholdMember.objects.filter(person__gte=people[0].pk, person__lte=last)
        households = dict(current(within).values_list("person", "household"))
        yield from (sketch_of(person, households.get(person.pk)) for person in people)


def sketch_of(person: Person, household: int | None = None) -> Sketch:
    """Return one person in the form in which people are compared."""
    # A number whose key is lost counts as unknown; one such file must not end the search of all.
    number = "" if isinstance(person.id_number, Unreadable) else person.id_number
    house = f"{person.building_number} {person.street}" if person.street else ""
    return sketch(
        person.pk, person.full_name, number, person.birth_date, person.mobile, person.city,
        gender=person.gender, account=person.iban_blind, street=house or person.short_address,
        postcode=person.postal_code, household=household,
    )  # fmt: skip


def judged_apart() -> set[tuple[int, int]]:
    """Return pairs judged to be two people before one of them was merged, by their surviving files.

    The judgement holds for the survivor too.
    """
    different = DuplicatePair.objects.filter(state=PairState.DIFFERENT)
    merged = different.exclude(first__merged_into=None, second__merged_into=None)
    rows = merged.values_list("first", "first__merged_into", "second", "second__merged_into")
    pairs = ((into or first, other_into or second) for first, into, second, other_into in rows)
    return {(min(pair), max(pair)) for pair in pairs}


def last_search() -> DuplicateSearch | None:
    """Return the last search of the whole register that completed without a problem."""
    return (
        DuplicateSearch.objects.filter(ended_at__isnull=False, problem="").order_by("-pk").first()
    )


def open_search() -> DuplicateSearch | None:
    """Return the search that has not ended."""
    return (
        DuplicateSearch.objects.filter(ended_at=None)
        .select_related("started_by")
        .order_by("-pk")
        .first()
    )
