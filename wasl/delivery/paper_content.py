"""What a delivery note holds."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NotRequired, TypedDict

from wasl.papers.kinds import Gender, Kind, Signatory
from wasl.papers.registry import PaperKind, register


class DeliveryItem(TypedDict):
    description: str
    quantity: str  # «2 سلة»
    value: NotRequired[Decimal | None]
    note: NotRequired[str]


class DeliveryProof(TypedDict):
    """How receipt was proven; `none` leaves boxes to sign by hand."""

    method: Literal["code", "signature", "thumbprint", "none"]
    at: NotRequired[datetime]
    drawing: NotRequired[bytes]
    mobile_ending: NotRequired[str]
    witness: NotRequired[str]


class DeliveryNoteData(TypedDict):
    """The delivery note (PRO-9): what was handed over, to whom, by which decision, the proof."""

    person: str
    gender: Gender
    reference: str
    service: str
    decision_number: str  # number of the decision letter
    decision_date: date
    handed_over_at: datetime
    handed_by: Signatory
    proof: DeliveryProof
    items: list[DeliveryItem]
    amount: NotRequired[Decimal | None]  # of this delivery
    method: NotRequired[str]  # «نقدًا»، «تحويل بنكي»، «قسيمة رقم …»
    beneficiary_number: NotRequired[str]
    received_by: NotRequired[str]  # agent, with capacity, when not the person
    part: NotRequired[str]  # «الدفعة 1 من 3»
    decided_total: NotRequired[str]  # «3,000.00 ريال» or «3 سلال»
    delivered_before: NotRequired[str]
    remaining: NotRequired[str]
    place: NotRequired[str]
    conditions: NotRequired[list[str]]


register(PaperKind(Kind.DELIVERY_NOTE, content=DeliveryNoteData, template="delivery_note.typ"))
