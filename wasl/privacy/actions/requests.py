"""What people ask about their own data: taken down, proven, answered within thirty days, by message
and letter.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.models import Person, Representative
from wasl.common import text as arabic
from wasl.common.clock import day_of
from wasl.common.numbering import next_number
from wasl.common.verdicts import Refused
from wasl.letters import actions as letters
from wasl.messaging import actions as messaging
from wasl.papers.kinds import Kind
from wasl.privacy import paperwork, policies, queries
from wasl.privacy.models import DataSubjectRequest, IdentityProof, Right
from wasl.privacy.models.requests import MOST_EXTENSION
from wasl.privacy.states import REQUEST_LIFECYCLE, DestructionStatus, Status

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
    """Take down a request, spoken ones too. Its thirty days begin today; `by` None is the person,
    proven by a code.
    """
    policies.can_receive(by).require()
    if once and (before := DataSubjectRequest.objects.filter(once=once).first()):
        return before
    _refuse_request(right, person, requester_name, contact, details, representative, day_of(at))
    own = (
        {"identity_how": IdentityProof.CODE, "identity_at": at, "status": Status.IN_PROGRESS}
        if by is None
        else {}
    )
    asked = DataSubjectRequest.objects.create(
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
    _note("receive", asked, by, at, right=right, oral=is_oral)
    _tell(asked, "data_request_received", at, due_date=asked.due_date.isoformat())
    return asked


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
    if right in (Right.CORRECTION, Right.OBJECTION) and not details.strip():
        raise Refused(_("Write what should be otherwise, and how."))


@transaction.atomic
def prove_identity(
    *, asked: DataSubjectRequest, how: str, by: User, at: datetime
) -> DataSubjectRequest:
    """Say how it was made sure who asks; a guardian or agent by their deed."""
    if how not in IdentityProof.values:
        raise Refused(_("Choose how it was made sure who asks."))
    if (asked.representative_id is not None) != (how == IdentityProof.DEED_SEEN):
        raise Refused(
            _(
                "Whoever asks for another proves it by the deed; whoever asks for themself, by "
                "who they are."
            )
        )
    if asked.person_id is None and how in (IdentityProof.CODE, IdentityProof.CALLED_BACK):
        raise Refused(_("No mobile of theirs is registered, so it proves nothing. Look at the ID."))
    policies.can_prove(asked, day_of(at)).require()
    return _move(asked, "prove_identity", by, at, identity_how=how, identity_at=at, identity_by=by)


@transaction.atomic
def extend(
    *, asked: DataSubjectRequest, days: int, reason: str, by: User, at: datetime
) -> DataSubjectRequest:
    """Take up to thirty days more, once, with a reason that the person is told before the first
    thirty have passed.
    """
    policies.can_extend(by, asked, day_of(at)).require()
    if not 1 <= days <= MOST_EXTENSION:
        raise Refused(_("An extension is of 1 to 30 days."))
    if not reason.strip():
        raise Refused(_("Write why more time is needed; the person is told."))
    due = asked.due_date + timedelta(days=days)
    given = {
        "extended_at": at,
        "extended_by": by,
        "extension_days": days,
        "extension_reason": reason.strip(),
    }
    asked = _move(asked, "extend", by, at, due_date=due, **given)
    _tell(asked, "data_request_extended", at, due_date=due.isoformat())
    return asked


@transaction.atomic
def grant(
    *, asked: DataSubjectRequest, answer: str = "", by: User, at: datetime
) -> DataSubjectRequest:
    """Say yes to what was done; the letter says what that was."""
    return _settle(asked, "grant", answer, "", by, at)


@transaction.atomic
def grant_in_part(
    *, asked: DataSubjectRequest, answer: str, refusal: str, by: User, at: datetime
) -> DataSubjectRequest:
    """Say what was done, what was not, and why not."""
    return _settle(asked, "grant_in_part", answer, refusal, by, at)


@transaction.atomic
def refuse(
    *, asked: DataSubjectRequest, answer: str, refusal: str, by: User, at: datetime
) -> DataSubjectRequest:
    """Say no, with a reason that is true today and in words the person understands."""
    return _settle(asked, "refuse", answer, refusal, by, at)


@transaction.atomic
def withdraw(*, asked: DataSubjectRequest, by: User | None, at: datetime) -> DataSubjectRequest:
    """The person no longer wants it: a destruction that was only proposed for it falls with it."""
    asked = _locked(asked)
    policies.can_take_back(by, asked).require()
    for destruction in asked.destructions.select_for_update().filter(
        status=DestructionStatus.PROPOSED
    ):
        destruction.status = DestructionStatus.REJECTED
        destruction.rejected_why = _("The person took the request back.")
        destruction.save(update_fields=["status", "rejected_why"])
        record(verb="privacy.reject_destruction", subject=destruction, by=by, at=at)
    return _move(asked, "withdraw", by, at)


def _settle(
    asked: DataSubjectRequest, verb: str, answer: str, refusal: str, by: User, at: datetime
) -> DataSubjectRequest:
    if verb != "grant" and not answer.strip():
        raise Refused(_("Write the answer; the person reads it."))
    asked = _locked(asked)
    policies.can_settle(by, verb, asked, refusal, day_of(at)).require()
    told = [*answer.strip().splitlines(), *paperwork.facts(queries.deeds(asked))]
    if asked.right == Right.DESTRUCTION:
        told += paperwork.bars(asked, day_of(at))
    asked = _move(
        asked, verb, by, at, answer="\n".join(told), refusal=refusal, settled_at=at, settled_by=by
    )
    _answer(asked, Recipient.of(asked), by, at)
    return asked


@dataclass(frozen=True)
class Recipient:
    """Whom the answer goes to: read before the data are destroyed, where they are."""

    name: str
    person: Person | None
    address: str
    carrier: str
    language: str

    @classmethod
    def of(cls, asked: DataSubjectRequest) -> "Recipient":
        """Read who asked from the request as it stands."""
        person = asked.person
        address = (person.mobile or person.email) if person else ""
        carrier = "sms" if person and person.mobile else "email"
        return cls(
            asked.requester_name, person, address, carrier, person.language if person else "ar"
        )


@transaction.atomic
def settle_destroyed(
    *,
    asked: DataSubjectRequest,
    recipient: Recipient,
    verb: str,
    refusal: str,
    by: User,
    at: datetime,
) -> DataSubjectRequest:
    """Answer a request whose destruction was carried out, in the same transaction. The letter names
    nobody any more.
    """
    told = paperwork.facts(queries.deeds(asked))
    asked.status = REQUEST_LIFECYCLE[verb].to
    asked.answer, asked.refusal = "\n".join(told), refusal
    asked.settled_at, asked.settled_by = at, by
    asked.save()
    _note(verb, asked, None, at)
    nameless = paperwork.nameless(asked)
    _answer(asked, replace(recipient, name=nameless, person=None), by, at)
    return asked


def _answer(asked: DataSubjectRequest, recipient: Recipient, by: User, at: datetime) -> None:
    asked.letter = letters.issue(
        kind=Kind.LETTER,
        party=recipient.name,
        subject=paperwork.SUBJECTS[Right(asked.right)],
        data=paperwork.answer(asked, recipient.name),
        person=recipient.person,
        by=by,
        at=at,
    )
    asked.save(update_fields=["letter"])
    _tell(asked, "data_request_answered", at, recipient)


def _locked(asked: DataSubjectRequest) -> DataSubjectRequest:
    rows = DataSubjectRequest.objects.select_for_update(of=("self",))
    return rows.select_related("person", "representative").get(pk=asked.pk)


def _move(
    asked: DataSubjectRequest, verb: str, by: User | None, at: datetime, **changes: Any
) -> DataSubjectRequest:
    asked = _locked(asked)
    policies.can(by, verb, asked).require()
    asked.status = REQUEST_LIFECYCLE[verb].to
    for name, value in changes.items():
        setattr(asked, name, value)
    asked.save()
    _note(verb, asked, by, at)
    return asked


def _note(verb: str, asked: DataSubjectRequest, by: User | None, at: datetime, **data: Any) -> None:
    record(verb=f"privacy.{verb}", subject=asked, root=asked.person, by=by, at=at, data=data)


def _tell(
    asked: DataSubjectRequest,
    key: str,
    at: datetime,
    recipient: Recipient | None = None,
    **params: str,
) -> None:
    """By text or mail where the person can be reached; the words hold the reference and the day,
    nothing else.
    """
    to = recipient or Recipient.of(asked)
    if not to.address or (to.person and to.person.has_died):
        return
    messaging.send(
        key=key,
        to=to.address,
        carrier=to.carrier,
        language=to.language,
        params={"reference": asked.reference, **params},
        person_id=to.person.pk if to.person else None,
        about=asked,
        once_key=f"{key}:{asked.pk}",
        at=at,
    )
