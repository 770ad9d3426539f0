"""Later steps of a case: the decision, the answer, the delivery, its end, and its owner."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.beneficiaries.actions import merging, registering
from wasl.cases import policies
from wasl.cases.actions.moving import hand, locked, move, save
from wasl.cases.actions.need import keep_class
from wasl.cases.models.case import Case, Outcome, Sharing
from wasl.cases.queries import file as file_queries
from wasl.cases.queries import people
from wasl.common.clock import day_of
from wasl.common.dates import format_dual
from wasl.common.verdicts import Refused


@transaction.atomic
def defer(*, case: Case, by: User, at: datetime, reason: str = "") -> Case:
    """Record that the committee deferred its decision; the clock runs on."""
    return move(locked(case, "defer", by=by, at=at), "defer", by=by, at=at)


@transaction.atomic
def approve(*, case: Case, by: User, at: datetime, reason: str = "") -> Case:
    """Approve a case as the committee decided.

    The answer is released later, inside its window.
    """
    return _decide(case, "approve", Outcome.APPROVED, by, at)


@transaction.atomic
def reject(*, case: Case, by: User, at: datetime, reason: str = "") -> Case:
    """Reject a case as the committee decided.

    The reason and the way to object go out with the answer.
    """
    return _decide(case, "reject", Outcome.REJECTED, by, at)


def _decide(case: Case, verb: str, outcome: Outcome, by: User, at: datetime) -> Case:
    case = locked(case, verb, by=by, at=at)
    officer = (
        case.opened_by
        if case.opened_by and case.opened_by.holds(Permission.CASES_VERIFY)
        else people.lead()
    )
    return move(case, verb, by=by, at=at, owner=officer, decided_at=at, outcome=outcome)


@transaction.atomic
def answer(*, case: Case, by: User, at: datetime, reason: str = "") -> Case:
    """Record that the answer went out (PRO-7).

    It goes out from the window's first day; earlier only by an executive with a reason.
    """
    case = locked(case, "answer", by=by, at=at)
    # PRO-7 sets a floor as well as a limit: the answer does not go out before the window begins.
    early = case.answer_from_date is not None and day_of(at) < case.answer_from_date
    if early and not by.holds(Permission.ANSWERS_RELEASE_EARLY):
        first = format_dual(case.answer_from_date)  # type: ignore[arg-type]  # early says that there is one
        raise Refused(
            _("The answer is released from %(day)s; earlier only by an executive.") % {"day": first}
        )
    if early and not reason.strip():
        raise Refused(_("An answer before its first day needs the reason."))
    return move(case, "answer", by=by, at=at, data={"early": early}, answered_at=at)


@transaction.atomic
def register(
    *, case: Case, by: User, at: datetime, reason: str = "", version: int | None = None
) -> Case:
    """Complete the registration and issue the beneficiary number, once in a life (PRO-8)."""
    case = locked(case, "register", by=by, at=at, version=version)
    file = registering.open_file(person=case.person, by=by, at=at)
    # The assessment was made before there was a beneficiary file to hold its class.
    keep_class(person=case.person, by=by, at=at)
    owner = people.holder("delivery_officer")
    return move(case, "register", by=by, at=at, data={"file": file.pk}, owner=owner)


@transaction.atomic
def start_delivery(*, case: Case, by: User, at: datetime, reason: str = "") -> Case:
    """Start the delivery that was planned from the decision."""
    return move(locked(case, "start_delivery", by=by, at=at), "start_delivery", by=by, at=at)


@transaction.atomic
def complete_delivery(*, case: Case, by: User, at: datetime, reason: str = "") -> Case:
    """Complete the delivery: all that was decided has been handed over, with proof."""
    case = locked(case, "complete_delivery", by=by, at=at)
    return move(case, "complete_delivery", by=by, at=at, owner=people.officer_for(case))


@transaction.atomic
def cancel_delivery(*, case: Case, by: User, at: datetime, reason: str = "") -> Case:
    """End the case of an applicant who died and whose service goes to no heir.

    Nobody is asked to rate it.
    """
    case = locked(case, "cancel_delivery", by=by, at=at)
    owner = people.officer_for(case)
    reason = reason.strip()[:300]
    return move(
        # A verb of its own, because `cases.close` invites to rate (`config/reactions.py`).
        case,
        "cancel_delivery",
        by=by,
        at=at,
        owner=owner,
        closed_at=at,
        closing_reason=reason,
    )


@transaction.atomic
def close(
    *, case: Case, by: User, at: datetime, reason: str = "", version: int | None = None
) -> Case:
    """End a case whose service was delivered or whose answer was no.

    An applicant who was served is then asked to rate.
    """
    case = locked(case, "close", by=by, at=at, version=version)
    return move(case, "close", by=by, at=at, closed_at=at, closing_reason=reason.strip()[:300])


def reopen(*, case: Case, by: User, at: datetime, reason: str = "") -> Case:
    """Reopen a case whose objection was upheld.

    It is studied and decided anew, and answered from today, in the usual time.
    """
    try:
        with transaction.atomic():
            return _reopen(case, by, at)
    # A newer case for the service was opened at the same moment, and two may not be open. The block
    # above is rolled back by now, so the database answers queries again.
    except IntegrityError:
        if first := file_queries.open_case(case.person, case.service, but=case):
            policies.already_open(first).require()
        raise


def _reopen(case: Case, by: User, at: datetime) -> Case:
    case = locked(case, "reopen", by=by, at=at)
    day, due = day_of(at), case.policy_version.answer_due_days
    assert due is not None  # noqa: S101  # the verdict asked for it
    # A closed case stayed with a file that was merged since; open again, it belongs to the file
    # that survives (ADR 26).
    case.person = merging.follow(row=case, by=by, at=at)
    return move(
        case,
        "reopen",
        by=by,
        at=at,
        owner=people.lead(),
        outcome="",
        decided_at=None,
        answered_at=None,
        closed_at=None,
        closing_reason="",
        clock_date=day,
        paused_date=None,
        paused_days=0,
        answer_from_date=day,
        answer_due_date=day + timedelta(days=due),
    )


@transaction.atomic
def hand_over(
    *,
    case: Case,
    to: User,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
    sharing: Sharing | None = None,
) -> Case:
    """Give a case to another owner, with the reason; a case always has an owner (PRO-1)."""
    case = locked(case, "hand_over", by=by, at=at, version=version)
    policies.can_own(to).require()
    if to.pk == case.owner_id:
        raise Refused(_("%(name)s has this request already.") % {"name": to.name})
    if not reason.strip():
        raise Refused(_("Say why the request is handed over."))
    hand(case, to=to, reason=reason.strip()[:200], by=by, at=at, sharing=sharing)
    data = {"to": to.pk} | ({"sharing": str(sharing.pk)} if sharing else {})
    return save(case, "hand_over", by=by, at=at, data=data)


@transaction.atomic
def mark_urgent(
    *, case: Case, reason: str, by: User, at: datetime, version: int | None = None
) -> Case:
    """Mark a case urgent for a named need, so that it goes before the others."""
    case = locked(case, "mark_urgent", by=by, at=at, version=version)
    if not reason.strip():
        raise Refused(_("Say what the urgent need is."))
    case.is_urgent, case.urgent_reason = True, reason.strip()[:300]
    case.urgent_at, case.urgent_by = at, by
    return save(case, "mark_urgent", by=by, at=at)


@transaction.atomic
def clear_urgent(*, case: Case, by: User, at: datetime, version: int | None = None) -> Case:
    """Clear the urgent mark; the case goes back to its place by its last day.

    The need has passed, or never was.
    """
    case = locked(case, "clear_urgent", by=by, at=at, version=version)
    case.is_urgent, case.urgent_reason, case.urgent_at, case.urgent_by = False, "", None, None
    return save(case, "clear_urgent", by=by, at=at)
