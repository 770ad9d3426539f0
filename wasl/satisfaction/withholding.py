"""Which counts of people may be published side by side (PRA-2, PRA-3): none below the floor, none found by subtraction.

Pure: cells are sets of keys. A cell inside another, and what is left of a whole beside the cells of one cut, tell their
difference: it is nothing, or as large as the floor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One count that may be published: of which cut, for which value, and of whom."""

    cut: str
    value: object
    members: frozenset

    @property
    def n(self) -> int:
        return len(self.members)


def together(one: frozenset, other: frozenset, least: int) -> bool:
    """Whether two counts may stand side by side: where one lies inside the other, what is left is nothing or enough."""
    small, large = sorted((one, other), key=len)
    return not small <= large or len(large - small) == 0 or len(large - small) >= least


def totals(counts: Iterable[tuple[str, frozenset]], least: int) -> list[Cell]:
    """The counts of a whole that may be published, the earlier ones first; of nobody is no small number of people."""
    shown: list[Cell] = []
    for name, members in counts:
        if (not members or len(members) >= least) and all(together(members, one.members, least) for one in shown):
            shown.append(Cell(name, None, members))
    return shown


def parts(cut: str, cells: Mapping[object, frozenset], least: int, shown: list[Cell]) -> list[Cell]:
    """The parts of one cut that may be published beside what is shown, the largest first, and never so that the rest tells."""
    whole = frozenset[object]().union(*cells.values())
    fitting: list[Cell] = []
    for value, members in sorted(cells.items(), key=lambda cell: -len(cell[1])):
        if len(members) >= least and all(together(members, one.members, least) for one in [*shown, *fitting]):
            fitting.append(Cell(cut, value, members))
    while fitting and not _rest_is_safe(whole, fitting, least, shown):
        fitting.pop()
    return fitting


def _rest_is_safe(whole: frozenset, fitting: list[Cell], least: int, shown: list[Cell]) -> bool:
    rest = whole.difference(*(one.members for one in fitting))
    return not rest or (len(rest) >= least and all(together(rest, one.members, least) for one in [*shown, *fitting]))
