"""Circulars: written, approved by another person, sent in batches, reminders, calls and visits by
hand, and acknowledgement (PRE-8).
"""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.clock import RIYADH, day_of
from wasl.common.jobs import defer_once
from wasl.common.text import clean, clean_lines
from wasl.common.verdicts import Refused
from wasl.interactions import actions as contacts
from wasl.interactions.models import Direction
from wasl.messaging.actions import send as send_message
from wasl.messaging.models import Channel, Message
from wasl.outreach import policies, queries
from wasl.outreach.models import BY_MESSAGE, Audience, Circular, How, Kind, Reach, Recipient
from wasl.outreach.states import Status

SEND, REMIND = "wasl.outreach.tasks.send_batch", "wasl.outreach.tasks.remind_batch"
# People in a single transaction, for which the circular is locked (ADR 39).
BATCH = 100
# ADR 39: two reminders at most.
MOST_REMINDERS = 2
CHANNELS = {How.CALL: Channel.TELEPHONE, How.PAPER: Channel.LETTER, How.DESK: Channel.INTERVIEW}
# The fields of a circular that a person writes.
Words = Mapping[str, Any]


@transaction.atomic
def draft(*, words: Words, by: User, at: datetime) -> Circular:
    """Write a circular to an audience: about a version in force with its change in plain words, or
    an announcement. Raises `Refused`.
    """
    policies.can_write(by).require()
    circular = Circular()
    _put(circular, words, by, at)
    policies.CIRCULAR.note("draft", circular, by=by, at=at, audience=circular.audience)
    return circular


@transaction.atomic
def write(*, circular: Circular, words: Words, by: User, at: datetime) -> Circular:
    """Change a draft. The last person to write it counts as its author. Raises `Refused`."""
    circular = policies.CIRCULAR.lock(circular)
    policies.can_change(by, circular).require()
    _put(circular, words, by, at)
    policies.CIRCULAR.note("write", circular, by=by, at=at, audience=circular.audience)
    return circular


def _put(circular: Circular, words: Words, by: User, at: datetime) -> None:
    version = words.get("version")
    circular.kind, circular.version = (Kind.POLICY if version else Kind.ANNOUNCEMENT), version
    circular.audience = words["audience"]
    circular.service = words.get("service") if circular.audience == Audience.SERVICE else None
    for name in ("title_ar", "title_en"):
        setattr(circular, name, clean(words.get(name, "")))
    for name in ("body_ar", "body_en", "reduces_ar", "reduces_en"):
        setattr(circular, name, clean_lines(words.get(name, "")))
    # An announcement may name a reduced right too, without a version that says so.
    circular.reduces_rights = bool(version and version.reduces_rights) or bool(circular.reduces_ar)
    circular.due_date = words.get("due_date")
    _refuse_words(circular, at)
    # Whoever writes last is barred from approving, so a last change never goes out unread.
    circular.written_at, circular.written_by = at, by
    circular.counts, circular.counted_at = queries.counts(circular, at), at
    circular.save()


def _refuse_words(circular: Circular, at: datetime) -> None:
    if not circular.title_ar or not circular.body_ar:
        raise Refused(_("Write the title and the text in Arabic."))
    # Half a translation would send an English title over an Arabic text.
    if bool(circular.title_en) != bool(circular.body_en):
        raise Refused(_("Write both the title and the text in English, or neither."))
    if circular.audience == Audience.SERVICE and circular.service is None:
        raise Refused(_("Choose the service whose people are told."))
    if circular.reduces_rights and not circular.reduces_ar:
        raise Refused(
            _("The version reduces a right. Explain in plain words which one, and from when.")
        )
    if circular.due_date and circular.due_date <= day_of(at):
        raise Refused(_("Give them until a day that is still to come."))


