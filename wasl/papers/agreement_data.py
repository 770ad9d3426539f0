"""What an agreement on paper is filled with; of the same kind of values as `kinds`."""

from datetime import date
from typing import NotRequired, TypedDict


class AgreementDuty(TypedDict):
    """What a party must do, how, and by when: from a day, again every so often, or at an event."""

    text: str
    how: str
    due: NotRequired[date | None]
    every: NotRequired[str]  # «كل شهر», «كل 3 أشهر»
    event: NotRequired[str]


class AgreementSide(TypedDict):
    """A party with its rights and duties, and how it agreed; unsigned, a box is left to sign by
    hand.
    """

    place: str  # «الطرف الأول»
    name: str
    spokesman: NotRequired[str]
    rights: list[str]
    duties: list[AgreementDuty]
    signed: NotRequired[str]  # «أقرّ أمامنا بموافقته»
    signed_date: NotRequired[date]
    witness: NotRequired[str]


class AgreementData(TypedDict):
    """An agreement whole (PRE-3, PRE-4, PRE-5). Without `activated_date` it is a draft, and says
    so.
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
