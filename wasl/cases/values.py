"""Declared values: what was typed becomes one canonical text, and is shown from it.

The kind of the question decides how.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wasl.catalogue.models.offered import NUMBERS, FieldKind
from wasl.common.dates import BadDate, WrittenDate, parse_dual
from wasl.common.identifiers import HIDDEN, BadIdentifier, check_iban, check_mobile
from wasl.common.numbers import BadNumber, format_amount, parse_decimal
from wasl.common.templatetags import wasl as show
from wasl.common.text import clean, clean_lines, fold

MOST_WHOLE, MOST_MONEY = 1_000_000_000, Decimal("9999999999.99")
# A ticked checkbox of a form sends `on`; `True` and `False` are Python's own, made text.
YES = {"yes", "true", "on", "1", "نعم", "True"}
NO = {"no", "false", "off", "0", "لا", "False"}
# PRE-6: masked wherever the work does not need them in full; see `policies.can_unmask`.
MASKED = (FieldKind.IBAN, FieldKind.MOBILE)
# Separates the answers where several apply. A single answer holds no separator, so answers from
# before a question took several still read the same.
SEVERAL = "|"
# The answer that cannot be combined with another.
NONE = "none"


class Question(Protocol):
    """A question of a service's form or of the study's."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def help(self) -> str | Promise: ...
    @property
    def required(self) -> bool: ...
    @property
    def options(self) -> list[tuple[str, str]]: ...
    @property
    def several(self) -> bool: ...
    @property
    def least(self) -> Decimal | None: ...
    @property
    def most(self) -> Decimal | None: ...
    @property
    def step(self) -> Decimal | None: ...


