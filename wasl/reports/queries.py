"""Reports, shaped for a page and for paper."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from wasl.papers import queries as papers
from wasl.papers.kinds import Kind
from wasl.reports.paper_content import ClauseCovered, ClausesData
from wasl.reports.traceability import Served, last_run, served

# The parts of the policy in order, by the letters that begin their codes.
PARTS = ("LET", "PRE", "AIM", "OBJ", "PRA", "CHA", "TOO", "PRO", "APP")


@dataclass(frozen=True)
class Part:
    """A part of the policy: its letters, its clauses, and how many of them are covered."""

    code: str
    clauses: list[Served]

    @property
    def covered(self) -> int:
        return sum(clause.is_covered for clause in self.clauses)


def clauses_by_part(clauses: list[Served] | None = None) -> list[Part]:
    """Return every clause with its features and evidence, part by part (PRE-7).

    Pages are not requested: this runs within a page.
    """
    served_clauses = served(live=False) if clauses is None else clauses
    return [
        Part(code, [clause for clause in served_clauses if clause.code.startswith(code)])
        for code in PARTS
    ]


def tests_ran_on() -> str:
    """Return the day of the last whole test run on this machine, as written; '' before any."""
    return str(last_run().get("at", ""))[:10]


def clauses_paper(clauses: list[Served], day: date) -> bytes:
    """Return the report on the letterhead: each clause, whether it is covered, and by how much.

    Raises `Refused`.
    """
    rows = [
        ClauseCovered(
            code=clause.code,
            title=clause.title,
            covered=clause.is_covered,
            features=len(clause.features),
            tests=len(clause.passed),
            pages=len(clause.pages),
            rows=len(clause.rows),
        )
        for clause in clauses
    ]
    data = ClausesData(
        rows=rows,
        covered=sum(clause.is_covered for clause in clauses),
        ran=tests_ran_on(),
    )
    return papers.printable(
        Kind.CLAUSES, title=_("The policy, clause by clause"), data=data, day=day
    )
