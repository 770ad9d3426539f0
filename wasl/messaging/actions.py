"""Sending: put a message into the outbox, hand it over, note the outcome; one-time codes."""

import hmac
import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.crypto import LostKey, blind, readable
from wasl.common.jobs import defer_once
from wasl.common.verdicts import Refused
from wasl.messaging import policies, queries
from wasl.messaging.channels import ChannelFailed, deliver
from wasl.messaging.models import (
    Carrier,
    CodePurpose,
    Message,
    MessageStatus,
    OneTimeCode,
    Template,
)

logger = logging.getLogger(__name__)
SEND = "wasl.messaging.tasks.send_message"
# Attempts.
GIVE_UP_AFTER = 8

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
# Longer than the month over which the IDs of a mobile are counted (ADR 42).
CODES_KEPT = timedelta(days=40)
TEMPLATE_OF = {
    CodePurpose.VERIFY_MOBILE: "code_verify",
    CodePurpose.OPEN_FILE: "code_verify",
    CodePurpose.CONFIRM_MOBILE: "code_verify",
    CodePurpose.SIGN: "code_sign",
    CodePurpose.TRACK: "code_track",
    CodePurpose.RECEIVE: "code_receive",
}


@transaction.atomic
def send(
    *,
    key: str,
    to: str,
    carrier: str = Carrier.SMS,
    language: str = "ar",
    params: dict[str, Any] | None = None,
    secret: str = "",
    person_id: int | None = None,
    about: models.Model | None = None,
    once_key: str | None = None,
    not_before: datetime | None = None,
    at: datetime,
) -> Message:
    """Put a message into the outbox, in the caller's transaction.

    A second call with the same `once_key` adds none.

    `params` holds references, codes and days (`…_date`), never names, amounts or reasons. Nothing
    is sent before the caller commits, nor before `not_before` (the end of quiet hours), nor to a
    person who died; such a message is stored as failed, with that reason.
    """
    if once_key and (earlier := Message.objects.filter(once_key=once_key).first()):
        return earlier
    template = _template(key, language)
    queries.require_all(template, params or {}, secret)
    message = Message(
        carrier=carrier, template=template, recipient=to, params=params or {}, secret=secret,
        person_id=person_id, about_type=about._meta.label_lower if about else "",
        about_id=str(about.pk) if about else "", once_key=once_key, created_at=at,
    )  # fmt: skip
    # Asked here and again at the handing over, so that no caller can forget it (ADR 49).
    if not queries.may_be_written_to(person_id):
        message.status, message.error, message.secret = MessageStatus.FAILED, queries.STOPPED, ""
    if not _stored(message):
        return Message.objects.get(once_key=once_key)
    if not message.has_failed:
        _enqueue(message, not_before)
    verb = "messaging.stop" if message.has_failed else "messaging.send"
    record(
        verb=verb,
        subject=message,
        root=about,
        by=None,
        at=at,
        data={"template": key, "carrier": carrier},
    )
    return message


def _enqueue(message: Message, not_before: datetime | None) -> None:
    wait = (
        not_before - message.created_at if not_before and not_before > message.created_at else None
    )
    defer_once(SEND, f"send:{message.pk}", wait=wait, message_id=message.pk)


def _stored(message: Message) -> bool:
    """Save the message.

    Return False when another transaction was first with the same `once_key`.
    """
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError:
        if message.once_key:
            return False
        raise
    return True


def _template(key: str, language: str) -> Template:
    """Return the newest version of a template, stored: the association's own or the shipped one."""
    words = queries.newest(key, language)
    if words.pk is None:
        words, _made = Template.objects.get_or_create(
            key=key,
            language=words.language,
            version=words.version,
            defaults={"subject": words.subject, "body": words.body},
        )
    return words


