"""The queue of pairs that may be one person, and the merges that were made."""

from dataclasses import dataclass
from typing import Any, TypedDict

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wasl.beneficiaries.models.merging import DuplicatePair, Merge, PairState, TakenValue
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.comparing import FIELDS, differing, is_said
from wasl.beneficiaries.queries.pointing import held

PAGE = 30
UNDECIDED = (PairState.OPEN, PairState.LATER)


def pairs(
    state: str, before: tuple[float, int] | None = None, limit: int = PAGE
) -> list[DuplicatePair]:
    """Return a page of pairs, the likeliest first, plus one pair when another page follows.

    A pair with a merged file is left out of the undecided ones; the next search asks about the
    survivor.
    """
    rows = DuplicatePair.objects.filter(state=state).select_related("first", "second", "decided_by")
    if state in UNDECIDED:
        rows = rows.filter(first__merged_into=None, second__merged_into=None)
    if before:
        weight, pk = before
        # Paging by weight and key: an offset would skip pairs when others are decided meanwhile.
        rows = rows.filter(Q(weight__lt=weight) | Q(weight=weight, pk__lt=pk))
    return list(rows.order_by("-weight", "-pk")[: limit + 1])


def count_waiting() -> int:
    """Count the pairs that wait for a decision."""
    standing = DuplicatePair.objects.filter(first__merged_into=None, second__merged_into=None)
    return standing.filter(state=PairState.OPEN).count()


def _undecided(person: Any) -> QuerySet[DuplicatePair]:
    """Return the undecided pairs of a file, both files unmerged."""
    standing = DuplicatePair.objects.filter(
        first__merged_into=None, second__merged_into=None, state__in=UNDECIDED
    )
    return standing.filter(Q(first=person) | Q(second=person))


def knowing_pairs(people: QuerySet[Person]) -> QuerySet[Person]:
    """Annotate each person with `may_stand_twice`: whether an undecided pair names their file."""
    return people.annotate(may_stand_twice=Exists(_undecided(OuterRef("pk"))))


def pairs_with_files() -> QuerySet[DuplicatePair]:
    """Return all pairs, each with both files and whoever decided."""
    return DuplicatePair.objects.select_related(
        "first__merged_into",
        "second__merged_into",
        "first__file",
        "second__file",
        "decided_by",
    )


def pair_of(first: Person, second: Person) -> DuplicatePair | None:
    """Return the pair of two files, whatever was decided about it; None when there is none."""
    # A pair is stored once, the lower key first.
    low, high = sorted((first.pk, second.pk))
    return DuplicatePair.objects.filter(first_id=low, second_id=high).first()


def undecided_of(person: Person) -> list[tuple[DuplicatePair, Person]]:
    """Return the file's undecided pairs with the other file of each, the likeliest first, at most
    five.
    """
    rows = _undecided(person).select_related("first", "second").order_by("-weight", "-pk")[:5]
    return [(pair, pair.other(person)) for pair in rows]


def following(pair: DuplicatePair) -> DuplicatePair | None:
    """Return the next pair to decide."""
    return next(iter(pairs(PairState.OPEN, (pair.weight, pair.pk), 1)), None)


def merges(before: int | None = None) -> list[Merge]:
    """Return a page of merges, newest first, plus one merge when another page follows."""
    rows = Merge.objects.select_related("survivor", "merged", "merged_by")
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[: PAGE + 1])


def merges_with_files() -> QuerySet[Merge]:
    """Return all merges, each with both files and whoever made and undid it."""
    return Merge.objects.select_related(
        "survivor__merged_into", "merged__file", "merged_by", "undone_by"
    )


def merge_of(pair: DuplicatePair) -> Merge | None:
    """Return the merge that joined the two files and was not undone; None when there is none."""
    both = (pair.first_id, pair.second_id)
    return Merge.objects.filter(survivor__in=both, merged__in=both, undone_at=None).first()


def following_merge(merge: Merge) -> DuplicatePair | None:
    """Return the next pair to decide after a merge was viewed."""
    first, second = sorted((merge.survivor_id, merge.merged_id))
    pair = DuplicatePair.objects.filter(first=first, second=second).first()
    return following(pair) if pair else None


class MovedCounts(TypedDict):
    """The rows of one table that a merge moved, left in place, or could not put back."""

    model: str
    moved: int
    stayed: int
    left: int


def rows_of(merge: Merge) -> list[MovedCounts]:
    """Count by table the rows that a merge moved, left in place, or could not put back."""
    moved, stayed, left = (
        Count("pk", filter=condition)
        for condition in (Q(stayed=False), Q(stayed=True), Q(put_back=False))
    )
    return list(
        merge.rows.values("model").annotate(moved=moved, stayed=stayed, left=left).order_by("model")
    )


def values_of(merge: Merge) -> list[TakenValue]:
    """Return the survivor's fields that a merge changed."""
    return list(
        # The values themselves are encrypted and not shown, so they are not read.
        merge.taken.filter(person=merge.survivor_id).only("field", "put_back").order_by("pk")
    )


def merges_of(person: Person) -> list[Merge]:
    """Return the merges into this file that were not undone, newest first."""
    return list(
        person.merges.filter(undone_at=None).select_related("merged__file").order_by("-pk")[:20]
    )


@dataclass(frozen=True)
class Line:
    """One field of two files: whether they differ, whose value would remain, and which side has a
    value.
    """

    name: str
    differs: bool
    value_owner: int
    sides: list[tuple[Person, bool]]


@dataclass(frozen=True)
class Comparison:
    """Two files side by side: every field, the rows of each, and which file survives by default."""

    files: tuple[Person, Person]
    lines: list[Line]
    row_counts: list[tuple[str, int, int]]
    survivor: int


def comparison(first: Person, second: Person) -> Comparison:
    """Return what the page of a pair shows; the fuller file survives, else the older."""
    counts = held(first.pk, second.pk)
    tables = counts[first.pk] | counts[second.pk]
    # A beneficiary file counts first, then the number of rows; `-pk` prefers the older of equals.
    survivor = max((first, second), key=lambda file: (*_fullness(file, counts[file.pk]), -file.pk))
    other_file = second if survivor is first else first
    different = set(differing(first, second))
    lines = []
    for name in _asked(first, second):
        # An empty field of the survivor is filled from the other file.
        value_owner = (
            survivor if is_said(survivor, name) or not is_said(other_file, name) else other_file
        )
        sides = [(file, is_said(file, name)) for file in (first, second)]
        lines.append(Line(name, name in different, value_owner.pk, sides))
    numbers = [
        (table, counts[first.pk].get(table, 0), counts[second.pk].get(table, 0))
        for table in sorted(tables)
    ]
    return Comparison((first, second), lines, numbers, survivor.pk)


def _asked(first: Person, second: Person) -> list[str]:
    """Return the fields in which at least one file has a value, differing fields first."""
    different = differing(first, second)
    alike = [name for name in FIELDS if name not in different and is_said(first, name)]
    return different + alike


def _fullness(person: Person, counts: dict[str, int]) -> tuple[Any, ...]:
    return hasattr(person, "file"), sum(counts.values())
