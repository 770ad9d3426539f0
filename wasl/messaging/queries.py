"""Reading messages: the words of a template, the outbox."""

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wasl.accounts.models import Association
from wasl.common import dates
from wasl.common.crypto import blind, readable
from wasl.common.identifiers import mask_mobile
from wasl.common.templatetags.wasl import clock_
from wasl.messaging import texts
from wasl.messaging.models import Carrier, Message, MessageStatus, OneTimeCode, Template

MOST_LOOKED_AT = 50
ARRIVED = (MessageStatus.SENT, MessageStatus.DELIVERED)
RESEND_AFTER = timedelta(seconds=60)
# The reason of a message that is not sent because the person died.
STOPPED = "stopped"
SHIPPED = Path(__file__).with_name("templates.yaml")


@lru_cache
def shipped() -> dict[str, dict[str, Any]]:
    """Return the templates that come with the software, by key."""
    templates: dict[str, dict[str, Any]] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return templates


def expires_at(key: str, created_at: datetime) -> datetime | None:
    """Return when a message of this kind is too old to be worth sending; None for never."""
    minutes = shipped().get(key, {}).get("minutes")
    return created_at + timedelta(minutes=minutes) if minutes else None


def is_made_at_dispatch(key: str) -> bool:
    """Return whether the secret of such a message is made at dispatch and stored nowhere."""
    return key in settings.DISPATCHED


def made_secret(message: Message, at: datetime) -> str:
    """Return the secret that this kind of message makes at dispatch; '' when it is too late."""
    maker: Callable[[Message, datetime], str] = import_string(
        settings.DISPATCHED[message.template.key]
    )
    return maker(message, at)


def is_too_late(message: Message, at: datetime) -> bool:
    """Return whether the message would be of no use when it arrives."""
    expires = expires_at(message.template.key, message.created_at)
    if expires:
        return expires <= at
    return is_made_at_dispatch(message.template.key) and not made_secret(message, at)


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _text, name, _spec, _how in string.Formatter().parse(text) if name}


def require_all(template: Template, params: Mapping[str, Any], secret: str = "") -> None:
    """Raise `ValueError` for a value that is missing, or one that must not be stored.

    A value of None counts as omitted: nothing is printed as «None».
    """
    if secret and is_made_at_dispatch(template.key):
        raise ValueError(
            f"The secret of {template.key} is made when it goes out, and is stored nowhere."
        )
    present = {name for name, value in params.items() if value is not None}
    missing = (
        (placeholders(template.subject) | placeholders(template.body))
        - {"secret", "association"}
        - present
    )
    if missing:
        raise ValueError(f"The message {template.key} needs {', '.join(sorted(missing))}")


def newest(key: str, language: str) -> Template:
    """Return the newest version of a template: the association's own, else the shipped one.

    The shipped one may not be stored yet.
    """
    entry = shipped()[key]
    language = language if language in entry else "ar"
    stored = Template.objects.filter(key=key, language=language).order_by("-version").first()
    if stored and stored.version >= entry["version"]:
        return stored
    return Template(key=key, language=language, version=entry["version"], **entry[language])


def words(
    template: Template, params: Mapping[str, Any], secret: str, carrier: str = Carrier.SMS
) -> tuple[str, str]:
    """Return subject and body, filled.

    Names ending in `_date` hold ISO days, shown in both calendars.
    """
    with translation.override(template.language):
        association = Association.objects.first()
        apart = _as_it_is if carrier == Carrier.SMS else _apart
        values = {name: _shown(name, value, apart) for name, value in params.items()}
        values |= {
            "secret": secret,
            "association": association.short_name if association else _("The association"),
        }
        subject, body = template.subject.format_map(values), template.body.format_map(values)
    return subject, texts.written(body) if carrier == Carrier.SMS else body


@dataclass(frozen=True)
class Preview:
    """A text message as it would be sent, and how many parts it takes."""

    text: str
    parts: int


def preview(key: str, params: Mapping[str, Any], secret: str = "", language: str = "") -> Preview:
    """Preview a text message before somebody releases it.

    `secret` stands for a link or code of the same length.
    """
    template = newest(key, language or translation.get_language() or "ar")
    _subject, body = words(template, params, secret)
    return Preview(body, texts.parts(body))


def _shown(name: str, value: Any, apart: Callable[[str], str]) -> str:
    if name.endswith("_date"):
        day = date.fromisoformat(str(value))
        return f"{apart(dates.short_hijri(day))} ({apart(dates.short_gregorian(day))})"
    return apart(str(value))


def _as_it_is(text: str) -> str:
    """Leave out direction marks: in a text message they cost parts, or show as boxes."""
    return text


def _apart(text: str) -> str:
    """Isolate a text, so that it keeps its order inside Arabic."""
    # An isolate whose direction follows its first letter, and its end.
    return f"\u2068{text}\u2069" if translation.get_language_bidi() else text


