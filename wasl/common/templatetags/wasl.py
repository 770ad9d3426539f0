"""How values look on a page.

Everything with digits is isolated (`bdi`, or `dir` on `time`): Arabic text would otherwise show
1448-000123 and +966 backwards (tech.md 7). In lists, format in the query and pass strings.
"""

import hashlib
import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wasl.common import clock, dates, identifiers, numbers
from wasl.common.ids import uuid7
from wasl.common.text import clean
from wasl.common.verdicts import Verdict

register = template.Library()
NOTHING = SafeString("")
SPRITE = "wasl/icons.svg"
POINTING = frozenset({"arrow", "chevron", "send", "leave", "undo"})


def _isolated(text: Any, kind: str = "ref") -> SafeString:
    return (
        SafeString(f'<bdi dir="ltr" class="{kind}">{conditional_escape(text)}</bdi>')
        if text not in (None, "")
        else NOTHING
    )


@register.filter
def ref(value: object) -> SafeString:
    """Show a reference number: 1448-000117."""
    return _isolated(value)


@register.filter
def num(value: Any, places: int | None = None) -> SafeString:
    """Show a number with its grouping: 1,234."""
    return (
        NOTHING if value in (None, "") else _isolated(numbers.format_number(value, places), "num")
    )


@register.filter
def money(value: Any) -> SafeString:
    """Show a sum of riyals: 12,000 ريال."""
    if value in (None, ""):
        return NOTHING
    # A mark that no translation holds: the sum may come before or after the word.
    sentence = _("%(amount)s riyals") % {"amount": "\0"}
    return format_html(
        '<span class="money">{}{}{}</span>',
        *_around(sentence, _isolated(numbers.format_amount(value), "num")),
    )


def _around(sentence: str, markup: SafeString) -> tuple[str, SafeString, str]:
    before, _mark, after = sentence.partition("\0")
    return before, markup, after


def _day(value: Any) -> date | None:
    if isinstance(value, dates.WrittenDate):
        return value.day
    if isinstance(value, datetime):
        return clock.day_of(value)
    return value or None


def _in_tables(day: date) -> bool:
    return dates.FIRST_DAY <= day <= dates.LAST_DAY


@register.filter
def dual(value: Any) -> SafeString:
    """Show a day in both calendars, Hijri first, the Gregorian one muted (LET-2)."""
    day = _day(value)
    if day is None or not _in_tables(day):
        return gregorian(value)
    return format_html(
        '<time class="dual" datetime="{}"><bdi>{}</bdi> <bdi class="muted">{}</bdi></time>',
        day.isoformat(),
        dates.format_hijri(day),
        dates.format_gregorian(day),
    )


@register.filter
def hijri(value: Any) -> SafeString:
    """Show a day in the Hijri calendar, 12 جمادى الآخرة 1448هـ, the Gregorian one as tooltip."""
    day = _day(value)
    if day is None or not _in_tables(day):
        return gregorian(value)
    return _hijri(day, get_language() or "ar")


# The language is part of the key, because the tooltip is written in it.
@lru_cache(maxsize=4096)
def _hijri(day: date, language: str) -> SafeString:
    title = dates.format_gregorian(day, language)
    return format_html(
        '<time datetime="{}" title="{}" dir="auto">{}</time>',
        day.isoformat(),
        title,
        dates.format_hijri(day, language),
    )


@register.filter
def gregorian(value: Any) -> SafeString:
    """Show a day in the Gregorian calendar: 22 نوفمبر 2026م."""
    day = _day(value)
    if day is None:
        return NOTHING
    return format_html(
        '<time datetime="{}" dir="auto">{}</time>', day.isoformat(), dates.format_gregorian(day)
    )


@register.filter(name="clock")
def clock_(value: Any) -> SafeString:
    """Show a moment: the short Hijri day and the time in Riyadh.

    Its tooltip has both calendars in full.
    """
    if not value:
        return NOTHING
    at, day = value.astimezone(clock.RIYADH), clock.day_of(value)
    time = f"{at:%H:%M}"
    short = dates.short_hijri(day) if _in_tables(day) else dates.short_gregorian(day)
    full = dates.format_dual(day) if _in_tables(day) else dates.format_gregorian(day)
    return format_html(
        '<time datetime="{}" title="{}"><bdi>{}</bdi> <bdi dir="ltr">{}</bdi></time>',
        at.isoformat(timespec="seconds"),
        f"{full} {time}",
        short,
        time,
    )


@register.filter
def age(value: date | None, until: date | None = None) -> str:
    """Show a person's age in whole years; for a child under two, in months.

    `until`: the age they reached.
    """
    if value is None:
        return ""
    on = until or clock.today()
    months = (on.year - value.year) * 12 + on.month - value.month - (on.day < value.day)
    if months < 0:
        return ""
    if months < 24:
        return ngettext("%(count)s month old", "%(count)s months old", months) % {"count": months}
    years = months // 12
    return ngettext("%(count)s year old", "%(count)s years old", years) % {"count": years}