@transaction.atomic
def approve(*, circular: Circular, by: User, at: datetime) -> Circular:
    """Approve a circular that somebody else wrote, with its people counted again: so many messages
    it sends and costs. Raises `Refused`.
    """
    circular = policies.CIRCULAR.step(
        "approve", circular, by=by, at=at, approved_at=at, approved_by=by
    )
    circular.counts, circular.counted_at = queries.counts(circular, at), at
    # A refusal here undoes the step above: both are in one transaction.
    if not circular.counts:
        raise Refused(_("Nobody is in this audience now."))
    circular.save(update_fields=["counts", "counted_at"])
    return circular


@transaction.atomic
def return_to_writing(*, circular: Circular, by: User, at: datetime) -> Circular:
    """Open an approved circular for changes; it needs a new approval. Raises `Refused`."""
    return policies.CIRCULAR.step(
        "return_to_writing", circular, by=by, at=at, approved_at=None, approved_by=None
    )


@transaction.atomic
def send(*, circular: Circular, by: User, at: datetime) -> Circular:
    """Start sending; the worker continues batch by batch, in the order of the persons' keys. Raises
    `Refused`.
    """
    circular = policies.CIRCULAR.step("send", circular, by=by, at=at, started_at=at)
    _enqueue(circular)
    return circular


@transaction.atomic
def stop(*, circular: Circular, by: User, at: datetime) -> Circular:
    """Stop the sending. Messages that have left are not called back. Raises `Refused`."""
    return policies.CIRCULAR.step("stop", circular, by=by, at=at)


@transaction.atomic
def resume(*, circular: Circular, by: User, at: datetime) -> Circular:
    """Continue a stopped sending. Raises `Refused`."""
    circular = policies.CIRCULAR.step("resume", circular, by=by, at=at)
    _enqueue(circular)
    return circular


def _enqueue(circular: Circular) -> None:
    defer_once(SEND, f"circular:{circular.pk}", circular_id=circular.pk)


@transaction.atomic
def go_on(*, by: User | None, at: datetime) -> int:
    """Make sure that every circular being sent has its job, and return how many there are."""
    circulars = list(queries.sending())
    for circular in circulars:
        _enqueue(circular)
    return len(circulars)


@transaction.atomic
def send_batch(*, circular: Circular, by: User | None, at: datetime) -> bool:
    """Send to the next people, and record in the same transaction how far it has come. A killed
    worker repeats nobody and leaves out nobody.

    Return False when nothing is left to do: the sending was stopped, or everybody has been reached.
    """
    circular = policies.CIRCULAR.lock(circular)
    # Stopped between two batches, or finished by another job.
    if circular.status != Status.SENDING:
        return False
    people = queries.next_batch(circular, at, BATCH)
    if not people:
        # Nobody is left in the second pass either, the one for people who joined meanwhile.
        policies.CIRCULAR.change("finish", circular, by=by, at=at, sent_at=at)
        return False
    rows = [
        Recipient(circular=circular, person=person, reach=person.reach, added_at=at)
        for person in people
    ]
    for row in Recipient.objects.bulk_create(rows):
        if row.reach in BY_MESSAGE:
            row.message = _message(row, "circular", f"circular:{row.pk}", at)
            row.save(update_fields=["message"])
    # The second pass finds people with lower keys; the mark must not go back.
    circular.last_person = max(circular.last_person, people[-1].pk)
    circular.save(update_fields=["last_person"])
    _enqueue(circular)
    return True


def _message(row: Recipient, key: str, once: str, at: datetime) -> Message:
    person, circular = row.person, row.circular
    is_sms = row.reach == Reach.SMS
    english = person.language == "en" and circular.title_en
    return send_message(
        key=key, to=person.mobile if is_sms else person.email, carrier="sms" if is_sms else "email",
        language="en" if english else "ar",
        params={"title": circular.title_en if english else circular.title_ar},
        # The link is a secret: whoever has it acknowledges for the person.
        secret=queries.link_of(row), person_id=person.pk, about=circular, once_key=once,
        not_before=queries.earliest(person, at), at=at,
    )  # fmt: skip