class BadValue(ValueError):
    """Text that is no answer to its question; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


def canonical(field: Question, typed: Any) -> str:
    """Return the one text of an answer; the empty text for none. Raises `BadValue`."""
    if typed is None or (isinstance(typed, str) and not clean(typed)):
        return ""
    try:
        text = (
            _several(field, typed)
            if field.several
            else READERS[FieldKind(field.kind)](field, typed)
        )
    except (BadIdentifier, BadNumber, BadDate) as bad:
        raise BadValue(bad.reason) from bad
    if text and field.kind in NUMBERS:
        check_bounds(field, Decimal(text))
    return text


def check_bounds(field: Question, number: Decimal) -> None:
    """Refuse a number outside the bounds of the question. Raises `BadValue`."""
    if field.least is not None and number < field.least:
        raise BadValue(_("Write %(least)s at least.") % {"least": format_amount(field.least)})
    if field.most is not None and number > field.most:
        raise BadValue(_("Write %(most)s at most.") % {"most": format_amount(field.most)})
    # Steps count from the least number, as in an HTML number field, so page and server agree.
    if field.step is not None and (number - (field.least or 0)) % field.step:
        raise BadValue(_("Count by %(step)s.") % {"step": format_amount(field.step)})


def bounds(field: Question) -> str:
    """Say beside a question which numbers it takes; nothing where it takes any."""
    least, most, step = (
        None if limit is None else format_amount(limit)
        for limit in (field.least, field.most, field.step)
    )
    sentences = []
    if least is not None and most is not None:
        sentences.append(_now("From %(least)s to %(most)s.") % {"least": least, "most": most})
    elif most is not None:
        sentences.append(_now("%(most)s at most.") % {"most": most})
    elif least is not None:
        sentences.append(_now("%(least)s at least.") % {"least": least})
    # Counting by one needs no words.
    if step is not None and field.step != 1:
        sentences.append(_now("Count by %(step)s.") % {"step": step})
    return " ".join(sentences)


def chosen(value: str) -> list[str]:
    """Return the answers of a choice that takes several."""
    return value.split(SEVERAL) if value else []


def _several(field: Question, typed: Any) -> str:
    picked = (
        [str(value) for value in typed]
        if isinstance(typed, list | tuple | set)
        else chosen(clean(str(typed)))
    )
    if set(picked) - {value for value, _label in field.options}:
        raise BadValue(_("Choose among the answers offered."))
    if NONE in picked and len(set(picked)) > 1:
        raise BadValue(_("Choose what applies, or that nothing does, not both."))
    # In the order of the options, so that the same choice always gives the same text.
    return SEVERAL.join(value for value, _label in field.options if value in picked)


def _text(field: Question, typed: Any) -> str:
    return _short(clean(str(typed)), 300)


def _long_text(field: Question, typed: Any) -> str:
    return _short(clean_lines(str(typed)), 4000)


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise BadValue(_("Write at most %(most)s characters.") % {"most": most})
    return text


def _integer(field: Question, typed: Any) -> str:
    number = parse_decimal(str(typed))
    if number != number.to_integral_value():
        raise BadValue(_("Enter a whole number, without a fraction."))
    if not 0 <= number <= MOST_WHOLE:
        raise BadValue(_("This number is out of range."))
    return str(int(number))


def _money(field: Question, typed: Any) -> str:
    amount = parse_decimal(str(typed))
    if not 0 <= amount <= MOST_MONEY:
        raise BadValue(_("This amount is out of range."))
    if amount != amount.quantize(Decimal("0.01")):
        raise BadValue(_("Write at most two digits after the point."))
    return format(amount.quantize(Decimal("0.01")), "f")


def _date(field: Question, typed: Any) -> str:
    if isinstance(typed, date):
        return typed.isoformat()
    read = typed if isinstance(typed, WrittenDate) else parse_dual(written(str(typed)))
    # A Hijri writing is kept beside the day: it is what the document says.
    return (
        read.day.isoformat()
        if read.calendar == "gregorian"
        else f"{read.day.isoformat()} ({read.text})"
    )


def written(text: str) -> str:
    """Return a day as it was typed, from the canonical `2026-11-22 (12/6/1448)`.

    Other text comes back as it is.
    """
    _day, bracket, day_text = text.partition(" (")
    return day_text.removesuffix(")") if bracket else text


def _choice(field: Question, typed: Any) -> str:
    value = clean(str(typed))
    if value not in dict(field.options):
        raise BadValue(_("Choose one of the answers offered."))
    return value


def _yes_no(field: Question, typed: Any) -> str:
    value = clean(str(typed))
    if value in YES or value in NO:
        return "yes" if value in YES else "no"
    raise BadValue(_("Answer yes or no."))


def _iban(field: Question, typed: Any) -> str:
    return check_iban(str(typed))


def _mobile(field: Question, typed: Any) -> str:
    return check_mobile(str(typed))


READERS: dict[FieldKind, Callable[[Question, Any], str]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _long_text,
    FieldKind.INTEGER: _integer,
    FieldKind.MONEY: _money,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
    FieldKind.IBAN: _iban,
    FieldKind.MOBILE: _mobile,
}


def same(field: Question, declared: str, document_value: str) -> bool:
    """Return whether a document says what was declared.

    Days are compared by the day, words without regard to spelling variants.
    """
    if field.kind == FieldKind.DATE:
        # Ten characters are the ISO day; the Hijri writing behind it may differ.
        return declared[:10] == document_value[:10]
    if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
        return fold(declared) == fold(document_value)
    return declared == document_value


def plain(field: Question, value: str) -> Any:
    """Return an answer as Python data, for a paper or a form field.

    That is a Decimal, a date, a bool, or the text of a choice. Text that is no answer of its kind
    any more (destroyed, or sealed with a lost key) is returned as it is.
    """
    try:
        return _plain(field, value) if value else ""
    except (ValueError, ArithmeticError):
        return value


def _plain(field: Question, value: str) -> Any:
    if field.kind == FieldKind.MONEY:
        return Decimal(value)
    if field.kind == FieldKind.DATE:
        return date.fromisoformat(value[:10])
    if field.kind == FieldKind.YES_NO:
        return value == "yes"
    if field.several:
        return [dict(field.options).get(choice, choice) for choice in chosen(value)]
    if field.kind == FieldKind.CHOICE:
        return dict(field.options).get(value, value)
    return value


def shown(field: Question, value: str, *, full: bool = False) -> SafeString | str:
    """Format an answer for a page; account and mobile numbers masked unless `full`."""
    if not value:
        return ""
    if field.kind in MASKED and not full:
        return show.masked_iban(value) if field.kind == FieldKind.IBAN else show.masked_phone(value)
    try:
        return SHOWN.get(FieldKind(field.kind), _as_text)(field, value)
    # The value was destroyed, or its key is lost: the text in its place says so itself.
    except (ValueError, ArithmeticError):
        return value


def hidden() -> str:
    """Return what replaces a sensitive answer for a reader whose work does not need it."""
    return HIDDEN


def _as_text(field: Question, value: str) -> SafeString | str:
    return mark_safe(linebreaks(value, autoescape=True)) if "\n" in value else value  # noqa: S308  # linebreaks escapes


SHOWN: dict[FieldKind, Callable[[Question, str], SafeString | str]] = {
    FieldKind.INTEGER: lambda field, value: show.num(int(value)),
    FieldKind.MONEY: lambda field, value: show.money(Decimal(value)),
    FieldKind.DATE: lambda field, value: show.dual(date.fromisoformat(value[:10])),
    FieldKind.CHOICE: lambda field, value: _now(", ").join(
        dict(field.options).get(choice, choice) for choice in chosen(value)
    ),
    FieldKind.YES_NO: lambda field, value: _now("Yes") if value == "yes" else _now("No"),
    FieldKind.IBAN: lambda field, value: show.iban(value),
    FieldKind.MOBILE: lambda field, value: show.phone(value),
}
