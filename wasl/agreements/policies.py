"""Who keeps agreements, who decides about them, and who took part and therefore does not decide."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.agreements import queries
from wasl.agreements.models.agreement import Agreement
from wasl.agreements.models.breaches import Breach, Dispute
from wasl.agreements.states import (
    BREACH_LIFECYCLE,
    DISPUTE_LIFECYCLE,
    LIFECYCLE,
    OPEN_BREACH,
    RUNNING,
    DisputeStatus,
    Status,
)
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Person
from wasl.common.procedures import OTHER_ROLE, Procedure
from wasl.common.verdicts import YES, Verdict

NOT_SETTLER = gettext_lazy("Your role does not include settling disputes.")


def can_view(user: User) -> Verdict:
    """Allow opening agreements; agrees with `Agreement.objects.visible_to`."""
    return (
        YES
        if user.holds(P.AGREEMENTS_VIEW)
        else Verdict(_("Your role does not include agreements."))
    )


def can_keep(user: User) -> Verdict:
    """Allow drafting agreements and recording performances and breaches."""
    if user.holds(P.AGREEMENTS_KEEP):
        return YES
    return Verdict(_("Your role does not include keeping agreements."))


def can_change(user: User, agreement: Agreement) -> Verdict:
    """Allow changing a draft."""
    if not (may := can_keep(user)):
        return may
    if agreement.status != Status.DRAFT:
        return Verdict(_("What was agreed no longer changes; end it and agree anew."))
    return YES


def can_record(user: User, agreement: Agreement) -> Verdict:
    """Allow recording a performance or a dispute while the agreement is in force."""
    if not (may := can_keep(user)):
        return may
    return YES if agreement.status in RUNNING else Verdict(_("The agreement is not in force."))


def _rules(user: User | None, verb: str, agreement: Agreement) -> Verdict:
    """Let another than the drafter activate, with nothing missing, and end nothing contested
    (PRE-3). Nobody supersedes directly: the amendment does, see `can_replace`.
    """
    if user is None or verb == "supersede":
        return Verdict(OTHER_ROLE)
    if verb == "activate":
        return _may_activate(user, agreement)
    if verb == "end_agreement" and _is_contested(agreement):
        return Verdict(_("A dispute about it is not settled yet."))
    return YES


def _person_of(agreement: Agreement) -> Person | None:
    return agreement.person


AGREEMENT = Procedure(
    model=Agreement,
    lifecycle=LIFECYCLE,
    record=record,
    other_stage=gettext_lazy("The agreement is at another stage."),
    rules=_rules,
    joined=("person",),
    root=_person_of,
)
can = AGREEMENT.can


def _is_contested(agreement: Agreement) -> bool:
    return any(dispute.status == DisputeStatus.RAISED for dispute in queries.disputes(agreement))


def can_amend(user: User, agreement: Agreement) -> Verdict:
    """Allow drafting an amendment of an agreement in force: never two at a time, and not while a
    breach is open.
    """
    if not (may := can_keep(user)):
        return may
    if agreement.status == Status.BREACHED:
        return Verdict(
            _("A breach of it is still open. It is settled first, then the agreement is amended.")
        )
    if agreement.status != Status.ACTIVE:
        return Verdict(_("The agreement is not in force."))
    if queries.amendment_of(agreement):
        return Verdict(_("An amendment of it is drafted already. Go on with that one."))
    return YES


def can_replace(earlier: Agreement) -> Verdict:
    """Check whether an amendment may replace the earlier agreement now."""
    if earlier.status not in LIFECYCLE["supersede"].since:
        return Verdict(
            _("The agreement that it amends is not in force, or a breach of it is open.")
        )
    if _is_contested(earlier):
        return Verdict(_("A dispute about the agreement that it amends is not settled yet."))
    return YES


def _may_activate(user: User, agreement: Agreement) -> Verdict:
    # Two people for every agreement: the drafter does not also put it into force (ADR 35).
    if user.pk == agreement.drafted_by_id:
        return Verdict(_("You drafted it, so somebody else lets it enter into force."))
    if missing := queries.lacks(agreement):
        # The page shows the same list from the first day, so a refusal here names all gaps at once.
        parameters = {"what": "، ".join(missing)}
        return Verdict(_("The agreement cannot enter into force; it lacks: %(what)s.") % parameters)
    return can_replace(agreement.amends) if agreement.amends else YES


def _on_agreement(
    *,
    verb: str,
    subject: models.Model,
    by: Any,
    at: datetime,
    root: models.Model | None,
    data: dict[str, Any] | None,
) -> None:
    """Record a step of a breach or a dispute as an event of its agreement, with its key."""
    assert isinstance(subject, Breach | Dispute)  # noqa: S101 - of these two procedures alone
    agreement = subject.agreement
    record(verb=verb, subject=agreement, root=agreement.person, by=by, at=at, data=data)


def _breach_rules(user: User | None, verb: str, breach: Breach) -> Verdict:
    """Let another than the person who recorded the breach decide it (PRE-4)."""
    if user is None:
        return Verdict(OTHER_ROLE)
    # Recording a cure decides nothing against anybody, so whoever recorded the breach may do it.
    if verb != "cure_breach" and user.pk == breach.recorded_by_id:
        return Verdict(_("You recorded it, so somebody else decides what follows."))
    return YES


def _breach_data(verb: str, breach: Breach) -> dict[str, Any]:
    if verb == "decide_breach":
        return {"breach": breach.pk, "consequence": breach.consequence}
    return {"breach": breach.pk}


def _lock_agreement(breach: Breach) -> Agreement:
    """Lock the agreement before its breach, as every step does, so that two never cross."""
    return AGREEMENT.lock(Agreement(pk=breach.agreement_id))


BREACH = Procedure(
    model=Breach,
    lifecycle=BREACH_LIFECYCLE,
    record=_on_agreement,
    other_stage=gettext_lazy("The breach is at another stage."),
    rules=_breach_rules,
    joined=("agreement__person",),
    lock_parent=_lock_agreement,
    data=_breach_data,
)
can_on_breach = BREACH.can


def _dispute_rules(user: User | None, verb: str, dispute: Dispute) -> Verdict:
    """Let somebody settle it who took no part before (PRE-5)."""
    if user is None:
        return Verdict(NOT_SETTLER)
    # The database refuses only the staff member who took the dispute down; the rest of the
    # separation of duties is checked here.
    if user.pk in queries.took_part(dispute.agreement) or user.pk == dispute.raised_by_id:
        return Verdict(_("You took part in this agreement, so somebody else settles the dispute."))
    return YES


def _dispute_data(verb: str, dispute: Dispute) -> dict[str, int]:
    return {"dispute": dispute.pk}


DISPUTE = Procedure(
    model=Dispute,
    lifecycle=DISPUTE_LIFECYCLE,
    record=_on_agreement,
    other_stage=gettext_lazy("The dispute is settled already."),
    other_role=NOT_SETTLER,
    rules=_dispute_rules,
    joined=("agreement__person",),
    data=_dispute_data,
)


def can_acknowledge(user: User | None) -> Verdict:
    """Allow recording that a person knows their rights and duties: an officer at the desk, or the
    person on the portal (`user` is None).
    """
    if user is None or user.holds(P.VISITS_RECORD):
        return YES
    return Verdict(_("Your role does not include receiving people."))


def is_settled(agreement: Agreement) -> bool:
    """Tell whether no breach of the agreement is open."""
    return not agreement.breaches.filter(status__in=OPEN_BREACH).exists()
