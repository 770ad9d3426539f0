"""Amendments: a copy of an agreement in force is drafted, signed again, and replaces it (PRE-3)."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.agreements import policies, queries
from wasl.agreements.models.agreement import Agreement, Party, PartyKind, Term
from wasl.agreements.states import LIFECYCLE
from wasl.agreements.telling import tell_party
from wasl.common.clock import day_of
from wasl.common.numbering import next_number
from wasl.common.verdicts import Refused

# Signatures, files and breaches are not copied: they belong to the earlier agreement.
COPIED = (
    "person", "kind", "title", "subject", "starts_date", "starts_written", "ends_date",
    "ends_written", "liability", "consequences", "disputes",
)  # fmt: skip
TERM_COPIED = (
    "kind",
    "order",
    "text",
    "how",
    "due_date",
    "every_months",
    "due_event",
    "event_days",
)


@transaction.atomic
def amend(
    *, agreement: Agreement, reason: str, by: User, at: datetime, once: uuid.UUID | None = None
) -> Agreement:
    """Draft an amendment: a copy with parties, rights and duties, which names what it amends and
    why. Raises `Refused`.
    """
    policies.can_keep(by).require()
    # A form sent twice carries the same key and gets the first draft back.
    if once and (before := Agreement.objects.filter(once=once).first()):
        return before
    # Locked before the check: two officers who amend at once would both see no amendment yet.
    agreement = policies.AGREEMENT.lock(agreement)
    policies.can_amend(by, agreement).require()
    if not reason.strip():
        raise Refused(_("Write why it is amended."))
    draft = Agreement.objects.create(
        reference=next_number("agreement", day_of(at)), amends=agreement,
        amends_reason=reason.strip()[:300], drafted_at=at, drafted_by=by, once=once,
        **{name: getattr(agreement, name) for name in COPIED},
    )  # fmt: skip
    _copy_sides(agreement, draft, day_of(at))
    policies.AGREEMENT.note("amend", draft, by=by, at=at, amends=agreement.reference)
    return draft


def _copy_sides(agreement: Agreement, draft: Agreement, day: date) -> None:
    terms, over = queries.terms(agreement), _over(agreement, day)
    for party in queries.parties(agreement):
        copy = Party.objects.create(
            agreement=draft,
            kind=party.kind,
            name=party.name,
            spokesman=party.spokesman,
            email=party.email,
        )
        Term.objects.bulk_create(
            Term(
                agreement=draft,
                party=copy,
                # What was performed under the earlier agreement keeps counting (ADR 35).
                origin_id=term.first,
                **{name: getattr(term, name) for name in TERM_COPIED},
            )
            for term in terms
            if term.party_id == party.pk and term.pk not in over
        )


def _over(agreement: Agreement, day: date) -> set[int]:
    """Return the performed duties with a single day: they are done and stay with the earlier
    agreement.
    """
    return {
        obligation.term.pk
        for obligation in queries.obligations(agreement, day)
        if obligation.performance and obligation.term.due_date and not obligation.term.every_months
    }


@transaction.atomic
def supersede(*, amendment: Agreement, by: User, at: datetime) -> None:
    """End the agreement that an amendment replaces, and tell the parties. The caller has locked
    both rows.
    """
    earlier = amendment.amends
    assert earlier is not None  # noqa: S101 - the caller asks
    policies.can_replace(earlier).require()
    earlier.status = LIFECYCLE["supersede"].to
    earlier.over_at, earlier.over_by, earlier.over_reason = at, by, amendment.amends_reason
    # The reason of the amendment is the reason why the earlier agreement is over; the database
    # wants one.
    earlier.save()
    policies.AGREEMENT.note("supersede", earlier, by=by, at=at, amended_by=amendment.reference)
    params = {"reference": amendment.reference, "earlier": earlier.reference}
    # The association's own staff put it into force, so only the others are told.
    for party in amendment.parties.exclude(kind=PartyKind.ASSOCIATION).select_related(
        "agreement__person"
    ):
        tell_party(
            party=party, key="agreement_amended", params=params, once=f"amended:{party.pk}", at=at
        )