@transaction.atomic
def hand_over(*, message_id: int, at: datetime) -> ChannelFailed | None:
    """Give a queued message to its carrier and note the outcome.

    Return the failure when another try may help. The row is locked meanwhile, so two workers cannot
    both send it. A worker killed between the carrier's yes and our note sends again with the same
    reference, which the carrier answers without repeating.
    """
    # Of the message alone: its template is shared, and would make all sending wait.
    message = Message.objects.select_for_update(of=("self",), skip_locked=True).select_related("template").filter(
        pk=message_id, status=MessageStatus.QUEUED,
    ).first()  # fmt: skip
    if message is None:
        return None
    if queries.is_too_late(message, at):
        _fail(message, "too late", at)
        return None
    if not queries.may_be_written_to(message.person_id):
        _stop(message, at)
        return None
    message.attempts += 1
    try:
        message.external_id = _delivered(message, at)
    except LostKey:
        # With a lost key nothing is sent and no attempt is counted; the job waits until the keys
        # are back.
        raise
    # Whatever a carrier raises is counted, or a message would be tried for ever.
    except Exception as error:
        failure = error if isinstance(error, ChannelFailed) else ChannelFailed(type(error).__name__)
        return _failed(message, failure, at)
    message.status, message.sent_at, message.secret, message.error = MessageStatus.SENT, at, "", ""
    message.save(update_fields=["status", "sent_at", "secret", "error", "attempts", "external_id"])
    return None


def _delivered(message: Message, at: datetime) -> str:
    """Fill the words and hand the message over; return the carrier's own id."""
    secret, to = _secret(message, at), readable(message.recipient)
    subject, body = queries.words(message.template, message.params, secret, message.carrier)
    return deliver(
        message.carrier, to=to, subject=subject, body=body, reference=str(message.reference)
    )


def _secret(message: Message, at: datetime) -> str:
    """Return the value of `{secret}`: stored until now, or made for this dispatch only."""
    if queries.is_made_at_dispatch(message.template.key):
        return queries.made_secret(message, at)
    return readable(message.secret)


def _failed(message: Message, failure: ChannelFailed, at: datetime) -> ChannelFailed | None:
    """Note a failure.

    Return it when it is temporary, None when it is final or happened too often.
    """
    logger.warning("message %s: attempt %s: %s", message.pk, message.attempts, failure)
    message.error, message.address_refused = str(failure)[:200], failure.is_bad_address
    if failure.is_final or message.attempts >= GIVE_UP_AFTER:
        _fail(message, message.error, at)
        return None
    message.save(update_fields=["attempts", "error"])
    return failure


def _stop(message: Message, at: datetime) -> None:
    message.status, message.error, message.secret = MessageStatus.FAILED, queries.STOPPED, ""
    message.save(update_fields=["status", "error", "secret"])
    record(
        verb="messaging.stop",
        subject=message,
        by=None,
        at=at,
        data={"template": message.template.key},
    )


@transaction.atomic
def stop(*, person_id: int, by: User | None, at: datetime) -> int:
    """Take queued messages to a person who died out of the queue; return how many there were."""
    queued = Message.objects.select_for_update(of=("self",)).select_related("template")
    # Locked in the order of their keys, so that two transactions cannot wait for each other.
    waiting = list(queued.filter(person_id=person_id, status=MessageStatus.QUEUED).order_by("pk"))
    for message in waiting:
        _stop(message, at)
    return len(waiting)


def _fail(message: Message, error: str, at: datetime) -> None:
    message.status, message.error = MessageStatus.FAILED, error
    if queries.expires_at(message.template.key, message.created_at):
        # A code that was not sent in time is of no use.
        message.secret = ""
    message.save(update_fields=["status", "error", "address_refused", "secret", "attempts"])
    record(
        verb="messaging.fail",
        subject=message,
        by=None,
        at=at,
        data={"template": message.template.key},
    )


@transaction.atomic
def retry(*, message: Message, by: User, at: datetime) -> None:
    """Queue a failed message again."""
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("template")
        .get(pk=message.pk)
    )
    policies.can_retry(by, message, at).require()
    message.status, message.attempts, message.error = MessageStatus.QUEUED, 0, ""
    message.address_refused = False
    message.save(update_fields=["status", "attempts", "error", "address_refused"])
    defer_once(SEND, f"send:{message.pk}", message_id=message.pk)
    record(
        verb="messaging.retry",
        subject=message,
        by=by,
        at=at,
        data={"template": message.template.key},
    )