@transaction.atomic
def remind(*, circular: Circular, by: User | None, at: datetime) -> None:
    """Remind in the background those who have not acknowledged, once a day and twice in all. Raises
    `Refused`.
    """
    circular = policies.CIRCULAR.lock(circular)
    policies.can_remind(by, circular).require()
    # A job that waits already makes this call do nothing, and then nothing is recorded.
    if defer_once(REMIND, f"circular-reminder:{circular.pk}", circular_id=circular.pk):
        policies.CIRCULAR.note("remind", circular, by=by, at=at)


@transaction.atomic
def remind_batch(*, circular: Circular, by: User | None, at: datetime) -> int:
    """Remind the next people, record it in the same transaction, and return how many they are."""
    circular = policies.CIRCULAR.lock(circular)
    if not policies.can_remind(by, circular):
        return 0
    # Midnight in Riyadh: nobody is reminded twice on the same day.
    today = datetime.combine(day_of(at), time(), RIYADH)
    recipients = queries.due_for_reminder(circular, today, MOST_REMINDERS).select_related(
        "person", "circular"
    )
    rows = list(recipients.select_for_update(of=("self",))[:BATCH])
    for row in rows:
        row.reminders, row.reminded_at = row.reminders + 1, at
        row.message = _message(
            # The number makes the second reminder another message, and a repeated batch none.
            row,
            "circular_reminder",
            f"circular-reminder:{row.pk}:{row.reminders}",
            at,
        )
        row.save(update_fields=["reminders", "reminded_at", "message"])
    # A shorter batch was the last one.
    if len(rows) == BATCH:
        defer_once(REMIND, f"circular-reminder:{circular.pk}", circular_id=circular.pk)
    return len(rows)


@transaction.atomic
def record_told(
    *, recipient: Recipient, how: str, acknowledged: bool = False, by: User, at: datetime
) -> Recipient:
    """Record that somebody whom no message reached was informed by a call, by a visit or at the
    desk. It is a contact like any other. Raises `Refused`.
    """
    recipient = _recipient(recipient)
    policies.can_tell(by, recipient).require()
    if how not in CHANNELS:
        raise Refused(_("Say how they were told."))
    recipient.told_at, recipient.told_by = at, by
    recipient.save(update_fields=["told_at", "told_by"])
    if acknowledged:
        acknowledge(recipient=recipient, how=how, by=by, at=at)
    circular = recipient.circular
    # A call or visit for a circular shows in the history of contacts like any other.
    contacts.record_visit(
        person=recipient.person, channel=CHANNELS[How(how)], direction=Direction.OUT,
        subject=circular.title_ar, outcome=circular.body_ar, by=by, at=at,
    )  # fmt: skip
    record(
        verb="outreach.record_told",
        subject=recipient,
        by=by,
        at=at,
        root=recipient.person,
        data={"how": how},
    )
    return recipient


@transaction.atomic
def acknowledge(*, recipient: Recipient, how: str, by: User | None, at: datetime) -> Recipient:
    """Record that a person knows the circular: by their own link, or through an officer. A second
    time changes nothing. Raises `Refused`.
    """
    recipient = _recipient(recipient)
    policies.can_acknowledge(by, recipient, how).require()
    if recipient.acknowledged_at is None:
        recipient.acknowledged_at, recipient.acknowledged_how, recipient.acknowledged_by = (
            at,
            how,
            by,
        )
        recipient.save(update_fields=["acknowledged_at", "acknowledged_how", "acknowledged_by"])
        record(
            verb="outreach.acknowledge",
            subject=recipient,
            by=by,
            at=at,
            root=recipient.person,
            data={"how": how},
        )
    return recipient


def _recipient(recipient: Recipient) -> Recipient:
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("circular", "person")
    return rows.get(pk=recipient.pk)
