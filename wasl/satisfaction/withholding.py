"""Which counts of people may be published side by side (PRA-2, PRA-3): none below the floor, none
found by subtraction.

Pure: cells are sets of keys. A cell inside another, and what is left of a whole beside the cells of
one cut, tell their difference: it is nothing, or as large as the floor. A key is a person, or a
group that is never told apart, of whom
`size` says how many they are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Size = Callable[[frozenset[Any]], int]


@dataclass(frozen=True)
class Cell:
    """One count that may be published: of which cut, for which value, of whom, and how many they
    are.
    """

    cut: str
    value: object
    members: frozenset[Any]
    n: int


def together(
    members: frozenset[Any], other_members: frozenset[Any], least: int, size: Size = len
) -> bool:
    """Whether two counts may stand side by side: where one lies inside the other, what is left is
    nothing or enough.
    """
    small, large = sorted((members, other_members), key=size)
    return not small <= large or len(large - small) == 0 or size(large - small) >= least


def totals(counts: Iterable[tuple[str, frozenset[Any]]], least: int) -> list[Cell]:
    """The counts of a whole that may be published, the earlier ones first; of nobody is no small
    number of people.
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
    """The parts of one cut that may be published beside what is shown, the largest first, and never
    so that the rest tells.
    """
    all_members = frozenset[object]().union(*cells.values())
    fitting: list[Cell] = []
    for value, members in sorted(cells.items(), key=lambda cell: -size(cell[1])):
        beside = [*visible_cells, *fitting]
        if size(members) >= least and all(
            together(members, cell.members, least, size) for cell in beside
        ):
            fitting.append(Cell(cut, value, members, size(members)))
    while fitting and not _rest_is_safe(all_members, fitting, least, visible_cells, size):
        fitting.pop()
    return fitting


def _rest_is_safe(
    all_members: frozenset[Any],
    fitting: list[Cell],
    least: int,
    visible_cells: list[Cell],
    size: Size,
) -> bool:
    remainder = all_members.difference(*(cell.members for cell in fitting))
    if not remainder:
        return True
    return size(remainder) >= least and all(
        together(remainder, cell.members, least, size) for cell in [*visible_cells, *fitting]
    )
