"""The content of a delivery note, in Arabic."""

from typing import Any

from wasl.common.clock import RIYADH, day_of
from wasl.common.numbers import format_amount, format_number
from wasl.delivery.models import Delivery, Handover, Proof


def measured(delivery: Delivery, value: Any) -> str:
    """Return an amount in riyals or a quantity in the service's unit, in Arabic words for
    papers.
    """
    if delivery.measure == "amount":
        return f"{format_amount(value)} ريال"
    return f"{format_number(value.normalize())} {delivery.case.service_version.unit_ar}"


def data(handover: Handover, *, drawing: bytes | None) -> dict[str, Any]:
    """Return the `DeliveryNoteData` of a handover, before it is counted in the delivery."""
    delivery = handover.delivery
    case, left = delivery.case, delivery.total - delivery.handed - handover.part
    proof: dict[str, Any] = {"method": handover.proof, "at": handover.at.astimezone(RIYADH)}
    if handover.proof == Proof.CODE:
        # Three digits tell the person which mobile it was without printing the number.
        proof["mobile_ending"] = case.person.mobile[-3:]
    elif drawing:
        proof["drawing"] = drawing
    note: dict[str, Any] = {
        "person": case.person.full_name,
        "gender": case.person.gender,
        "reference": case.reference,
        "service": case.service_version.name_ar,
        "decision_number": delivery.decision.letter.reference
        if delivery.decision.letter
        else case.reference,
        "decision_date": day_of(delivery.decision.decided_at),
        "handed_over_at": handover.at.astimezone(RIYADH),
        "handed_by": {"title": "مسؤول التسليم", "name": handover.by.name_ar},
        "proof": proof,
        "items": [
            {
                "description": case.service_version.name_ar,
                "quantity": measured(delivery, handover.part),
            }
        ],
        "decided_total": measured(delivery, delivery.total),
        "delivered_before": measured(delivery, delivery.handed) if delivery.handed else "لا شيء",
        "remaining": measured(delivery, left) if left else "لا شيء",
        "place": delivery.place,
    }
    if handover.receiver_name != case.person.full_name:
        note["received_by"] = handover.receiver_name
    if delivery.measure == "amount":
        note["amount"] = handover.part
    return note
