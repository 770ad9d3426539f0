"""The life of an agreement: drafting, signing, entering into force complete, ending (PRE-3)."""

import uuid
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wasl.accounts.models import Association, User
from wasl.agreements import policies, queries
from wasl.agreements.actions.amending import supersede
from wasl.agreements.models.agreement import (
    Agreement,
    AgreementFile,
    Kind,
    Party,
    PartyKind,
    SignedHow,
    Term,
    TermKind,
)
from wasl.beneficiaries.models.person import Person
from wasl.common.clock import day_of
from wasl.common.dates import WrittenDate
from wasl.common.numbering import next_number
from wasl.common.uploads import Accepted
from wasl.common.verdicts import Refused

SAID = ("kind", "title", "subject", "liability", "consequences", "disputes")


@transaction.atomic
def draft(
    *,
    data: dict[str, Any],
    person: Person | None,
    body: str = "",
    spokesman: str = "",
    email: str = "",
    by: User,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Agreement:
    """Draft an agreement of the association with a person of the register or with another body.
    Raises `Refused`.
    """
    policies.can_keep(by).require()
    # A form sent twice carries the same key and gets the first draft back.
    if once and (before := Agreement.objects.filter(once=once).first()):
        return before
    if person is None and not body.strip():
        raise Refused(_("Say with whom it is: a person in the register or another body."))
    agreement = Agreement(
        reference=next_number("agreement", day_of(at)),
        person=person,
        drafted_at=at,
        drafted_by=by,
        once=once,
    )
    _write(agreement, data)
    agreement.save()
    association = Association.objects.first()
    Party.objects.create(
        agreement=agreement,
        kind=PartyKind.ASSOCIATION,
        name=association.name_ar if association else "",
    )
    # The name is copied, because the hash of each signature covers it.
    kind, name = (PartyKind.PERSON, person.full_name) if person else (PartyKind.BODY, body.strip())
    # A person is reached through the register, so their address is not copied.
    reached = {} if person else {"spokesman": spokesman.strip(), "email": email}
    Party.objects.create(agreement=agreement, kind=kind, name=name, **reached)
    policies.AGREEMENT.note("draft", agreement, by=by, at=at)
    return agreement


@transaction.atomic
def edit(*, agreement: Agreement, data: dict[str, Any], by: User, at: datetime) -> Agreement:
    """Change a draft. Signatures under the earlier words no longer count. Raises `Refused`."""
    agreement = _locked_draft(agreement, by)
    _write(agreement, data)
    agreement.save()
    policies.AGREEMENT.note("edit", agreement, by=by, at=at, fields=sorted(data))
    return agreement


def _write(agreement: Agreement, data: dict[str, Any]) -> None:
    for name in SAID:
        # An edit may send some of the fields only; the others keep their text.
        setattr(agreement, name, data.get(name, getattr(agreement, name) or ""))
    for name in ("starts", "ends"):
        if name in data:
            day: WrittenDate | None = data[name]
            setattr(agreement, f"{name}_date", day.day if day else None)
            # The date as it was typed, with its calendar; the day alone does not tell.
            setattr(agreement, f"{name}_written", day.text if day else "")
    if (
        agreement.kind not in Kind.values
        or not agreement.title.strip()
        or not agreement.subject.strip()
    ):
        raise Refused(_("Say what kind of agreement it is, its title and what it is about."))
    if (
        agreement.starts_date
        and agreement.ends_date
        and agreement.ends_date < agreement.starts_date
    ):
        raise Refused(_("It cannot end before it begins."))


@transaction.atomic
def add_term(
    *, agreement: Agreement, party: Party, data: dict[str, Any], by: User, at: datetime
) -> Term:
    """Add a right or a duty of a party; a duty says how it is performed and by when. Raises
    `Refused`.
    """
    agreement = _locked_draft(agreement, by)
    if party.agreement_id != agreement.pk or data.get("kind") not in TermKind.values:
        raise Refused(_("Choose whose it is, and whether it is a right or a duty."))
    due: WrittenDate | None = data.get("due")
    # The lock on the draft keeps two officers from taking the same place.
    last = agreement.terms.aggregate(last=Max("order"))["last"] or 0
    term = Term(
        agreement=agreement, party=party, kind=data["kind"], order=last + 1,
        text=data.get("text", "").strip(), how=data.get("how", "").strip(),
        due_date=due.day if due else None, every_months=data.get("every_months") or 0,
        due_event=data.get("due_event", "").strip(), event_days=data.get("event_days") or 0,
    )  # fmt: skip
    _refuse_term(term)
    term.save()
    policies.AGREEMENT.note("add_term", agreement, by=by, at=at, kind=term.kind, order=term.order)
    return term


def _refuse_term(term: Term) -> None:
    if not term.text:
        raise Refused(_("Write what the party has a right to, or must do."))
    if term.kind == TermKind.DUTY and not (term.how and (term.due_date or term.due_event)):
        raise Refused(_("Of a duty say how it is performed, and by which day or at what event."))
    if term.every_months and not term.due_date:
        raise Refused(_("What is repeated needs the day on which it is due first."))
    if term.due_date and (term.due_event or term.event_days):
        raise Refused(
            _("Name either the day by which it is due, or the event from which its day is counted.")
        )


@transaction.atomic
def remove_term(*, term: Term, by: User, at: datetime) -> None:
    """Remove a right or a duty from a draft. Raises `Refused`."""
    agreement = _locked_draft(term.agreement, by)
    # Recorded before the row is gone; the trail is the only place that still knows it.
    policies.AGREEMENT.note(
        "remove_term", agreement, by=by, at=at, kind=term.kind, order=term.order
    )
    term.delete()


@transaction.atomic
def sign_party(*, party: Party, how: str, witness: str = "", by: User, at: datetime) -> Party:
    """Record that a party agrees to exactly the current draft, including its limits of liability:
    by a declaration before an officer and a witness, or on paper (PRE-4). Raises `Refused`.
    """
    agreement = _locked_draft(party.agreement, by)
    if how not in SignedHow.values:
        raise Refused(_("Choose how it was signed."))
    # PRE-4: the limits of liability are shown before acceptance, so there must be some to show.
    if not agreement.liability.strip():
        raise Refused(
            _("Write the limits of liability first: they are shown before anybody agrees.")
        )
    if how == SignedHow.DECLARATION and party.kind != PartyKind.ASSOCIATION and not witness.strip():
        raise Refused(_("Name who witnessed the declaration."))
    # The draft is locked too, so the hash is of the words that the party saw.
    party = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    party.signed_how, party.signed_hash = how, queries.content_hash(agreement)
    party.signed_at, party.recorded_by, party.witness = at, by, witness.strip()
    party.save()
    policies.AGREEMENT.note("sign_party", agreement, by=by, at=at, how=how, party=party.kind)
    return party


@transaction.atomic
def add_file(*, agreement: Agreement, accepted: Accepted, by: User, at: datetime) -> AgreementFile:
    """Store the signed paper or another file of the agreement; an e-invoice inside it becomes a
    file of its own. Raises `Refused`.
    """
    policies.can_keep(by).require()
    agreement_file = AgreementFile(
        agreement=agreement, name=accepted.name, kind=accepted.kind, size=accepted.size,
        sha256=accepted.sha256, added_at=at, added_by=by,
    )  # fmt: skip
    try:
        # Stored under its key: a name from outside never becomes a path.
        agreement_file.file.save(
            f"{agreement_file.key}.{accepted.suffix}", ContentFile(accepted.content), save=False
        )
    except OSError as error:
        # Refused instead of a server error: the officer learns that nothing was stored.
        raise Refused(
            _(
                "The file could not be kept; the disk may be full. Tell the "
                "administrator and try again."
            )
        ) from error
    agreement_file.save()
    policies.AGREEMENT.note("add_file", agreement, by=by, at=at, sha256=agreement_file.sha256)
    # The invoice that an invoice PDF carries inside.
    for carried in accepted.inside:
        add_file(agreement=agreement, accepted=carried, by=by, at=at)
    return agreement_file


@transaction.atomic
def activate(*, agreement: Agreement, by: User, at: datetime) -> Agreement:
    """Put a complete agreement, signed by every party, into force; the drafter may not. Raises
    `Refused`.
    """
    # Always the earlier agreement first, so that two steps never wait for each other.
    if agreement.amends_id:
        earlier = policies.AGREEMENT.lock(Agreement(pk=agreement.amends_id))
    agreement = policies.AGREEMENT.lock(agreement)
    if agreement.amends_id:
        # The policy and `supersede` use the locked row, not another copy of it.
        agreement.amends = earlier
    policies.can(by, "activate", agreement).require()
    if agreement.amends_id:
        supersede(amendment=agreement, by=by, at=at)
    return policies.AGREEMENT.change(
        "activate", agreement, by=by, at=at, activated_at=at, activated_by=by
    )


@transaction.atomic
def discard(*, agreement: Agreement, reason: str, by: User, at: datetime) -> Agreement:
    """Discard a draft, with a reason. Raises `Refused`."""
    return _over(agreement, "discard", reason, by, at)


@transaction.atomic
def end_agreement(*, agreement: Agreement, reason: str, by: User, at: datetime) -> Agreement:
    """End an agreement that has run its time or that both sides gave up, with a reason. Raises
    `Refused`.
    """
    return _over(agreement, "end_agreement", reason, by, at)


def _over(agreement: Agreement, verb: str, reason: str, by: User, at: datetime) -> Agreement:
    if not reason.strip():
        raise Refused(_("Write why."))
    return policies.AGREEMENT.step(
        verb, agreement, by=by, at=at, over_at=at, over_by=by, over_reason=reason.strip()[:300]
    )


def _locked_draft(agreement: Agreement, by: User) -> Agreement:
    agreement = policies.AGREEMENT.lock(agreement)
    policies.can_change(by, agreement).require()
    return agreement
