"""The content of the decision letter, in Arabic."""

from datetime import date
from typing import Any

from wasl.accounts.models import User
from wasl.committees.models import Decision, DecisionOutcome
from wasl.common.clock import day_of
from wasl.common.numbers import format_number
from wasl.common.text import ascii_digits

AID = {
    "cash": "إعانة نقدية",
    "in_kind": "إعانة عينية",
    "voucher": "قسيمة شراء",
    "referral": "إحالة إلى جهة شريكة",
    "training": "تدريب",
}
HOW_TO_OBJECT = "ويُقدَّم الاعتراض في مقر الجمعية أو من موقعها أو باتصال هاتفي، ونكتبه عنكم إن شئتم."


def subject(decision: Decision) -> str:
    """Return the letter's subject line."""
    return f"الرد على طلبكم رقم {decision.case.reference} ({decision.case.service_version.name_ar})"


def data(decision: Decision, *, until: date, by: User) -> dict[str, Any]:
    """Return the `DecisionLetterData` of a final decision; `until` is the last day to object."""
    case = decision.case
    assert case.submitted_at  # noqa: S101  # a case is submitted before it is decided
    letter: dict[str, Any] = {
        "outcome": "accepted" if decision.outcome == DecisionOutcome.APPROVED else "rejected",
        "addressee": case.person.full_name,
        "gender": case.person.gender,
        "reference": case.reference,
        "service": case.service_version.name_ar,
        "submitted_date": day_of(case.submitted_at),
        "decided_date": day_of(decision.decided_at),
        "committee": decision.item.meeting.committee.name_ar,
        # The number is typed by hand, perhaps in Arabic-Indic digits; papers choose their own
        # digits.
        "meeting_number": ascii_digits(decision.item.meeting.number),
        "reason": decision.plain_words,
        "citations": citations(decision),
        "signatory": {
            "title": "المدير التنفيذي"
            # Only executives hold this permission, so it tells the signatory's title.
            if by.holds("committees.release_early")
            else "علاقات المستفيدين",
            "name": by.name_ar,
        },
    }
    if decision.outcome == DecisionOutcome.APPROVED:
        letter |= _accepted(decision)
    else:
        letter |= {
            "reason_code": decision.reason_code.text_ar if decision.reason_code else "",
            "object_until": until,
            "object_how": HOW_TO_OBJECT,
        }
    if decision.early_reason:
        # The letter's own sentence ends with a full stop.
        letter["released_early_why"] = decision.early_reason.strip().rstrip(".")
    return letter


def citations(decision: Decision) -> list[dict[str, str]]:
    """Return the clauses the decision cites, as papers print them."""
    return [
        {"source": clause.version.document.title_ar, "clause": clause.code}
        for clause in decision.clauses.select_related("version__document").order_by(
            "version__document__code", "order"
        )
    ]


def quantity_words(decision: Decision) -> str:
    """Return the quantity with the service's unit («3 سلة»); empty when the decision is about
    money.
    """
    if decision.quantity is None:
        return ""
    return f"{format_number(decision.quantity.normalize())} {decision.case.service_version.unit_ar}"


def _accepted(decision: Decision) -> dict[str, Any]:
    accepted: dict[str, Any] = {
        "aid": AID[decision.case.service_version.delivery_kind],
        "conditions": [line.strip() for line in decision.conditions.splitlines() if line.strip()],
        "next_steps": [
            "نستكمل تسجيلكم في الجمعية ونعطيكم رقم المستفيد.",
            "نتواصل معكم على جوالكم لتحديد موعد التسليم ومكانه.",
        ],
    }
    if decision.amount:
        accepted["amount"] = decision.amount
    if words := quantity_words(decision):
        accepted["quantity"] = words
    return accepted
