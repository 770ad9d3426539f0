"""Claims of identity from afar: made, proven by a paper, joined, lapsed (ADR 42)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import naming, policies
from wasl.beneficiaries.actions.merging import merge
from wasl.beneficiaries.actions.pairs import keep_likely
from wasl.beneficiaries.checking import checked
from wasl.beneficiaries.models.claims import IdentityClaim, ProofPaper, ProofWay
from wasl.beneficiaries.models.merging import DuplicatePair, PairSource
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims, entering, identity
from wasl.beneficiaries.states import CLAIM_LIFECYCLE
from wasl.common.clock import day_of
from wasl.common.crypto import blind, readable
from wasl.common.dates import WrittenDate
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging


@transaction.atomic
def claim_identity(
    *,
    id_number: str,
    mobile: str,
    full_name: str,
    gender: str,
    birth: WrittenDate,
    language: str,
    by: None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> IdentityClaim:
    """Record that somebody with a proven mobile claims an ID (ADR 42).

    Their person has no number until the claim is proven, so nobody finds it by the ID.
    """
    # Before the count in `can_claim`: of two sessions at once, both would find room for a third ID.
    claims.hold_mobile(mobile)
    if once and (person := Person.objects.select_related("claim").filter(once=once).first()):
        return person.claim
    id_blind = blind(id_number, identity.ID)
    policies.can_claim(mobile, id_blind, at).require()
    data: dict[str, Any] = {
        "full_name": full_name,
        "gender": gender,
        "birth": birth,
        "mobile": mobile,
    }
    # Looked up before the person exists, who would be their own likeliest match.
    similar = entering.likely(None, data)
    values = checked({**data, "language": language}, at)
    person = Person.objects.create(**values, mobile_verified_at=at, registered_at=at, once=once)
    naming.keep([person])
    claim = IdentityClaim.objects.create(
        person=person, id_number=id_number, id_blind=id_blind, mobile=mobile, claimed_at=at
    )
    record(verb="beneficiaries.claim_identity", subject=claim, root=person, by=by, at=at)
    # Who looks like them is shown to an officer in the queue, never to the claimant.
    keep_likely(person=person, candidates=similar, by=by, at=at)
    return claim


@transaction.atomic
def tell_owner(*, claim: IdentityClaim, by: User | None, at: datetime) -> bool:
    """Tell the number's owner, on their registered mobile, that somebody claims it.

    At most once a week. Returns whether a message was sent.
    """
    _hold_number(claim.id_blind)
    owner = claims.owner_of(claim)
    # By number, not by claim: many claims on one ID must not become a flood of messages to its
    # owner.
    lately = IdentityClaim.objects.filter(
        id_blind=claim.id_blind, owner_told_at__gt=at - claims.OWNER_TOLD_EVERY
    )
    if owner is None or not owner.mobile or owner.has_died or lately.exists():
        return False
    messaging.send(
        key="claim_on_id",
        to=owner.mobile,
        language=owner.language,
        person_id=owner.pk,
        about=claim,
        at=at,
    )
    claim.owner_told_at = at
    claim.save(update_fields=["owner_told_at"])
    record(verb="beneficiaries.tell_owner", subject=claim, root=owner, by=by, at=at)
    return True


def prove_claim(
    *,
    claim: IdentityClaim,
    way: str,
    paper: str,
    number: str,
    seen: date,
    by: User | None,
    at: datetime,
    provider_reference: str = "",
) -> IdentityClaim:
    """Record that the claimant's paper was seen; their number is set, or the files are joined.

    `number` is read from the paper, not from the screen, and has to be the number that is claimed.
    A national provider proves by the same verb, with `by` None and its own reference. Joining is a
    merge of its own: where something stands in its way, the proof stays and the pair waits for
    somebody who may merge.
    """
    proof = Proof(way, paper, blind(number, identity.ID), seen, provider_reference)
    # Its own transaction, so that a merge that is refused does not take the proof with it.
    claim = _prove(claim, proof, by, at)
    owner = claims.owner_of(claim)
    if owner is not None and by is not None and policies.can_join_claim(by, owner, claim):
        merge(survivor=owner, merged=claim.person, by=by, at=at)
    return claim


@dataclass(frozen=True)
class Proof:
    """What was seen, and how."""

    way: str
    paper: str
    id_blind: str
    seen_date: date
    reference: str = ""


@transaction.atomic
def _prove(claim: IdentityClaim, proof: Proof, by: User | None, at: datetime) -> IdentityClaim:
    claim = IdentityClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    policies.can_prove_claim(by, claim).require()
    _refuse_weak_proof(claim, proof, by, at)
    claim.status = CLAIM_LIFECYCLE["prove_claim"].to
    claim.way, claim.paper, claim.seen_date = proof.way, proof.paper, proof.seen_date
    claim.proven_at, claim.proven_by, claim.provider_reference = at, by, proof.reference
    claim.save()
    data = {"way": proof.way, "paper": proof.paper, "seen": proof.seen_date.isoformat()}
    record(
        verb="beneficiaries.prove_claim", subject=claim, root=claim.person, by=by, at=at, data=data
    )
    # Of two claims on one free number that are proven at once, the second has to meet the first as
    # the number's owner.
    _hold_number(claim.id_blind)
    owner = claims.owner_of(claim)
    if owner is None:
        _set_number(claim, by, at)
    else:
        _keep_pair(claim, owner, at)
        _tell_joined(owner, claim, at)
    return claim


def _refuse_weak_proof(claim: IdentityClaim, proof: Proof, by: User | None, at: datetime) -> None:
    if proof.way not in ProofWay.values or proof.paper not in ProofPaper.values:
        raise Refused(_("Choose how the paper was seen, and which it was."))
    # `by` None comes from the provider's answer alone: nobody may claim a provider's word, and no
    # provider a paper.
    by_provider = proof.way == ProofWay.PROVIDER
    if by_provider != (by is None) or by_provider != (proof.paper == ProofPaper.PROVIDER_ANSWER):
        raise Refused(
            _("Only the national sign-in itself answers for somebody; an officer sees a paper.")
        )
    if by_provider and not proof.reference:
        raise Refused(_("The answer of the national sign-in has no reference."))
    if not day_of(claim.claimed_at) <= proof.seen_date <= day_of(at):
        raise Refused(_("The paper was seen between the day of the claim and today."))
    if proof.id_blind != claim.id_blind:
        raise Refused(_("The number on the paper is not the one that is claimed."))


def _set_number(claim: IdentityClaim, by: User | None, at: datetime) -> None:
    """Give the claimant the number, which nobody in the register has."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=claim.person_id)
    policies.stands(person).require()
    for name, value in checked({"id_number": readable(claim.id_number)}, at).items():
        setattr(person, name, value)
    person.save(update_fields=["id_number", "id_blind", "id_kind"])
    record(
        verb="beneficiaries.correct", subject=person, by=by, at=at, data={"fields": ["id_number"]}
    )


