"""A version's clauses in their parts, as they are read and printed: every heading stands once,
above what it opens.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from wasl.governance.models import Clause


@dataclass(frozen=True)
class Shown:
    """A clause under a heading that was not shown right before it, or under none."""

    code: str
    heading: str
    text_ar: str


@dataclass(frozen=True)
class Part:
    """The clauses of one part; `headings` are those that open here, the largest first."""

    headings: list[str]
    clauses: list[Shown]

    @property
    def title(self) -> str:
        """The headings on one line, to name the part in a list."""
        return " · ".join(self.headings)


def of(clauses: Iterable[Clause]) -> list[Part]:
    """The parts of a version, from its clauses in their order."""
    parts: list[Part] = []
    before: list[str] = []
    for part, group in groupby(clauses, lambda clause: clause.part):
        headings = [line for line in part.split("\n") if line]
        parts.append(Part(_opening(headings, before), list(_shown(group))))
        before = headings
    return parts


def _opening(headings: list[str], before: list[str]) -> list[str]:
    """Of a part's headings those that do not stand above the part before it already."""
    same = 0
    while same < len(headings) and same < len(before) and headings[same] == before[same]:
        same += 1
    return headings[same:]


def _shown(clauses: Iterable[Clause]) -> Iterator[Shown]:
    before = ""
    for clause in clauses:
        yield Shown(clause.code, clause.heading if clause.heading != before else "", clause.text_ar)
        before = clause.heading
