"""Releasing the answer: the letter, the message, and the case's own step (PRO-7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import queries as people
from wasl.cases import actions as cases
from wasl.cases.models import Case
from wasl.committees import answer_letter, policies, queries
from wasl.committees.models import Decision
from wasl.common.clock import day_of
from wasl.common.uploads import Accepted
from wasl.common.verdicts import Refused
from wasl.letters import actions as letters
from wasl.letters.models import Letter
from wasl.messaging import actions as messaging
from wasl.papers.kinds import Kind


@transaction.atomic
def release_answer(
    *,
    decision: Decision,
    by: User,
    at: datetime,
    early_reason: str = "",
    files: Sequence[Accepted] = (),
) -> Decision:
    """Send the reasoned answer: letter, message, and the move of the case, together.

    Before the first day of the pinned window it takes an executive's recorded reason; after the
    last day it is late, counted as such, and still released at once. Raises `Refused`.
    """
    decision = _locked(decision)
    case, day = decision.case, day_of(at)
    policies.can_release(by, decision, day).require()
    is_early = case.answer_from_date is None or day < case.answer_from_date
    if is_early and not early_reason.strip():
        raise Refused(_("Write why the need is urgent; the reason is kept with the decision."))
    decision.early_reason = early_reason.strip() if is_early else ""
    decision.letter = _letter(decision, files, by, at)
    decision.released_at, decision.released_by = at, by
    decision.save(update_fields=["letter", "released_at", "released_by", "early_reason"])
    cases.answer(case=case, by=by, at=at, reason=decision.early_reason)
    is_late = case.answer_due_date is not None and day > case.answer_due_date
    data = {"early": is_early, "late": is_late, "letter": decision.letter.reference}
    record(verb="committees.release_answer", subject=decision, root=case, by=by, at=at, data=data)
    _tell(decision, at)
    return decision


def _locked(decision: Decision) -> Decision:
    """Lock the case first and the decision after it; the letter's counter comes last."""
    Case.objects.select_for_update(of=("self",)).get(pk=decision.case_id)
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related(
            "case__person",
            "case__service_version",
            "case__policy_version",
            "item__meeting__committee",
            "reason_code",
        )
        .get(pk=decision.pk)
    )


def _letter(decision: Decision, files: Sequence[Accepted], by: User, at: datetime) -> Letter:
    until = day_of(at) + timedelta(days=queries.objection_days(decision))
    return letters.issue(
        kind=Kind.DECISION_LETTER,
        party=decision.case.person.full_name,
        subject=answer_letter.subject(decision),
        data=answer_letter.data(decision, until=until, by=by),
        person=decision.case.person,
        case=decision.case,
        files=files,
        by=by,
        at=at,
    )


def _tell(decision: Decision, at: datetime) -> None:
    person, case = decision.case.person, decision.case
    if not people.reachable(person):
        return
    common: dict[str, Any] = {
        "key": "answer_ready",
        "language": person.language,
        "params": {"reference": case.reference},
        "person_id": person.pk,
        "about": case,
        "at": at,
    }
    if person.mobile:
        messaging.send(
            to=person.mobile, carrier="sms", once_key=f"answer:{decision.pk}:sms", **common
        )
    if person.email:
        messaging.send(
            to=person.email, carrier="email", once_key=f"answer:{decision.pk}:email", **common
        )
