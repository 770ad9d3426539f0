"""Lodging, reviewing and settling an objection (PRE-5)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.beneficiaries.queries import reach
from wasl.cases.actions import outcome
from wasl.committees.models import Decision
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.grievances import paperwork, policies, queries
from wasl.grievances.models import Advice, Objection
from wasl.grievances.states import Status
from wasl.messaging import actions as messaging
from wasl.papers import actions as papers
from wasl.papers.kinds import Kind


@transaction.atomic
def lodge(
    *, decision: Decision, grounds: str, channel: str, by: User | None, at: datetime
) -> Objection:
    """Lodge the single objection to a rejection, by the applicant or on their behalf; a receipt is
    printed. Raises `Refused`.
    """
    policies.can_lodge(by, decision, day_of(at)).require()
    try:
        # A savepoint, because a violated constraint would end the whole transaction.
        with transaction.atomic():
            objection = Objection.objects.create(
                decision=decision, grounds=grounds, channel=channel, lodged_at=at, lodged_by=by
            )
    except IntegrityError:
        # Two clicks at once both passed the policy; the unique key on the decision stops one.
        raise Refused(_("An objection to this answer was lodged already.")) from None
    case = decision.case
    objection.paper = papers.issue(
        kind=Kind.OBJECTION_RECEIPT,
        # One objection a case, so the case's own number with a letter is unique.
        number=f"{case.reference}-O",
        title=f"إيصال اعتراض على الطلب رقم {case.reference}",
        subject=objection,
        person_id=case.person_id,
        data=paperwork.receipt(objection),
        by=by,
        at=at,
    )
    objection.save(update_fields=["paper"])
    policies.OBJECTION.note("lodge", objection, by=by, at=at)
    _tell(objection, "objection_received", at)
    return objection


@transaction.atomic
def assign_reviewer(*, objection: Objection, by: User, at: datetime) -> Objection:
    """Assign the review to the acting user. Raises `Refused` for those who took part before."""
    return policies.OBJECTION.step("assign_reviewer", objection, by=by, at=at, reviewer=by)


@transaction.atomic
def advise(*, objection: Objection, advice: str, reasons: str, by: User, at: datetime) -> Objection:
    """Record the first reviewer's advice and reasons; another decides. Raises `Refused`."""
    if advice not in Advice.values:
        raise Refused(_("Choose one of the answers."))
    if not reasons.strip():
        raise Refused(_("Write the reasons; the second reviewer reads them."))
    return policies.OBJECTION.step(
        "advise",
        objection,
        by=by,
        at=at,
        advice=advice,
        advice_reasons=reasons.strip(),
        advised_at=at,
    )


@transaction.atomic
def uphold(*, objection: Objection, reasons: str, by: User, at: datetime) -> Objection:
    """Uphold the objection: the case is reopened. Raises `Refused`."""
    objection = _settle(objection, "uphold", reasons, by, at)
    # The objection settles first; a case that cannot be reopened undoes both.
    outcome.reopen(case=objection.decision.case, by=by, at=at, reason=reasons)
    return objection


@transaction.atomic
def dismiss(*, objection: Objection, reasons: str, by: User, at: datetime) -> Objection:
    """Dismiss the objection with reasons; the decision stays. Raises `Refused`."""
    return _settle(objection, "dismiss", reasons, by, at)


def _settle(objection: Objection, verb: str, reasons: str, by: User, at: datetime) -> Objection:
    if not reasons.strip():
        raise Refused(_("Write the reasons; the person reads them."))
    objection = policies.OBJECTION.step(
        verb, objection, by=by, at=at, reasons=reasons, settled_at=at, settled_by=by
    )
    _tell(objection, "objection_settled", at)
    return objection


@transaction.atomic
def hand_on_reviews(*, user: User, to: User | None, reason: str, by: User, at: datetime) -> int:
    """Give the objections that a person who leaves has taken and not advised on to another
    reviewer, or back to the queue. Return how many. Raises `Refused`.
    """
    policies.can_hand_on(by, to).require()
    rows = Objection.objects.select_for_update(of=("self",)).filter(
        # Once advised, the advice stays with its author and somebody else decides.
        reviewer=user,
        status=Status.IN_REVIEW,
    )
    objections = list(rows.order_by("pk"))
    for objection in objections:
        if to and to not in queries.free_reviewers(objection):
            raise Refused(
                _("%(name)s took part in one of these cases. Let it wait for a reviewer.")
                % {"name": to.name}
            )
        objection.reviewer = to
        objection.status = Status.IN_REVIEW if to else Status.LODGED
        objection.save(update_fields=["reviewer", "status"])
        data = {"to": to.pk if to else None, "reason": reason}
        policies.OBJECTION.note("hand_on", objection, by=by, at=at, **data)
    return len(objections)


def _tell(objection: Objection, key: str, at: datetime) -> None:
    case = objection.decision.case
    # The file may have been merged; the file that remains knows where the person is reached.
    person = case.person.survivor
    if reach.reachable(person):
        messaging.send(
            key=key,
            to=person.mobile or person.email,
            carrier="sms" if person.mobile else "email",
            language=person.language,
            params={"reference": case.reference},
            person_id=person.pk,
            about=case,
            once_key=f"{key}:{objection.pk}",
            at=at,
        )
