"""Requests about a person's own data: record, prove, extend, and answer within thirty days.

The answer goes out by message and letter.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.common import text as arabic
from wasl.common.clock import day_of
from wasl.common.numbering import next_number
from wasl.common.verdicts import Refused
from wasl.letters import actions as letters
from wasl.messaging import actions as messaging
from wasl.papers.kinds import Kind
from wasl.privacy import paperwork, policies
from wasl.privacy.models.requests import MOST_EXTENSION, DataSubjectRequest, IdentityProof, Right
from wasl.privacy.queries import deeds
from wasl.privacy.states import DestructionStatus, Status

# The PDPL's implementing regulation gives thirty days to answer.
DAYS_TO_ANSWER = 30


@transaction.atomic
def receive(
    *,
    right: str,
    channel: str,
    person: Person | None = None,
    requester_name: str = "",
    contact: str = "",
    details: str = "",
    representative: Representative | None = None,
    is_oral: bool = False,
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> DataSubjectRequest:
    """Record a request, spoken ones too. Its thirty days begin today.

    `by` is None for the person online, whose identity a code has proven.
    """
    policies.can_receive(by).require()
    # A second click of the form brings the same `once`; it returns the first request.
    if once and (before := DataSubjectRequest.objects.filter(once=once).first()):
        return before
    _refuse_request(right, person, requester_name, contact, details, representative, day_of(at))
    own = (
        {"identity_how": IdentityProof.CODE, "identity_at": at, "status": Status.IN_PROGRESS}
        if by is None
        else {}
    )
    data_request = DataSubjectRequest.objects.create(
        reference=next_number("data_request", day_of(at)),
        person=person,
        requester_name=arabic.clean(requester_name) or (person.full_name if person else ""),
        contact=contact,
        representative=representative,
        right=right,
        details=details,
        channel=channel,
        is_oral=is_oral,
        received_at=at,
        received_by=by,
        due_date=day_of(at) + timedelta(days=DAYS_TO_ANSWER),
        once=once,
        **own,
    )
    policies.REQUEST.note("receive", data_request, by=by, at=at, right=right, oral=is_oral)
    _tell(data_request, "data_request_received", at, due_date=data_request.due_date.isoformat())
    return data_request


def _refuse_request(
    right: str,
    person: Person | None,
    requester_name: str,
    contact: str,
    details: str,
    representative: Representative | None,
    day: date,
) -> None:
    if right not in Right.values:
        raise Refused(_("Choose what is asked for."))
    if person is None and not (requester_name.strip() and contact.strip()):
        raise Refused(_("Write who asks, and where the answer is to go."))
    if representative and (person is None or representative.person_id != person.pk):
        raise Refused(_("This representative acts for somebody else."))
    if representative and not representative.covers(day):
        raise Refused(_("The document by which this representative acts is not valid today."))
    # These two are about something particular; without it nobody knows what to correct or stop.
    if right in (Right.CORRECTION, Right.OBJECTION) and not details.strip():
        raise Refused(_("Write what should be otherwise, and how."))


@transaction.atomic
def prove_identity(
    *, data_request: DataSubjectRequest, how: str, by: User, at: datetime
) -> DataSubjectRequest:
    """Record how the identity was proven; a guardian or agent by their deed."""
    if how not in IdentityProof.values:
        raise Refused(_("Choose how it was made sure who asks."))
    if (data_request.representative_id is not None) != (how == IdentityProof.DEED_SEEN):
        raise Refused(
            _(
                "Whoever asks for another proves it by the deed; whoever asks for themself, by "
                "who they are."
            )
        )
    # A number given by an unknown asker proves only that they hold that phone (ADR 42).
    if data_request.person_id is None and how in (IdentityProof.CODE, IdentityProof.CALLED_BACK):
        raise Refused(_("No mobile of theirs is registered, so it proves nothing. Look at the ID."))
    policies.can_prove(data_request, day_of(at)).require()
    return policies.REQUEST.step(
        "prove_identity",
        data_request,
        by=by,
        at=at,
        identity_how=how,
        identity_at=at,
        identity_by=by,
    )


@transaction.atomic
def extend(
    *, data_request: DataSubjectRequest, days: int, reason: str, by: User, at: datetime
) -> DataSubjectRequest:
    """Take up to thirty days more, once, before the first thirty have passed.

    The person is notified with the reason.
    """
    policies.can_extend(by, data_request, day_of(at)).require()
    if not 1 <= days <= MOST_EXTENSION:
        raise Refused(_("An extension is of 1 to 30 days."))
    if not reason.strip():
        raise Refused(_("Write why more time is needed; the person is told."))
    due = data_request.due_date + timedelta(days=days)
    data_request = policies.REQUEST.step(
        "extend",
        data_request,
        by=by,
        at=at,
        due_date=due,
        extended_at=at,
        extended_by=by,
        extension_days=days,
        extension_reason=reason.strip(),
    )
    _tell(data_request, "data_request_extended", at, due_date=due.isoformat())
    return data_request


@transaction.atomic
def grant(
    *, data_request: DataSubjectRequest, answer: str = "", by: User, at: datetime
) -> DataSubjectRequest:
    """Grant what was done; the letter describes it."""
    return _settle(data_request, "grant", answer, "", by, at)


@transaction.atomic
def grant_in_part(
    *, data_request: DataSubjectRequest, answer: str, refusal: str, by: User, at: datetime
) -> DataSubjectRequest:
    """Grant the part that was done, with what was not done and why."""
    return _settle(data_request, "grant_in_part", answer, refusal, by, at)


@transaction.atomic
def refuse(
    *, data_request: DataSubjectRequest, answer: str, refusal: str, by: User, at: datetime
) -> DataSubjectRequest:
    """Refuse with a reason that is true today, in words the person understands."""
    return _settle(data_request, "refuse", answer, refusal, by, at)


@transaction.atomic
def withdraw(
    *, data_request: DataSubjectRequest, by: User | None, at: datetime
) -> DataSubjectRequest:
    """Take a request back, and reject a destruction that was only proposed for it."""
    # The request is locked before its destruction (`policies.lock_request`).
    data_request = policies.REQUEST.lock(data_request)
    policies.can_take_back(by, data_request).require()
    for destruction in data_request.destructions.select_for_update().filter(
        status=DestructionStatus.PROPOSED
    ):
        # Changed without asking: nobody may reject it but a second person, or this withdrawal.
        why = _("The person took the request back.")
        policies.DESTRUCTION.change(
            "reject_destruction", destruction, by=by, at=at, rejected_why=why
        )
    return policies.REQUEST.step("withdraw", data_request, by=by, at=at)


def _settle(
    data_request: DataSubjectRequest, verb: str, answer: str, refusal: str, by: User, at: datetime
) -> DataSubjectRequest:
    if verb != "grant" and not answer.strip():
        raise Refused(_("Write the answer; the person reads it."))
    # The lock makes a deed and an answer wait for each other: the letter is written from the deeds.
    data_request = policies.REQUEST.lock(data_request)
    policies.can_settle(by, verb, data_request, refusal, day_of(at)).require()
    lines = [*answer.strip().splitlines(), *paperwork.facts(deeds.deeds(data_request))]
    # A refused erasure names what blocks it today.
    if data_request.right == Right.DESTRUCTION:
        lines += paperwork.bars(data_request, day_of(at))
    data_request = policies.REQUEST.step(
        verb,
        data_request,
        by=by,
        at=at,
        answer="\n".join(lines),
        refusal=refusal,
        settled_at=at,
        settled_by=by,
    )
    _answer(data_request, Recipient.of(data_request), by, at)
    return data_request


@dataclass(frozen=True)
class Recipient:
    """The addressee of an answer. It is read before the data are destroyed."""

    name: str
    person: Person | None
    address: str
    carrier: str
    language: str

    @classmethod
    def of(cls, data_request: DataSubjectRequest) -> "Recipient":
        """Read the addressee from the current request."""
        person = data_request.person
        address = (person.mobile or person.email) if person else ""
        carrier = "sms" if person and person.mobile else "email"
        return cls(
            data_request.requester_name,
            person,
            address,
            carrier,
            person.language if person else "ar",
        )


@transaction.atomic
def settle_destroyed(
    *,
    data_request: DataSubjectRequest,
    recipient: Recipient,
    verb: str,
    refusal: str,
    by: User,
    at: datetime,
) -> DataSubjectRequest:
    """Answer a request whose destruction was carried out, in the same transaction.

    The letter names the request instead of the person.
    """
    lines = paperwork.facts(deeds.deeds(data_request))
    # The worker answers here, so the event has no actor; `by` is the officer who signs the letter.
    policies.REQUEST.change(
        verb,
        data_request,
        by=None,
        at=at,
        answer="\n".join(lines),
        refusal=refusal,
        settled_at=at,
        settled_by=by,
    )
    nameless = paperwork.nameless(data_request)
    _answer(data_request, replace(recipient, name=nameless, person=None), by, at)
    return data_request


def _answer(data_request: DataSubjectRequest, recipient: Recipient, by: User, at: datetime) -> None:
    data_request.letter = letters.issue(
        kind=Kind.LETTER,
        party=recipient.name,
        subject=paperwork.SUBJECTS[Right(data_request.right)],
        data=paperwork.answer(data_request, recipient.name),
        person=recipient.person,
        by=by,
        at=at,
    )
    data_request.save(update_fields=["letter"])
    _tell(data_request, "data_request_answered", at, recipient)


def _tell(
    data_request: DataSubjectRequest,
    key: str,
    at: datetime,
    recipient: Recipient | None = None,
    **params: str,
) -> None:
    """Notify by text or mail where the person can be reached.

    The message holds the reference and the day, nothing else.
    """
    to = recipient or Recipient.of(data_request)
    if not to.address or (to.person and to.person.has_died):
        return
    messaging.send(
        key=key,
        to=to.address,
        carrier=to.carrier,
        language=to.language,
        params={"reference": data_request.reference, **params},
        person_id=to.person.pk if to.person else None,
        about=data_request,
        # A verb that runs twice for a request must not notify twice.
        once_key=f"{key}:{data_request.pk}",
        at=at,
    )
