"""Stepping aside, blind voting, and deciding."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.cases.actions import outcome as outcome_actions
from wasl.cases.actions import submission
from wasl.catalogue import policies as catalogue
from wasl.catalogue.models.offered import ReasonCode
from wasl.committees import policies, queries
from wasl.committees.models import (
    AgendaItem,
    Bar,
    Choice,
    CommitteeMember,
    Decision,
    DecisionOutcome,
    Presiding,
    Recusal,
    Vote,
)
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.governance.models.documents import Clause

# Abstaining is no outcome: it counts for the quorum and decides nothing.
OUTCOME_OF = {
    Choice.ACCEPT: DecisionOutcome.APPROVED,
    Choice.REJECT: DecisionOutcome.REJECTED,
    Choice.DEFER: DecisionOutcome.DEFERRED,
    Choice.RETURN: DecisionOutcome.RETURNED,
}


@transaction.atomic
def recuse(*, item: AgendaItem, reason: str, by: User, at: datetime) -> Recusal:
    """Record that a member steps aside from a case, with a reason. Raises `Refused`."""
    item = _locked(item)
    policies.can_recuse(by, item).require()
    member = cast(CommitteeMember, queries.seat(item.meeting.committee, by, item.meeting.held_date))
    recusal = Recusal.objects.create(item=item, member=member, reason=reason, at=at)
    record(verb="committees.recuse", subject=recusal, root=item.case, by=by, at=at)
    return recusal


@transaction.atomic
def hand_chair(*, item: AgendaItem, member: CommitteeMember, by: User, at: datetime) -> Presiding:
    """Hand the chair of a case, on which the chair may not sit, to a member who may. Raises
    `Refused`.
    """
    item = _locked(item)
    policies.can_hand_chair(by, item).require()
    if not queries.may_take_chair(item).filter(pk=member.pk).exists():
        raise Refused(_("This member is not present, or does not decide this case either."))
    holder = cast(CommitteeMember, queries.presider(item))
    handed = Presiding.objects.create(
        item=item,
        member=member,
        # The policy has just found that the holder is barred. The reason is kept for the minutes.
        bar=cast(Bar, policies.bar(holder.user, item)),
        handed_by=by,
        handed_at=at,
    )
    data = {"member": member.pk, "bar": str(handed.bar)}
    record(verb="committees.hand_chair", subject=item, root=item.case, by=by, at=at, data=data)
    return handed


@transaction.atomic
def open_voting(*, item: AgendaItem, by: User, at: datetime) -> AgendaItem:
    """Open the voting on a case, by the presiding member. Raises `Refused`, also without a
    quorum.
    """
    item = _locked(item)
    policies.can_open_voting(by, item, day_of(at)).require()
    item.voting_opened_at = at
    item.save(update_fields=["voting_opened_at"])
    record(verb="committees.open_voting", subject=item, root=item.case, by=by, at=at)
    return item


@transaction.atomic
def vote(*, item: AgendaItem, choice: str, by: User, at: datetime, reason: str = "") -> Vote:
    """Record a member's vote. The audit trail holds that they voted, never how. Raises
    `Refused`.
    """
    # The lock also makes a vote and the closing of the voting wait for each other.
    item = _locked(item)
    policies.can_vote(by, item, day_of(at)).require()
    if choice not in Choice.values:
        raise Refused(_("Choose one of the answers."))
    try:
        # A savepoint, because a violated constraint would end the whole transaction.
        with transaction.atomic():
            member = cast(CommitteeMember, queries.voter(item.meeting, by))
            ballot = Vote.objects.create(
                item=item, member=member, choice=choice, reason=reason, at=at
            )
    except IntegrityError:
        raise Refused(_("You have voted already.")) from None
    record(verb="committees.vote", subject=item, root=item.case, by=by, at=at)
    return ballot


@transaction.atomic
def close_voting(*, item: AgendaItem, by: User, at: datetime) -> AgendaItem:
    """Close the voting, by the presiding member; the votes can be seen from now on. Raises
    `Refused`, also below the quorum.
    """
    item = _locked(item)
    policies.can_close_voting(by, item, day_of(at)).require()
    item.voting_closed_at = at
    item.save(update_fields=["voting_closed_at"])
    record(verb="committees.close_voting", subject=item, root=item.case, by=by, at=at)
    return item


@transaction.atomic
def decide(
    *,
    item: AgendaItem,
    outcome: str,
    plain_words: str,
    by: User,
    at: datetime,
    reason_code: ReasonCode | None = None,
    conditions: str = "",
    amount: Decimal | None = None,
    quantity: Decimal | None = None,
    clauses: Iterable[Clause] = (),
) -> Decision:
    """Record what the votes decided, and move the case; the answer is released later (PRO-7).
    Raises `Refused`.
    """
    item = _locked(item)
    policies.can_decide(by, item, day_of(at)).require()
    _check(item, outcome, plain_words, reason_code, amount, quantity)
    decision = Decision.objects.create(
        item=item,
        case=item.case,
        outcome=outcome,
        reason_code=reason_code,
        plain_words=plain_words,
        conditions=conditions,
        # A form may still carry an amount from before the outcome was changed.
        amount=amount if outcome == DecisionOutcome.APPROVED else None,
        quantity=quantity if outcome == DecisionOutcome.APPROVED else None,
        decided_at=at,
        decided_by=by,
    )
    decision.clauses.set(clauses)
    item.settled_at = at
    item.save(update_fields=["settled_at"])
    data = {"outcome": outcome, "reason_code": reason_code.code if reason_code else ""}
    record(verb="committees.decide", subject=decision, root=item.case, by=by, at=at, data=data)
    # Last, so that the step of the case finds its decision in place.
    _move_case(decision, by, at)
    return decision


def _move_case(decision: Decision, by: User, at: datetime) -> None:
    verbs: dict[DecisionOutcome, Callable[..., object]] = {
        DecisionOutcome.APPROVED: outcome_actions.approve,
        DecisionOutcome.REJECTED: outcome_actions.reject,
        DecisionOutcome.DEFERRED: outcome_actions.defer,
        DecisionOutcome.RETURNED: submission.return_by_vote,
    }
    verbs[DecisionOutcome(decision.outcome)](
        case=decision.case, by=by, at=at, reason=decision.plain_words
    )


def _check(
    item: AgendaItem,
    outcome: str,
    plain_words: str,
    reason_code: ReasonCode | None,
    amount: Decimal | None,
    quantity: Decimal | None,
) -> None:
    # With even votes several outcomes are allowed, and the presiding member chooses among them.
    if outcome not in {OUTCOME_OF[Choice(choice)] for choice in policies.winning(item)}:
        raise Refused(_("The decision has to be what most votes asked for."))
    # Every case gets a reasoned answer (PRO-7), an acceptance too.
    if not plain_words.strip():
        raise Refused(_("Write the reason in plain words; the applicant will read it."))
    if outcome == DecisionOutcome.REJECTED and reason_code is None:
        raise Refused(_("Choose the reason code of the rejection."))
    if outcome == DecisionOutcome.APPROVED:
        if not (amount or quantity):
            raise Refused(_("Say how much is granted: an amount or a quantity."))
        # By the version of the service that the case was filed under, not today's.
        catalogue.can_give(item.case.service_version, amount, quantity).require()


def _locked(item: AgendaItem) -> AgendaItem:
    return (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related(
            "meeting__committee", "case__person", "case__service_version", "case__policy_version"
        )
        .get(pk=item.pk)
    )
