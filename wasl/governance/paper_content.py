"""What the printed policy holds."""

from datetime import date
from typing import TypedDict

from wasl.papers.kinds import Kind
from wasl.papers.registry import PaperKind, register


class PolicyClause(TypedDict):
    code: str
    heading: str
    text: str


class PolicyPart(TypedDict):
    """A part of the policy; `heading` holds its headings, a line each."""

    heading: str
    clauses: list[PolicyClause]


class PolicyData(TypedDict):
    """A version of a policy exactly as the board approved it (APP-4)."""

    version: int
    in_force_from: date | None
    meeting: str  # number of the meeting that approved it; empty for none
    hijri: str  # the day of approval, as the minutes state it in either calendar
    gregorian: str
    sha256: str  # of the approved text
    parts: list[PolicyPart]
    readers: list[str]  # members who confirmed that they read it


register(PaperKind(Kind.POLICY, content=PolicyData, template="policy.typ"))
