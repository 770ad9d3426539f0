"""The parts of an incoming table: sheets, numbered rows, values, and cells without a value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Protocol

from django.utils.functional import Promise

MOST_COLUMNS = 500
# Excel's own limit of characters in a cell.
LONGEST_CELL = 32_767


class BadTable(ValueError):
    """A file that is refused; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Lost:
    """A cell whose value is not in the file.

    `why` is formula, error or digits; `display` is the text that the cell shows instead.
    """

    why: str
    display: str = ""


Value = str | int | float | bool | date | datetime | time | Lost | None
Row = tuple[int, list[Value]]
# First row, first column, last row, last column; rows from 1, columns from 0.
Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, about how many rows it has, what is hidden, which cells are merged."""

    name: str
    rows: int
    hidden: bool = False
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    merges: tuple[Merge, ...] = ()


class Table(Protocol):
    """An opened file: its sheets, and the filled rows of each with their numbers, from 1."""

    kind: str
    sheets: Sequence[Sheet]

    def rows(self, sheet: int) -> Iterator[Row]:
        """Yield the rows that are not empty; cells after the last filled one are left out."""


def trimmed(cells: Sequence[Value]) -> list[Value]:
    """Return the cells up to the last filled one; text of spaces alone counts as empty."""
    values: list[Value] = [
        None if isinstance(cell, str) and not cell.strip() else cell for cell in cells
    ]
    while values and values[-1] is None:
        values.pop()
    return values
