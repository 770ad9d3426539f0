"""Breaches, their consequences, and disputes of the parties (PRE-4, PRE-5)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.agreements import policies
from wasl.agreements.models.agreement import Agreement, Party, Term, TermKind
from wasl.agreements.models.breaches import Breach, Consequence, Dispute
from wasl.agreements.states import LIFECYCLE, Status
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.governance.models.documents import Clause


@transaction.atomic
def record_breach(
    *,
    term: Term,
    happened_date: date,
    facts: str,
    clause: Clause | None = None,
    by: User,
    at: datetime,
) -> Breach:
    """Record that a duty was not performed: which, when, and what happened. It may also cite a
    clause. Raises `Refused`.
    """
    agreement = policies.AGREEMENT.lock(term.agreement)
    policies.can(by, "record_breach", agreement).require()
    if term.kind != TermKind.DUTY:
        raise Refused(_("Cite the duty that was not performed."))
    if not facts.strip():
        raise Refused(_("Write what happened."))
    if happened_date > day_of(at):
        raise Refused(_("It cannot have happened in the future."))
    breach = Breach.objects.create(
        agreement=agreement, term=term, clause=clause, happened_date=happened_date,
        facts=facts.strip(), recorded_at=at, recorded_by=by,
    )  # fmt: skip
    agreement.status = LIFECYCLE["record_breach"].to
    agreement.save(update_fields=["status"])
    policies.AGREEMENT.note(
        "record_breach", agreement, by=by, at=at, breach=breach.pk, order=term.order
    )
    return breach


@transaction.atomic
def decide_breach(
    *,
    breach: Breach,
    consequence: str,
    reasons: str,
    cure_by: date | None = None,
    by: User,
    at: datetime,
) -> Breach:
    """Decide the consequence of a breach, with reasons and within the agreement's limits.
    Termination ends the agreement at once. Raises `Refused`.
    """
    breach = policies.BREACH.lock(breach)
    policies.can_on_breach(by, "decide_breach", breach).require()
    if consequence not in Consequence.values or not reasons.strip():
        raise Refused(_("Choose what follows, and write the reasons."))
    if consequence == Consequence.CURE and (cure_by is None or cure_by < day_of(at)):
        raise Refused(_("Name the day, from today on, by which it is to be made good."))
    policies.BREACH.change(
        "decide_breach",
        breach,
        by=by,
        at=at,
        reasons=reasons.strip(),
        decided_at=at,
        decided_by=by,
        consequence=consequence,
        cure_by=cure_by if consequence == Consequence.CURE else None,
    )
    agreement = breach.agreement
    if consequence == Consequence.TERMINATION:
        agreement.status, agreement.over_at, agreement.over_by = Status.TERMINATED, at, by
        agreement.over_reason = reasons.strip()[:300]
        agreement.save()
    return breach


@transaction.atomic
def dismiss_breach(*, breach: Breach, reasons: str, by: User, at: datetime) -> Breach:
    """Decide that there was no breach, with reasons. Raises `Refused`."""
    if not reasons.strip():
        raise Refused(_("Write the reasons."))
    breach = policies.BREACH.step(
        "dismiss_breach",
        breach,
        by=by,
        at=at,
        reasons=reasons.strip(),
        decided_at=at,
        decided_by=by,
    )
    _back_in_force(breach.agreement)
    return breach


@transaction.atomic
def cure_breach(
    *, breach: Breach, cured_date: date, note: str = "", by: User, at: datetime
) -> Breach:
    """Record that a breach was made good. With no other breach open, the agreement is in force as
    before. Raises `Refused`.
    """
    breach = policies.BREACH.lock(breach)
    policies.can_on_breach(by, "cure_breach", breach).require()
    # A breach decided by termination still has an open status, so the lifecycle would let it be
    # cured.
    if breach.agreement.status == Status.TERMINATED:
        raise Refused(_("The agreement was terminated for it."))
    if not breach.happened_date <= cured_date <= day_of(at):
        raise Refused(_("It was made good after it happened, and not in the future."))
    policies.BREACH.change(
        "cure_breach", breach, by=by, at=at, cured_date=cured_date, cure_note=note.strip()[:300]
    )
    _back_in_force(breach.agreement)
    return breach


@transaction.atomic
def raise_dispute(
    *,
    agreement: Agreement,
    party: Party,
    grounds: str,
    breach: Breach | None = None,
    by: User,
    at: datetime,
) -> Dispute:
    """Record what a party contests, in the agreement or in a breach (PRE-5). Raises `Refused`."""
    agreement = policies.AGREEMENT.lock(agreement)
    policies.can_record(by, agreement).require()
    if party.agreement_id != agreement.pk or (breach and breach.agreement_id != agreement.pk):
        raise Refused(_("Choose a party of this agreement."))
    if not grounds.strip():
        raise Refused(_("Write what the party contests and why."))
    dispute = Dispute.objects.create(
        agreement=agreement,
        breach=breach,
        party=party,
        grounds=grounds.strip(),
        raised_at=at,
        raised_by=by,
    )
    policies.AGREEMENT.note("raise_dispute", agreement, by=by, at=at, dispute=dispute.pk)
    return dispute


@transaction.atomic
def settle_dispute(*, dispute: Dispute, outcome: str, by: User, at: datetime) -> Dispute:
    """Settle a dispute as the agreement says, with reasons, by somebody who took no part before
    (PRE-5). Raises `Refused`.
    """
    if not outcome.strip():
        raise Refused(_("Write how it was settled and why."))
    return policies.DISPUTE.step(
        "settle_dispute",
        dispute,
        by=by,
        at=at,
        outcome=outcome.strip(),
        settled_at=at,
        settled_by=by,
    )


def _back_in_force(agreement: Agreement) -> None:
    # Other breaches of the same agreement may still be open.
    if agreement.status == Status.BREACHED and policies.is_settled(agreement):
        agreement.status = Status.ACTIVE
        agreement.save(update_fields=["status"])
