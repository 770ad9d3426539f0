"""What a table that comes in is made of: sheets, rows with their numbers, plain values, and cells
whose value is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Protocol

from django.utils.functional import Promise

MOST_COLUMNS = 500
LONGEST_CELL = 32_767


class BadTable(ValueError):
    """The file is not taken in; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Lost:
    """A cell whose value is not in the file. `why` is formula, error or digits; `shown` is what
    stands there.
    """

    why: str
    shown: str = ""


Value = str | int | float | bool | date | datetime | time | Lost | None
Row = tuple[int, list[Value]]
Merge = tuple[
    int, int, int, int
]  # first row, first column, last row, last column; rows from 1, columns from 0


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, about how many rows it has, what is hidden, which cells are merged."""

    name: str
    rows: int
    hidden: bool = False
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    merges: tuple[Merge, ...] = ()


class Table(Protocol):
    """An opened file: its sheets, and the rows of each that hold something, with their numbers,
    from 1.
    """

    kind: str
    sheets: Sequence[Sheet]

    def rows(self, sheet: int) -> Iterator[Row]:
        """Row by row, without the empty ones; cells after the last filled one are left out."""


def trimmed(cells: Sequence[Value]) -> list[Value]:
    """The cells up to the last that holds something; text of spaces alone holds nothing."""
    values: list[Value] = [
        None if isinstance(cell, str) and not cell.strip() else cell for cell in cells
    ]
    while values and values[-1] is None:
        values.pop()
    return values
