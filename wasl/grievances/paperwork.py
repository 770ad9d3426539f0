"""The content of the receipt of an objection, in Arabic."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from wasl.common.clock import day_of
from wasl.grievances import queries
from wasl.grievances.models import Objection

# Days from the lodging; the receipt promises the answer by then.
DAYS_TO_SETTLE = 30
# By the number of reviewers; the policy allows one or two.
REVIEWED = {
    1: "يطّلع على اعتراضكم شخص لم يشارك في دراسة الطلب ولا في قراره.",
    2: "يطّلع على اعتراضكم شخصان لم يشاركا في دراسة الطلب ولا في قراره.",
}
STEPS = [
    "إن قُبل الاعتراض أُعيد فتح الطلب ودراسته من جديد.",
    "نبلغكم بالنتيجة وأسبابها على جوالكم.",
]


def receipt(objection: Objection) -> dict[str, Any]:
    """Return the `ObjectionReceiptData` of an objection just lodged."""
    decision = objection.decision
    case = decision.case
    lodged = day_of(objection.lodged_at)
    data: dict[str, Any] = {
        "person": case.person.full_name,
        "gender": case.person.gender,
        "objection_reference": f"{case.reference}-O",
        "reference": case.reference,
        "service": case.service_version.name_ar,
        "decision_number": decision.letter.reference if decision.letter else "",
        "decision_date": day_of(decision.decided_at),
        "lodged_date": lodged,
        "grounds": objection.grounds,
        "decided_by": "من لم يشارك في القرار",
        "answer_due": lodged + timedelta(days=DAYS_TO_SETTLE),
        "steps": [
            REVIEWED[queries.reviewers_needed(objection, queries.free_reviewers(objection))],
            *STEPS,
        ],
        "tracking_url": settings.PUBLIC_URL + reverse("portal:track"),
    }
    if objection.lodged_by:
        data["officer"] = objection.lodged_by.name_ar
    return data
