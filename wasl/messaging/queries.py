"""Reading what is sent: the words of a template, the outbox."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wasl.accounts.models import Association
from wasl.common import dates
from wasl.common.identifiers import mask_mobile
from wasl.common.templatetags.wasl import clock_
from wasl.messaging.models import Carrier, Message, MessageStatus, Template

SHIPPED = Path(__file__).with_name("templates.yaml")


@lru_cache
def shipped() -> dict[str, dict[str, Any]]:
    """The words that come with the software, by key."""
    return yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))


def expires_at(key: str, created_at: datetime) -> datetime | None:
    """When a message of this kind is too old to be worth sending; None for never."""
    minutes = shipped().get(key, {}).get("minutes")
    return created_at + timedelta(minutes=minutes) if minutes else None


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _text, name, _spec, _how in string.Formatter().parse(text) if name}


def require_all(template: Template, params: Mapping[str, Any]) -> None:
    """Raise `ValueError` where the caller left out what the words need."""
    missing = placeholders(template.body) - {"secret", "association"} - set(params)
    if missing:
        raise ValueError(f"The message {template.key} needs {', '.join(sorted(missing))}")


def words(template: Template, params: Mapping[str, Any], secret: str) -> tuple[str, str]:
    """Subject and body, filled. Names ending in `_date` hold ISO days, shown in both calendars."""
    with translation.override(template.language):
        association = Association.objects.first()
        values = {name: _shown(name, value) for name, value in params.items()}
        values |= {"secret": secret, "association": association.short_name if association else _("The association")}
        return template.subject.format_map(values), template.body.format_map(values)


def sample_words(key: str, params: Mapping[str, Any]) -> str:
    """The body of a shipped message in the reader's language, filled, for who decides whether it goes out."""
    entry = shipped()[key]
    association = Association.objects.first()
    values = {**params, "association": association.short_name if association else _("The association")}
    return str((entry.get(translation.get_language() or "ar") or entry["ar"])["body"]).format_map(values)


def _shown(name: str, value: Any) -> str:
    if name.endswith("_date"):
        day = date.fromisoformat(str(value))
        return f"{_apart(dates.short_hijri(day))} ({_apart(dates.short_gregorian(day))})"
    return _apart(str(value))


def _apart(text: str) -> str:
    """Kept from turning round inside Arabic text; Latin text needs nothing and would pay for it in parts."""
    return f"\u2068{text}\u2069" if translation.get_language_bidi() else text


@dataclass(frozen=True)
class Line:
    """One line of the outbox: no code, no link, and the address only so far that two can be told apart."""

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
    "too late": _l("The code ran out before it could be sent."),
    "not delivered": _l("The phone did not take it."),
}


def line(message: Message) -> Line:
    """A message as the outbox shows it; its title is the template's subject in the reader's language."""
    entry = shipped().get(message.template.key, {})
    words_here = entry.get(translation.get_language() or "ar") or {}
    return Line(
        id=message.pk,
        title=words_here.get("subject") or message.template.subject,
        carrier=message.get_carrier_display(),
        to=mask_address(message),
        status=message.get_status_display(),
        tone=TONES[MessageStatus(message.status)],
        error=str(ERRORS.get(message.error, message.error)),
        when=clock_(message.created_at),
    )


def mask_address(message: Message) -> str:
    """A mobile or an e-mail address that shows whom it might be to who knows, and nothing to others."""
    if message.carrier == Carrier.SMS:
        return mask_mobile(message.recipient)
    local, _at, host = message.recipient.partition("@")
    return f"{local[:1]}•••@{host[:1]}•••"


def outbox(*, status: str = "", before: int | None = None, limit: int = 50) -> tuple[list[Message], int | None]:
    """One page of the messages, newest first, and where the next page begins."""
    messages: QuerySet[Message] = Message.objects.select_related("template").order_by("-id")
    if status in MessageStatus.values:
        messages = messages.filter(status=status)
    if before:
        messages = messages.filter(id__lt=before)
    rows = list(messages[: limit + 1])
    return rows[:limit], rows[limit - 1].pk if len(rows) > limit else None


def to_person(person_ids: Any, limit: int = 10) -> list[Line]:
    """What was sent to one person lately, whatever the number of their file was then, newest first, for their page."""
    sent = Message.objects.filter(person_id__in=person_ids).select_related("template").order_by("-id")
    return [line(message) for message in sent[:limit]]