def _keep_pair(claim: IdentityClaim, owner: Person, at: datetime) -> None:
    """Put the two files into the queue of pairs, where they stay until they are joined."""
    first, second = sorted((claim.person_id, owner.pk))
    DuplicatePair.objects.get_or_create(
        first_id=first, second_id=second, defaults={"source": PairSource.OFFICER, "found_at": at}
    )


def _tell_joined(owner: Person, claim: IdentityClaim, at: datetime) -> None:
    """Tell the registered mobile that somebody showed the ID.

    So no insider can prove a claim without the owner learning of it.
    """
    if owner.mobile and owner.mobile != claim.mobile and not owner.has_died:
        messaging.send(
            key="claim_proven",
            to=owner.mobile,
            language=owner.language,
            person_id=owner.pk,
            about=claim,
            at=at,
        )


@transaction.atomic
def lapse_claim(*, claim: IdentityClaim, by: User | None, at: datetime) -> IdentityClaim:
    """Close a claim that nobody proved within sixty days, with a message to its mobile."""
    claim = (
        IdentityClaim.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=claim.pk)
    )
    policies.can_lapse_claim(by, claim, at).require()
    claim.status, claim.ended_at = CLAIM_LIFECYCLE["lapse_claim"].to, at
    claim.save(update_fields=["status", "ended_at"])
    messaging.send(
        key="claim_lapsed", to=claim.mobile, language=claim.person.language,
        person_id=claim.person_id, about=claim, once_key=f"claim_lapsed:{claim.pk}", at=at,
    )  # fmt: skip
    record(verb="beneficiaries.lapse_claim", subject=claim, root=claim.person, by=by, at=at)
    return claim


def _hold_number(id_blind: str) -> None:
    """Hold a number until the transaction ends.

    The same advisory lock as for registering and correcting a number (`checking.refuse_known`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [id_blind])
