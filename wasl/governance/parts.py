"""A version's clauses grouped in parts, as read and printed; each heading is shown once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from wasl.governance.models.documents import Clause


@dataclass(frozen=True)
class ShownClause:
    """A clause with its heading, which is empty where it repeats the one right before it."""

    code: str
    heading: str
    text_ar: str


@dataclass(frozen=True)
class Part:
    """The clauses of a part; `headings` are those that open here, the largest first."""

    headings: list[str]
    clauses: list[ShownClause]

    @property
    def title(self) -> str:
        """The headings on one line, to name the part in a list."""
        return " · ".join(self.headings)


def of(clauses: Iterable[Clause]) -> list[Part]:
    """Return the parts of a version, from its clauses in their order."""
    parts: list[Part] = []
    before: list[str] = []
    for part, group in groupby(clauses, lambda clause: clause.part):
        headings = [line for line in part.split("\n") if line]
        parts.append(Part(_opening(headings, before), list(_shown_clauses(group))))
        before = headings
    return parts


def _opening(headings: list[str], before: list[str]) -> list[str]:
    """Return the headings of a part that the part before it does not have above it already."""
    same = 0
    while same < len(headings) and same < len(before) and headings[same] == before[same]:
        same += 1
    return headings[same:]


def _shown_clauses(clauses: Iterable[Clause]) -> Iterator[ShownClause]:
    before = ""
    for clause in clauses:
        heading = clause.heading if clause.heading != before else ""
        yield ShownClause(clause.code, heading, clause.text_ar)
        before = clause.heading
