"""Which counts of people may be published side by side (PRA-2, PRA-3): none below the floor, none
that subtraction reveals.

Pure functions. Cells are sets of keys. A cell inside another, and the rest of a whole beside the
cells of a cut, reveal their difference: it must be nothing, or as large as the floor. A key is a
person, or a group that is never told apart, whose number of people `size` returns.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Size = Callable[[frozenset[Any]], int]


@dataclass(frozen=True)
class Cell:
    """A count that may be published: its cut, its value, its members and their number."""

    cut: str
    value: object
    members: frozenset[Any]
    n: int


def together(
    members: frozenset[Any], other_members: frozenset[Any], least: int, size: Size = len
) -> bool:
    """Tell whether two counts may stand side by side: if one lies inside the other, the difference
    is nothing or large enough.
    """
    # The smaller set is the only one that can lie inside the other.
    small, large = sorted((members, other_members), key=size)
    return not small <= large or len(large - small) == 0 or size(large - small) >= least


def totals(counts: Iterable[tuple[str, frozenset[Any]]], least: int) -> list[Cell]:
    """Return the counts of a whole that may be published, earlier ones first. A count of nobody may
    be shown.
    """
    cells: list[Cell] = []
    for name, members in counts:
        if (not members or len(members) >= least) and all(
            together(members, cell.members, least) for cell in cells
        ):
            cells.append(Cell(name, None, members, len(members)))
    return cells


def parts(
    cut: str,
    cells: Mapping[object, frozenset[Any]],
    least: int,
    visible_cells: list[Cell],
    size: Size = len,
) -> list[Cell]:
    """Return the parts of a cut that may be published beside what is shown, the largest first, and
    never so that the rest is revealed.
    """
    all_members = frozenset[object]().union(*cells.values())
    fitting: list[Cell] = []
    # The largest first, because the smallest are taken out again below.
    for value, members in sorted(cells.items(), key=lambda cell: -size(cell[1])):
        beside = [*visible_cells, *fitting]
        if size(members) >= least and all(
            together(members, cell.members, least, size) for cell in beside
        ):
            fitting.append(Cell(cut, value, members, size(members)))
    while fitting and not _rest_is_safe(all_members, fitting, least, visible_cells, size):
        # The smallest part joins the rest, until the rest is nothing or large enough.
        fitting.pop()
    return fitting


def _rest_is_safe(
    all_members: frozenset[Any],
    fitting: list[Cell],
    least: int,
    visible_cells: list[Cell],
    size: Size,
) -> bool:
    # A reader who knows the whole can subtract the parts shown, so the rest is a published count
    # too.
    remainder = all_members.difference(*(cell.members for cell in fitting))
    if not remainder:
        return True
    return size(remainder) >= least and all(
        together(remainder, cell.members, least, size) for cell in [*visible_cells, *fitting]
    )