@register.filter
def phone(value: str | None) -> SafeString:
    """Show a mobile as people write it: 0512345678."""
    return _isolated(identifiers.national_form(value or ""), "phone")


@register.filter
def iban(value: str | None) -> SafeString:
    """Show an IBAN in groups of four."""
    return _isolated(identifiers.spaced_iban(value or ""), "iban")


@register.filter
def masked(value: str | None) -> SafeString:
    """Show an identifier, masked: 10••••4321."""
    return _isolated(identifiers.mask(value or ""), "ref masked")


@register.filter
def masked_phone(value: str | None) -> SafeString:
    """Show a mobile, masked: 05••••678."""
    return _isolated(identifiers.mask_mobile(value or ""), "phone masked")


@register.filter
def masked_iban(value: str | None) -> SafeString:
    """Show an IBAN, masked to its bank and last four."""
    return _isolated(identifiers.mask_iban(value or ""), "iban masked")


@register.filter
def name(value: Any) -> SafeString:
    """Show a name, or any text from outside, without affecting the direction of the text around."""
    return SafeString(f"<bdi>{conditional_escape(value)}</bdi>") if value else NOTHING


@register.filter
def initials(value: object) -> str:
    """Return the first letters of the first two words, unjoined, for the disc beside a name."""
    words = [word.removeprefix("ال") or word for word in clean(str(value or "")).split()]
    # A zero-width non-joiner: two Arabic initials would otherwise be drawn as one ligature.
    return "\u200c".join(word[0] for word in words[:2])


@register.simple_tag
def icon(name: str, label: str = "", look: str = "") -> SafeString:
    """Show an icon of the sprite `wasl/icons.svg`; without a label it is decorative.

    Icons that point are mirrored in Arabic; `look` is "large" or nothing.
    """
    return _drawn(name, str(label), look) if name else NOTHING


@lru_cache(maxsize=512)
def _drawn(name: str, label: str, look: str) -> SafeString:
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    kind = " ".join(filter(None, ("icon", look, "points" if name in POINTING else "")))
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"></use></svg>', kind, spoken, static(SPRITE), name
    )


@register.simple_tag(takes_context=True)
def address(context: Any, language: str) -> str:
    """Return this page's canonical address in a language.

    Arabic at the bare address, any other with `?lang=`.
    """
    spoken = "" if language == settings.LANGUAGE_CODE else f"?lang={language}"
    return f"{settings.PUBLIC_URL}{context['request'].path}{spoken}"


@register.filter
def json_ld(value: dict[str, Any] | None) -> SafeString:
    """Write facts for machines (schema.org), in a block that no browser runs."""
    if not value:
        return NOTHING
    # A text such as </script> would end the block, whatever quotes it stands in.
    text = json.dumps({"@context": "https://schema.org", **value}, ensure_ascii=False).replace(
        "<", "\\u003c"
    )
    return SafeString(f'<script type="application/ld+json">{text}</script>')


@register.filter
def pill(text: object, tone: str = "") -> SafeString:
    """Show a short state in a word; `tone` is "", go, wait, stop or note."""
    return (
        format_html('<span class="pill{}">{}</span>', f" {tone}" if tone else "", text)
        if text
        else NOTHING
    )


@register.simple_tag
def once() -> SafeString:
    """Write the hidden token by which a form sent twice creates one row.

    `wasl.common.forms.OnceField` reads it.
    """
    return format_html('<input type="hidden" name="once" value="{}">', uuid7())


def _why_id(verdict: Verdict, key: str) -> str:
    # Derived from the reason, so that the button and its sentence share an id that nobody has to
    # pass.
    return f"why-{key or hashlib.sha256(str(verdict.reason).encode()).hexdigest()[:8]}"


@register.simple_tag
def off_if(verdict: Verdict | str | None, key: str = "") -> SafeString:
    """Write the attributes of a button whose verdict is no: disabled, described by `why`."""
    if not isinstance(verdict, Verdict) or verdict:
        return NOTHING
    return format_html(
        'disabled title="{}" aria-describedby="{}"', verdict.reason, _why_id(verdict, key)
    )


@register.simple_tag
def why(verdict: Verdict | str | None, key: str = "") -> SafeString:
    """Write the sentence that says why a button is off, with a link to what must be done first.

    Nothing when the button is on.
    """
    if not isinstance(verdict, Verdict) or verdict:
        return NOTHING
    link = (
        format_html(' <a href="{}">{}</a>', verdict.link, _("Open it")) if verdict.link else NOTHING
    )
    return format_html(
        '<span class="why" id="{}">{}{}</span>', _why_id(verdict, key), verdict.reason, link
    )