@dataclass(frozen=True)
class Line:
    """A line of the outbox.

    No code, no link, and only so much of the address that two can be told apart.
    """

    id: int
    title: str
    carrier: str
    to: str
    status: str
    tone: str
    error: str
    when: str


TONES = {
    MessageStatus.DELIVERED: "go",
    MessageStatus.SENT: "note",
    MessageStatus.QUEUED: "wait",
    MessageStatus.FAILED: "stop",
}
ERRORS = {
    "too late": _l("Its time was over before it could be sent."),
    "not delivered": _l("The phone did not take it."),
    STOPPED: _l("Not sent: the person has died."),
    "no e-mail address": _l("It is no e-mail address."),
}


def why(message: Message) -> str:
    """Return in words why a message was not sent; the carrier's own code follows."""
    error = str(ERRORS.get(message.error, message.error))
    if message.address_refused:
        return _("The address was refused; correct it on the page of its owner. (%(code)s)") % {
            "code": error
        }
    return error


def refused_addresses(person_ids: Any) -> set[str]:
    """Return the person's addresses that a carrier refused and has not accepted since."""
    # Encrypted addresses cannot be compared in SQL, so a bounded number of rows is read.
    messages = (
        Message.objects.filter(person_id__in=person_ids).only("id", "recipient").order_by("-id")
    )
    refusals: dict[str, int] = {}
    for message in messages.filter(address_refused=True)[:MOST_LOOKED_AT]:
        refusals.setdefault(readable(message.recipient), message.pk)
    if not refusals:
        return set()
    later = messages.filter(status__in=ARRIVED, id__gt=min(refusals.values()))[:MOST_LOOKED_AT]
    arrivals = [(readable(message.recipient), message.pk) for message in later]
    return {
        address
        for address, refusal in refusals.items()
        if not any(recipient == address and pk > refusal for recipient, pk in arrivals)
    }


def line(message: Message) -> Line:
    """Return a message as the outbox shows it, titled by its subject in the reader's language."""
    entry = shipped().get(message.template.key, {})
    words_here = entry.get(translation.get_language() or "ar") or {}
    return Line(
        id=message.pk,
        title=words_here.get("subject") or message.template.subject,
        carrier=message.get_carrier_display(),
        to=mask_address(message),
        status=message.get_status_display(),
        tone=TONES[MessageStatus(message.status)],
        error=why(message),
        when=clock_(message.created_at),
    )


def mask_address(message: Message) -> str:
    """Mask a mobile or e-mail address: who knows it recognises it, others learn nothing."""
    if message.carrier == Carrier.SMS:
        return mask_mobile(message.recipient)
    local, _at, host = message.recipient.partition("@")
    return f"{local[:1]}•••@{host[:1]}•••"


def may_be_written_to(person_id: int | None) -> bool:
    """Return whether the register allows this person to be written to: not after their death."""
    return person_id is None or bool(import_string(settings.MAY_BE_WRITTEN_TO)(person_id))


def outbox(
    *, status: str = "", before: int | None = None, limit: int = 50
) -> tuple[list[Message], int | None]:
    """Return a page of messages, newest first, and the id before which the next page begins."""
    messages: QuerySet[Message] = Message.objects.select_related("template").order_by("-id")
    if status in MessageStatus.values:
        messages = messages.filter(status=status)
    if before:
        messages = messages.filter(id__lt=before)
    rows = list(messages[: limit + 1])
    return rows[:limit], rows[limit - 1].pk if len(rows) > limit else None


def to_person(person_ids: Any, limit: int = 10) -> list[Line]:
    """Return the latest messages to a person, under any of their file's numbers, newest first."""
    sent = (
        Message.objects.filter(person_id__in=person_ids).select_related("template").order_by("-id")
    )
    return [line(message) for message in sent[:limit]]


def mobile_mark(mobile: str) -> str:
    """Return the keyed mark by which the codes of a mobile are found."""
    return blind(mobile, "mobile of a code")


def address_mark(address: str) -> str:
    """Return the keyed mark of the address a code was requested from; '' when it is unknown."""
    return blind(address, "address of a code") if address else ""


def seconds_to_wait(purpose: str, subject: str, mobile_blind: str, at: datetime) -> int:
    """Return the seconds until the mobile may get another code of this purpose and subject.

    0 when it may at once.
    """
    codes = OneTimeCode.objects.filter(purpose=purpose, subject=subject, mobile_blind=mobile_blind)
    last = (
        # A code that was used may be followed by another at once.
        codes.filter(created_at__gt=at - RESEND_AFTER, used_at=None).order_by("-created_at").first()
    )
    return max(int((last.created_at + RESEND_AFTER - at).total_seconds()), 1) if last else 0


def subjects_proven_since(purpose: str, mobile_blind: str, since: datetime) -> set[str]:
    """Return the subjects of a purpose whose code came back from a mobile since a moment."""
    codes = OneTimeCode.objects.filter(
        purpose=purpose, mobile_blind=mobile_blind, created_at__gt=since, is_decoy=False
    )
    return set(codes.exclude(used_at=None).values_list("subject", flat=True).distinct())
