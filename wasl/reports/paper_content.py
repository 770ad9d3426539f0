"""What the report on the policy's clauses holds."""

from typing import TypedDict

from wasl.papers.kinds import Kind
from wasl.papers.registry import PaperKind, register


class ClauseCovered(TypedDict):
    """A clause of the policy, and the number of each kind of evidence for it."""

    code: str
    title: str
    covered: bool
    features: int
    tests: int
    pages: int
    rows: int


class ClausesData(TypedDict):
    """The policy clause by clause: what the software covers, by what evidence (PRE-7)."""

    rows: list[ClauseCovered]
    covered: int
    ran: str  # day of the last whole test run; empty before any


register(PaperKind(Kind.CLAUSES, content=ClausesData, template="clauses.typ"))
