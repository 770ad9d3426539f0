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


def together(one: frozenset[Any], other: frozenset[Any], least: int, size: Size = len) -> bool:
    """Whether two counts may stand side by side: where one lies inside the other, what is left is
    nothing or enough.
    """
    small, large = sorted((one, other), key=size)
    return not small <= large or len(large - small) == 0 or size(large - small) >= least


def totals(counts: Iterable[tuple[str, frozenset[Any]]], least: int) -> list[Cell]:
    """The counts of a whole that may be published, the earlier ones first; of nobody is no small
    number of people.
    """
    shown: list[Cell] = []
    for name, members in counts:
        if (not members or len(members) >= least) and all(
            together(members, one.members, least) for one in shown
        ):
            shown.append(Cell(name, None, members, len(members)))
    return shown


def parts(
    cut: str,
    cells: Mapping[object, frozenset[Any]],
    least: int,
    shown: list[Cell],
    size: Size = len,
) -> list[Cell]:
    """The parts of one cut that may be published beside what is shown, the largest first, and never
    so that the rest tells.
    """
    whole = frozenset[object]().union(*cells.values())
    fitting: list[Cell] = []
    for value, members in sorted(cells.items(), key=lambda cell: -size(cell[1])):
        beside = [*shown, *fitting]
        if size(members) >= least and all(
            together(members, one.members, least, size) for one in beside
        ):
            fitting.append(Cell(cut, value, members, size(members)))
    while fitting and not _rest_is_safe(whole, fitting, least, shown, size):
        fitting.pop()
    return fitting


def _rest_is_safe(
    whole: frozenset[Any], fitting: list[Cell], least: int, shown: list[Cell], size: Size
) -> bool:
    rest = whole.difference(*(one.members for one in fitting))
    if not rest:
        return True
    return size(rest) >= least and all(
        together(rest, one.members, least, size) for one in [*shown, *fitting]
    )
