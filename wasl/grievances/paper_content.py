"""What the receipt of an objection holds."""

from datetime import date
from typing import NotRequired, TypedDict

from wasl.papers.kinds import Citation, Gender, Kind
from wasl.papers.registry import PaperKind, register


class ObjectionReceiptData(TypedDict):
    """The receipt of an objection (PRE-5), which people who took no part decide."""

    person: str
    gender: Gender
    objection_reference: str
    reference: str
    service: str
    decision_number: str
    decision_date: date
    lodged_date: date
    grounds: str
    decided_by: str
    answer_due: date
    steps: list[str]
    officer: NotRequired[str]
    tracking_url: NotRequired[str]
    citations: NotRequired[list[Citation]]


register(
    PaperKind(
        Kind.OBJECTION_RECEIPT, content=ObjectionReceiptData, template="objection_receipt.typ"
    )
)
