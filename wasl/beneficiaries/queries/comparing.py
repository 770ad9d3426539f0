"""Compare two files: their values, their differences, what a merge moved and what came later."""

from dataclasses import dataclass
from typing import Any

from wasl.beneficiaries.models.merging import Merge, TakenValue
from wasl.beneficiaries.models.person import BeneficiaryFile, Person
from wasl.beneficiaries.queries.pointing import Pointer, pointers

# The columns that change owner together in a merge. The columns by which a value is found (blind
# index, sort key) go with the value.
FIELDS: dict[str, tuple[str, ...]] = {
    "full_name": ("full_name", "name_parts", "sort_key"),
    "known_as": ("known_as",),
    "latin_name": ("latin_name",),
    "gender": ("gender",),
    "id_number": ("id_kind", "id_number", "id_blind"),
    "birth": ("birth_date", "birth_written", "birth_calendar"),
    "death": ("death_date", "death_written"),
    "marital_status": ("marital_status",),
    "is_studying": ("is_studying",),
    "mobile": ("mobile", "mobile_verified_at"),
    "email": ("email",),
    "preferences": ("language", "preferred_channel", "opted_out", "quiet_from", "quiet_until"),
    "iban": ("iban", "iban_blind"),
    "address": (
        "city", "district", "street", "building_number", "unit_number", "postal_code",
        "additional_number", "short_address",
    ),
    "user": ("user_id",),
}  # fmt: skip
# Values that only one file may have. In a merge they swap places, and meanwhile a file holds these
# empty values, or the unique constraint would refuse the first of two writes.
UNIQUE: dict[str, dict[str, Any]] = {
    "id_number": {"id_kind": "", "id_number": "", "id_blind": None},
    "user": {"user_id": None},
}
# Columns that say where a file came from; they stay with it.
KEPT = ("id", "registered_at", "registered_by_id", "once", "merged_into_id")


def said(person: Person, name: str) -> tuple[Any, ...]:
    """Return the file's values of one field."""
    return tuple(getattr(person, column) for column in FIELDS[name])


def is_said(person: Person, name: str) -> bool:
    """Whether the file has any value for the field.

    The message language alone does not count: it has a default, so it shows no wish.
    """
    return any(getattr(person, column) for column in FIELDS[name] if column != "language")


def differing(person: Person, other_person: Person) -> list[str]:
    """Return the fields in which two files differ."""
    return [name for name in FIELDS if said(person, name) != said(other_person, name)]


@dataclass(frozen=True)
class After:
    """Rows of one table that came to the survivor after a merge."""

    pointer: Pointer
    rows: list[Any]
    more: bool


def came_after(merge: Merge, limit: int = 20) -> list[After]:
    """Return, table by table, what came to the survivor after the merge and stays with it after an
    undo.
    """
    arrivals = []
    for pointer in pointers():
        mark = merge.marks.get(pointer.label)
        # A table with keys that do not count up (a UUID) has no mark, so its new rows cannot be
        # told.
        if mark is None:
            continue
        moved = merge.rows.filter(model=pointer.label).values_list("row", flat=True)
        rows = pointer.movable(merge.survivor_id).filter(pk__gt=mark)
        fresh = list(rows.exclude(pk__in=[int(pk) for pk in moved]).order_by("pk")[: limit + 1])
        if fresh:
            arrivals.append(After(pointer, fresh[:limit], len(fresh) > limit))
    return arrivals


def former_files(person: Person) -> list[BeneficiaryFile]:
    """Return the beneficiary files of those files that were merged into this person's."""
    return list(
        BeneficiaryFile.objects.filter(person__merged_into=person).order_by("opened_at", "pk")
    )


def taken_later(value: TakenValue) -> TakenValue | None:
    """Return the next merge in force that changed the same field of the same file again; None if
    none.
    """
    later = TakenValue.objects.filter(
        person=value.person_id, field=value.field, merge__undone_at=None, pk__gt=value.pk
    )
    return later.exclude(merge=value.merge_id).order_by("pk").first()
