"""What a printed agreement holds."""

from datetime import date
from typing import NotRequired, TypedDict

from wasl.papers.kinds import Kind
from wasl.papers.registry import PaperKind, register


class AgreementDuty(TypedDict):
    """A party's duty: what, how and by when, on a day, at intervals or at an event."""

    text: str
    how: str
    due: NotRequired[date | None]
    every: NotRequired[str]  # «كل شهر», «كل 3 أشهر»
    event: NotRequired[str]


class AgreementSide(TypedDict):
    """A party with its rights and duties, and its signature; unsigned, a box is left for it."""

    place: str  # «الطرف الأول»
    name: str
    spokesman: NotRequired[str]
    rights: list[str]
    duties: list[AgreementDuty]
    signed: NotRequired[str]  # «أقرّ أمامنا بموافقته»
    signed_date: NotRequired[date]
    witness: NotRequired[str]


class AgreementData(TypedDict):
    """A whole agreement (PRE-3, PRE-4, PRE-5).

    Without `activated_date` it is printed as a draft.
    """

    reference: str
    kind: str
    subject: str
    sides: list[AgreementSide]
    liability: str
    consequences: str
    disputes: str
    sha256: str  # of what is agreed, as the signatures are bound to it
    starts: NotRequired[date | None]
    ends: NotRequired[date | None]
    activated_date: NotRequired[date]
    amends: NotRequired[str]  # the reference of the agreement whose place it takes
    amends_reason: NotRequired[str]


register(PaperKind(Kind.AGREEMENT, content=AgreementData, template="agreement.typ"))
