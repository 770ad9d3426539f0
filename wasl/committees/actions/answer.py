"""Release of the answer: the letter, the message, and the step of the case (PRO-7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.queries import reach
from wasl.cases.actions import outcome
from wasl.cases.models.case import Case
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
    """Send the reasoned answer: letter, message and the step of the case, in one transaction.

    Before the first day of the pinned window this takes an executive's recorded reason. After the
    last day it is late, counted as late, and still released at once. Raises `Refused`.
    """
    decision = _locked(decision)
    case, day = decision.case, day_of(at)
    policies.can_release(by, decision, day).require()
    # A case without a window counts as early, so that a missing date never releases an answer
    # without a reason.
    is_early = case.answer_from_date is None or day < case.answer_from_date
    if is_early and not early_reason.strip():
        raise Refused(_("Write why the need is urgent; the reason is kept with the decision."))
    # A reason typed by somebody who released in time says nothing true, so it is dropped.
    decision.early_reason = early_reason.strip() if is_early else ""
    # The letter quotes the early reason, so it is set before.
    decision.letter = _letter(decision, files, by, at)
    decision.released_at, decision.released_by = at, by
    decision.save(update_fields=["letter", "released_at", "released_by", "early_reason"])
    outcome.answer(case=case, by=by, at=at, reason=decision.early_reason)
    is_late = case.answer_due_date is not None and day > case.answer_due_date
    data = {"early": is_early, "late": is_late, "letter": decision.letter.reference}
    # Early and late are recorded here, because the window may move later while the trail does not.
    record(verb="committees.release_answer", subject=decision, root=case, by=by, at=at, data=data)
    _tell(decision, at)
    return decision


def _locked(decision: Decision) -> Decision:
    """Lock the case first and the decision after it; the letter's counter comes last."""
    # Locked before it is read with joins: a joined query that waits for the lock could miss a row
    # that changed meanwhile.
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
    # The applicant learns of the decision by this letter, so the days to object start with it.
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
    # The letter is registered all the same, but after a death no message goes out.
    if not reach.reachable(person):
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
            # The key of each channel makes a repeated release send nothing twice.
            to=person.mobile,
            carrier="sms",
            once_key=f"answer:{decision.pk}:sms",
            **common,
        )
    if person.email:
        messaging.send(
            to=person.email, carrier="email", once_key=f"answer:{decision.pk}:email", **common
        )
