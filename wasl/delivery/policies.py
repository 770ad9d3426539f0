"""Who plans, pays and hands over: deciders do not pay, and payers do not hand over."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.beneficiaries.queries import file
from wasl.cases.queries import proof as proof_queries
from wasl.committees import queries as committees
from wasl.common.numbers import format_amount
from wasl.common.text import fold
from wasl.common.verdicts import YES, Verdict
from wasl.delivery import queries
from wasl.delivery.models import Delivery, Proof


def can_set_budget(user: User) -> Verdict:
    """Allow the executives to set what a service may give."""
    return (
        YES
        if user.holds(P.DELIVERY_BUDGET)
        else Verdict(_("Only the executives set what a service may give."))
    )


def can_schedule(user: User, delivery: Delivery) -> Verdict:
    """Allow a delivery officer, until everything is handed over."""
    if not user.holds(P.DELIVERY_PLAN):
        return Verdict(_("Your role does not include planning deliveries."))
    return _free(delivery)


def can_pay(user: User, delivery: Delivery) -> Verdict:
    """Allow a payer who took no part in the case and is no kin of the person, once."""
    if not user.holds(P.DELIVERY_PAY):
        return Verdict(_("Your role does not include releasing money or goods."))
    if delivery.paid_at:
        return Verdict(_("This was released already."))
    if not (verdict := _free(delivery)):
        return verdict
    if not (account := _account(delivery)):
        return account
    # Whoever opened, studied, voted on, decided or released a case does not also pay for it.
    if user.pk in committees.took_part(delivery.case):
        return Verdict(_("You took part in this case, so you do not release what was decided."))
    if committees.is_kin(user, delivery.case.person_id):
        return Verdict(_("You declared a tie to the person, so someone else releases this."))
    return YES


def _account(delivery: Delivery) -> Verdict:
    """Refuse money to an account that was named from afar and is not matched to the bank's paper
    (ADR 42).
    """
    case = delivery.case
    if proof_queries.is_account_unproven(case):
        reason = _(
            "The account was named from afar. Match it to the bank's paper, or correct it with "
            "the paper in hand."
        )
        return Verdict(reason, link=reverse("beneficiaries:correct", args=[case.person_id]))
    if proof_queries.is_account_waiting(case):
        reason = _("A new account of this person waits its 72 hours.")
        return Verdict(
            reason, link=reverse("beneficiaries:detail", args=[case.person_id]) + "#changes"
        )
    return YES


def can_hand_over(user: User, delivery: Delivery) -> Verdict:
    """Allow a delivery officer who neither decided nor paid, after the release and the plan, until
    everything is handed over.
    """
    if not user.holds(P.DELIVERY_HAND_OVER):
        return Verdict(_("Your role does not include handing over."))
    if not (verdict := _free(delivery)):
        return verdict
    if not delivery.planned_date:
        return Verdict(_("Set the day and place of the delivery first."))
    if not delivery.paid_at:
        return Verdict(_("Money or goods have not been released by the payer yet."))
    # The last pair of eyes: nobody both releases and hands over the same money or goods.
    if delivery.paid_by_id == user.pk:
        return Verdict(_("You released this, so someone else hands it over."))
    if committees.is_kin(user, delivery.case.person_id):
        return Verdict(_("You declared a tie to the person, so someone else hands this over."))
    if user.pk in committees.took_part(delivery.case):
        return Verdict(_("You took part in this case, so someone else hands it over."))
    return YES


def fits(delivery: Delivery, part: Decimal) -> Verdict:
    """Refuse a part that is nothing or goes beyond the decision (PRO-9)."""
    if part <= 0:
        return Verdict(_("Enter how much is handed over."))
    if part > delivery.total - delivery.handed:
        remaining = format_amount(delivery.total - delivery.handed)
        return Verdict(
            _("This is more than what remains of the decision: %(remaining)s.")
            % {"remaining": remaining}
        )
    return YES


def can_receive(delivery: Delivery, receiver_name: str, day: date) -> Verdict:
    """Refuse a receiver who is an agent of the person with an expired document."""
    if agent := file.lapsed_agent(delivery.case.person, receiver_name, day):
        reason = _(
            "The document by which %(name)s acts for the person does not cover today. Hand "
            "it to the person."
        )
        return Verdict(reason % {"name": agent.full_name})
    return YES


def in_time(planned: date, today: date) -> Verdict:
    """Refuse a day that has passed."""
    return (
        YES if planned >= today else Verdict(_("This day has passed; choose today or a later day."))
    )


def _unfinished(delivery: Delivery) -> Verdict:
    if delivery.cancelled_at:
        return Verdict(_("This delivery was cancelled."))
    return Verdict(_("Everything was handed over already.")) if delivery.completed_at else YES


def _free(delivery: Delivery) -> Verdict:
    """Refuse to plan, pay or hand over for somebody who died, until an heir is decided."""
    if not (verdict := _unfinished(delivery)):
        return verdict
    # The file may have been merged; the death is recorded in the file that remains.
    if delivery.case.person.survivor.has_died and queries.heir_of(delivery) is None:
        reason = _(
            "The person has died. The executives decide first whether an heir receives this."
        )
        return Verdict(reason, link=reverse("delivery:detail", args=[delivery.pk]))
    return YES


def can_decide_hold(user: User, delivery: Delivery) -> Verdict:
    """Allow the executives, who hand nothing over themselves, to release a held delivery to an heir
    or cancel it.
    """
    if not user.holds(P.DELIVERY_BUDGET):
        return Verdict(_("Only the executives decide what becomes of it after a death."))
    if not (verdict := _unfinished(delivery)):
        return verdict
    if committees.is_kin(user, delivery.case.person_id):
        return Verdict(_("You declared a tie to the person, so someone else decides this."))
    return YES if queries.open_hold(delivery) else Verdict(_("This delivery is not held."))


def receives(delivery: Delivery, receiver_name: str, proof: str) -> Verdict:
    """Check that this receiver, by this proof, may have it: after a death the named heir, who
    signs.
    """
    heir = queries.heir_of(delivery) if delivery.case.person.survivor.has_died else None
    if heir is None:
        return YES
    # Spellings of a name differ in hamza, vowels and spaces; folding compares what is left.
    if fold(receiver_name) != fold(heir.heir_name):
        return Verdict(_("It was released to %(name)s alone.") % {"name": heir.heir_name})
    return (
        YES
        if proof == Proof.SIGNATURE
        else Verdict(_("The heir signs; no code is sent to who has died."))
    )