@transaction.atomic
def note_delivery(*, external_id: str, is_delivered: bool, at: datetime) -> bool:
    """Note a carrier's delivery report, which may come twice.

    Return False when no such message is known.
    """
    message = Message.objects.select_for_update().filter(external_id=external_id).first()
    if message is None:
        return False
    # A second report, or one after a final status, changes nothing.
    if message.status == MessageStatus.SENT:
        if is_delivered:
            message.status, message.delivered_at = MessageStatus.DELIVERED, at
        else:
            message.status, message.error = MessageStatus.FAILED, "not delivered"
        message.save(update_fields=["status", "delivered_at", "error"])
    return True


@transaction.atomic
def send_code(
    *,
    purpose: str,
    subject: str,
    mobile: str,
    at: datetime,
    language: str = "ar",
    address: str = "",
    decoy: bool = False,
    person_id: int | None = None,
) -> OneTimeCode:
    """Send a fresh six-digit code to a mobile; the previous one is void.

    Raises `Refused` when asked too often. `address` is where an unknown visitor asked from.
    `decoy`: do the same work and send nothing, so that a page answers alike, and as slowly, for a
    person it does not know.
    """
    mobile_blind, address_blind = queries.mobile_mark(mobile), queries.address_mark(address)
    # Always in this order, so that two requests at once are counted one after the other and never
    # deadlock.
    for mark in filter(None, (address_blind, mobile_blind)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [mark])
    policies.can_ask_from(address_blind, at).require()
    policies.can_send_code(purpose, subject, mobile_blind, at).require()
    code = f"{secrets.randbelow(1_000_000):06d}"
    row = OneTimeCode.objects.create(
        purpose=purpose,
        subject=subject,
        mobile_blind=mobile_blind,
        address_blind=address_blind,
        is_decoy=decoy,
        code_hash=_code_hash(purpose, subject, mobile_blind, code),
        created_at=at,
        expires_at=at + CODE_LASTS,
    )
    key = TEMPLATE_OF[CodePurpose(purpose)]
    with transaction.atomic():
        send(key=key, to=mobile, secret=code, language=language, person_id=person_id, at=at)
        # The same work, undone: the time it takes reveals nothing.
        transaction.set_rollback(decoy)
    return row


@transaction.atomic
def clear_codes(*, by: User | None, at: datetime) -> int:
    """Delete the codes that no limit counts any more; this is not recorded in the audit trail."""
    gone = 0
    for purpose in CodePurpose.values:
        old = OneTimeCode.objects.filter(purpose=purpose, created_at__lt=at - CODES_KEPT)
        gone += old.delete()[0]
    return gone


def _code_hash(purpose: str, subject: str, mobile_blind: str, code: str) -> str:
    return blind(f"{purpose}:{subject}:{mobile_blind}:{code}", "one-time code")


def check_code(*, purpose: str, subject: str, mobile: str, code: str, at: datetime) -> None:
    """Accept the newest code once, within its minutes and tries.

    Raises `Refused` in the same words for every fault. Call it before the transaction of the step
    it proves, never inside: a failed try must stay counted when that step is undone.
    """
    mobile_blind = queries.mobile_mark(mobile)
    # Durable: Django raises an error when this is called inside another transaction.
    with transaction.atomic(durable=True):
        row = (
            OneTimeCode.objects.select_for_update()
            .filter(purpose=purpose, subject=subject, mobile_blind=mobile_blind)
            .order_by("-created_at", "-id")
            .first()
        )
        code_hash = _code_hash(purpose, subject, mobile_blind, code.strip())
        # Compared even when there is no code, so that time tells nothing about who is known (ADR
        # 42).
        is_right = hmac.compare_digest(code_hash, row.code_hash if row else "0" * 64)
        is_open = (
            row is not None
            and row.used_at is None
            and row.expires_at > at
            and row.attempts < CODE_TRIES
        )
        if row is not None and is_open:
            row.attempts += 1
            row.used_at = at if is_right else None
            row.save(update_fields=["attempts", "used_at"])
    if not (is_right and is_open):
        raise Refused(_("This code is not right or has run out. Check it, or ask for a new one."))
