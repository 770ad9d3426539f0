"""Which pending answers are counted, and where (PRA-3): ten of a cell at a time, the rest under the
association's name.

Pure functions. Nothing is lost or counted twice: every answer is either counted or still waits.
"""

import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

# How many answers of a service and department may be counted at once, and of the association. The
# owner's function enforces the same numbers (migration 0002).
LEAST_OF_CELL = 10
LEAST_OF_ASSOCIATION = 5
# Instrument, score, quarter, service, department: 20 bytes, the size of a place in the row.
_FORM = struct.Struct(">BBHQQ")
SIZE = _FORM.size


@dataclass(frozen=True)
class Cell:
    """What answers are counted by. Service and department 0 are the association's own cell of a
    quarter.
    """

    instrument: int
    quarter: str
    service: int = 0
    department: int = 0

    @property
    def is_associations(self) -> bool:
        return not self.service and not self.department


@dataclass(frozen=True)
class Answer:
    """A pending answer: a score for a cell, and nothing else."""

    cell: Cell
    score: int

    def packed(self) -> bytes:
        year, part = map(int, self.cell.quarter.split("-"))
        # A quarter as a single number, to fit two bytes.
        quarter = year * 4 + part - 1
        return _FORM.pack(
            self.cell.instrument, self.score, quarter, self.cell.service, self.cell.department
        )


def unpacked(content: bytes) -> Answer:
    """Return the answer that was packed."""
    instrument, score, quarter, service, department = _FORM.unpack(content)
    return Answer(Cell(instrument, f"{quarter // 4}-{quarter % 4 + 1}", service, department), score)


@dataclass(frozen=True)
class Folded:
    """The answers that may be counted now, by cell and score, and those that wait."""

    counted: Counter[Answer]
    waiting: list[Answer]


def fold(answers: Iterable[Answer], *, running: str, is_full: bool = False) -> Folded:
    """Count every cell with ten answers. Of a finished quarter, count the rest too, as the
    association's, if they are five.

    Fewer than five of a finished quarter would tell about few people: they wait, and are counted
    with the running quarter. `is_full`: if that frees no place, everything is counted as the
    association's.
    """
    cells = _by_cell(answers)
    counted = [
        answer for group in cells.values() if len(group) >= LEAST_OF_CELL for answer in group
    ]
    small = [answer for group in cells.values() if len(group) < LEAST_OF_CELL for answer in group]
    # Quarters are texts such as 1448-2, which sort like the quarters themselves.
    waiting = [answer for answer in small if answer.cell.quarter >= running]
    for group in _by_cell(
        _as_associations(answer) for answer in small if answer.cell.quarter < running
    ).values():
        if len(group) >= LEAST_OF_ASSOCIATION:
            counted += group
        else:
            # Counted in the running quarter, so that a finished one never moves.
            waiting += [_as_associations(answer, running) for answer in group]
    # The rests of several finished quarters may be ten together.
    enough = {cell for cell, group in _by_cell(waiting).items() if len(group) >= LEAST_OF_CELL}
    counted += [answer for answer in waiting if answer.cell in enough]
    waiting = [answer for answer in waiting if answer.cell not in enough]
    # The last resort: the cells of these answers are lost, the answers are not.
    if is_full and not counted:
        counted, waiting = [_as_associations(answer, running) for answer in waiting], []
    return Folded(Counter(counted), waiting)


def without_unknown(
    answers: Iterable[Answer], *, services: Set[int], departments: Set[int]
) -> list[Answer]:
    """Return the answers; those of a service or department that no longer exists become the
    association's.
    """
    return [
        answer
        if answer.cell.service in services | {0} and answer.cell.department in departments | {0}
        else _as_associations(answer)
        for answer in answers
    ]


def _by_cell(answers: Iterable[Answer]) -> dict[Cell, list[Answer]]:
    cells: dict[Cell, list[Answer]] = defaultdict(list)
    for answer in answers:
        cells[answer.cell].append(answer)
    return cells


def _as_associations(answer: Answer, quarter: str = "") -> Answer:
    cell = Cell(answer.cell.instrument, quarter or answer.cell.quarter)
    return replace(answer, cell=cell)
