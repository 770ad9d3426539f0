"""Who lodges an objection, who reviews it, and who may not."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.audit.actions import record
from wasl.cases import policies as cases
from wasl.cases.models.case import Case
from wasl.committees import queries as committees
from wasl.committees.models import Decision, DecisionOutcome
from wasl.common.clock import day_of
from wasl.common.procedures import OTHER_ROLE, Procedure
from wasl.common.verdicts import YES, Verdict
from wasl.grievances import queries
from wasl.grievances.models import Advice, Objection
from wasl.grievances.states import LIFECYCLE, Status

NOT_REVIEWER = _("Your role does not include deciding objections.")


def last_day(decision: Decision) -> date:
    """Return the last day to object, counted from the day the answer was released. Raises
    `ValueError` before the release.
    """
    if decision.released_at is None:
        raise ValueError("Nothing can be objected to before it is released.")
    return day_of(decision.released_at) + timedelta(days=committees.objection_days(decision))


def can_lodge(user: User | None, decision: Decision, on: date) -> Verdict:
    """Allow the applicant (None), or an officer on their behalf, once, against a released
    rejection, within the policy's days.
    """
    if user is not None and not user.holds(P.OBJECTIONS_RECEIVE):
        return Verdict(_("Your role does not include receiving objections."))
    if not (represented := cases.still_represented(user, decision.case, on)):
        return represented
    if decision.outcome != DecisionOutcome.REJECTED or not decision.released_at:
        return Verdict(_("There is no answer to object to."))
    # By case, not by decision: a reopened case is decided again, and is not objected to a second
    # time.
    if Objection.objects.filter(decision__case_id=decision.case_id).exists():
        return Verdict(_("An objection to this answer was lodged already."))
    if on > last_day(decision):
        return Verdict(_("The days to object to this answer have passed."))
    return YES


def can_hand_on(user: User, to: User | None) -> Verdict:
    """Allow the administrator to give the objections of a person who leaves to somebody who decides
    objections, or to nobody.
    """
    if not user.holds(P.SYSTEM_MANAGE):
        return Verdict(OTHER_ROLE)
    if to is None or to.holds(P.OBJECTIONS_DECIDE):
        return YES
    return Verdict(_("Their role does not include deciding objections."))


def _is_impartial(user: User, objection: Objection) -> Verdict:
    """Check that this user took no part before and is no kin (PRE-5)."""
    case = objection.decision.case
    if user.pk in committees.took_part(case):
        return Verdict(_("You took part in this case, so you do not decide the objection to it."))
    if committees.is_kin(user, case.person_id):
        return Verdict(
            _("You declared a tie to the person, so someone else decides this objection.")
        )
    return YES


def _rules(user: User | None, verb: str, objection: Objection) -> Verdict:
    """Check who took part, and whose turn it is."""
    if user is None:
        return Verdict(NOT_REVIEWER)
    if not (verdict := _is_impartial(user, objection)):
        return verdict
    # Computed when asked: a stored panel would go stale when people change roles (ADR 20).
    free = queries.free_reviewers(objection)
    needed = queries.reviewers_needed(objection, free)
    if verb == "assign_reviewer":
        return _takes_first(user, free) if needed > 1 else YES
    if objection.status == Status.ADVISED:
        return (
            Verdict(_("You have advised, so somebody else decides."))
            if objection.reviewer_id == user.pk
            else YES
        )
    if objection.reviewer_id != user.pk:
        return Verdict(_("Another reviewer has taken this objection."))
    if verb == "advise":
        return YES if needed > 1 else Verdict(_("You decide this objection alone."))
    return (
        Verdict(_("Two review this objection: write what you advise, and another decides."))
        if needed > 1
        else YES
    )


def _takes_first(user: User, free: list[User]) -> Verdict:
    """Require an executive as the first of two reviewers, if any executive took no part."""
    # Executives are known by this permission; no list of them is kept.
    executives = [reviewer for reviewer in free if reviewer.holds(P.REFERRALS_ANSWER)]
    if executives and user not in executives:
        names = "، ".join(executive.name for executive in executives)
        return Verdict(
            _("An executive reviews it first (%(names)s); you decide after them.")
            % {"names": names}
        )
    return YES


def _case_of(objection: Objection) -> Case:
    return objection.decision.case


def _data(verb: str, objection: Objection) -> dict[str, bool]:
    """Tell the trail whether the second reviewer followed the first; the person's paper does not
    tell (ADR 20).
    """
    if objection.advice and verb in Advice.values:
        return {"agrees": objection.advice == verb}
    return {}


OBJECTION = Procedure(
    model=Objection,
    lifecycle=LIFECYCLE,
    record=record,
    other_stage=_("The objection is at another stage."),
    other_role=NOT_REVIEWER,
    rules=_rules,
    joined=("decision__case__person__merged_into", "decision__case__policy_version"),
    root=_case_of,
    data=_data,
)
can = OBJECTION.can
