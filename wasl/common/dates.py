"""Days in two calendars. Hijri is Umm al-Qura by `hijridate` alone (1343-1500 AH).

ICU and browsers disagree with it outside 1420-1449, so nothing else ever converts (domain.md B2).
The date as written is kept beside the Gregorian day.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from hijridate import Gregorian, Hijri

from wasl.common.text import ascii_digits, clean

Calendar = Literal["hijri", "gregorian"]
FIRST_DAY, LAST_DAY = date(1924, 8, 1), date(2077, 11, 16)

HIJRI_MONTHS = {
    "ar": (
        "محرم|صفر|ربيع الأول|ربيع الآخر|جمادى الأولى|جمادى الآخرة|رجب|شعبان|رمضان|شوال|ذو "
        "القعدة|ذو الحجة"
    ).split("|"),
    "en": "Muharram|Safar|Rabi al-Awwal|Rabi al-Akhir|Jumada al-Ula|Jumada "
    "al-Akhirah|Rajab|Shaban|Ramadan|Shawwal|"
    "Dhu al-Qadah|Dhu al-Hijjah".split("|"),
}
GREGORIAN_MONTHS = {
    "ar": "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر".split("|"),
    "en": "January|February|March|April|May|June|July|August|September|October|November|December".split(
        "|"
    ),
}
WEEKDAYS = {
    "ar": "الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد".split("|"),
    "en": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".split("|"),
}
SUFFIX = {"ar": {"hijri": "هـ", "gregorian": "م"}, "en": {"hijri": " AH", "gregorian": ""}}
# Slash, backslash, point, space and every dash, since people and word processors type all of them.
_BETWEEN = r"\s?[/\\\-.\s\u2010-\u2015\u2212]\s?"
_WRITTEN = re.compile(
    # `[0-9]`, not `\d`: digits of other scripts are turned into ASCII before this is matched.
    rf"([0-9]{{1,4}}){_BETWEEN}([0-9]{{1,2}}){_BETWEEN}([0-9]{{1,4}})\s?(هـ?\.?|م\.?|AH|AD|H|G)?",
    re.IGNORECASE,
)
_MARKS: dict[str, Calendar] = {
    "ه": "hijri",
    "h": "hijri",
    "ah": "hijri",
    "م": "gregorian",
    "g": "gregorian",
    "ad": "gregorian",
}


class BadDate(ValueError):
    """A date that cannot be read or kept; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


class HijriDay(NamedTuple):
    """A day of the Umm al-Qura calendar."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.day}/{self.month}/{self.year}"


@dataclass(frozen=True)
class WrittenDate:
    """A day, as it was written, and the calendar it was written in."""

    day: date
    text: str
    calendar: Calendar

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def to_hijri(day: date) -> HijriDay:
    """Return the Hijri day of a Gregorian day; raises `BadDate` outside the official tables."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadDate(_("The Hijri tables cover 1 August 1924 to 16 November 2077 only."))
    return HijriDay(*Gregorian(day.year, day.month, day.day).to_hijri().datetuple())


def from_hijri(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a Hijri date.

    Raises `BadDate`: year outside 1343-1500, no such month, no such day in it.
    """
    if not 1343 <= year <= 1500:
        raise BadDate(_("The Hijri year must lie between 1343 and 1500."))
    if not 1 <= month <= 12:
        raise BadDate(
            _("There is no month %(month)s; write the day first, then the month.")
            % {"month": month}
        )
    length = Hijri(year, month, 1).month_length()
    if not 1 <= day <= length:
        named = {"month": HIJRI_MONTHS[_language()][month - 1], "year": year, "days": length}
        raise BadDate(_("%(month)s %(year)s has %(days)s days.") % named)
    gregorian = Hijri(year, month, day).to_gregorian()
    return date(gregorian.year, gregorian.month, gregorian.day)


def parse_dual(text: str, calendar: Calendar | None = None) -> WrittenDate:
    """Read a day in either calendar; the year tells which one it is.

    Day first (12/6/1448, ٢٢-١١-٢٠٢٦) or ISO (2026-11-22).

    `calendar` insists on one. Raises `BadDate` with a sentence of its own for each kind of mistake.
    """
    cleaned_text = clean(text)
    if not cleaned_text:
        raise BadDate(_("Enter the date."))
    match = _WRITTEN.fullmatch(ascii_digits(cleaned_text))
    if not match:
        raise BadDate(_("Write the date as day/month/year, for example 12/6/1448."))
    first, month, last, mark = match.groups()
    year, day = (first, last) if len(first) == 4 else (last, first)
    if len(year) != 4 or len(day) > 2:
        raise BadDate(_("Write the year in four digits."))
    read = _calendar_of(int(year), _MARKS.get((mark or "").lower().rstrip(".").rstrip("ـ")))
    if calendar and read != calendar:
        raise BadDate(
            _("Write this date in the Hijri calendar.")
            if calendar == "hijri"
            else _("Write this date in the Gregorian calendar.")
        )
    converter = from_hijri if read == "hijri" else _from_gregorian
    return WrittenDate(
        day=converter(int(year), int(month), int(day)), text=cleaned_text, calendar=read
    )


def _calendar_of(year: int, marked: Calendar | None) -> Calendar:
    # The supported years do not overlap (1343-1500 AH, 1924-2077), so the year alone decides.
    read: Calendar = "gregorian" if year >= 1900 else "hijri"
    if marked and marked != read:
        raise BadDate(_("The year does not fit the calendar that is written after it."))
    if 1500 < year < 1900 or year < 1300:
        raise BadDate(_("The year %(year)s is in neither calendar's range.") % {"year": year})
    return read


def _from_gregorian(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise BadDate(
            _("There is no month %(month)s; write the day first, then the month.")
            % {"month": month}
        )
    try:
        result = date(year, month, day)
    except ValueError as error:
        named = {"month": GREGORIAN_MONTHS[_language()][month - 1], "year": year, "day": day}
        raise BadDate(_("%(month)s %(year)s has no day %(day)s.") % named) from error
    if not FIRST_DAY <= result <= LAST_DAY:
        raise BadDate(_("The date must lie between 1 August 1924 and 16 November 2077."))
    return result


def hijri_year(day: date) -> int:
    """Return the Hijri year of a day, by which letters and cases are numbered."""
    return to_hijri(day).year


def hijri_quarter(day: date) -> str:
    """Return the Hijri quarter of a day: '1448-2'."""
    hijri = to_hijri(day)
    return f"{hijri.year}-{(hijri.month + 2) // 3}"


def hijri_year_days(year: int) -> tuple[date, date]:
    """Return the first and the last day of a Hijri year."""
    return from_hijri(year, 1, 1), _before(year + 1, 1)


def hijri_quarter_days(quarter: str) -> tuple[date, date]:
    """Return the first and the last day of a quarter such as '1448-2'.

    Raises `BadDate` for anything else.
    """
    match = re.fullmatch(r"(1[345][0-9]{2})-([1-4])", quarter)
    if not match:
        raise BadDate(_("A quarter is written as 1448-2."))
    year, part = int(match[1]), int(match[2])
    return from_hijri(year, part * 3 - 2, 1), _before(year, part * 3 + 1) if part < 4 else _before(
        year + 1, 1
    )


def _before(year: int, month: int) -> date:
    # 1500 is the last year of the tables: there is no first day of 1501 to step back from.
    return LAST_DAY if year > 1500 else from_hijri(year, month, 1) - timedelta(days=1)


def add_days(day: date, days: int) -> date:
    """Return the day that lies a number of calendar days later (or earlier)."""
    return day + timedelta(days=days)


def add_hijri_months(day: date, months: int) -> date:
    """Return the day a number of Hijri months later; the 30th becomes the 29th in a short month."""
    hijri = to_hijri(day)
    # Months are counted from 0 since year 0, so that months may be negative and years carry over.
    year, month = divmod(hijri.year * 12 + hijri.month - 1 + months, 12)
    if not 1343 <= year <= 1500:
        raise BadDate(_("The Hijri year must lie between 1343 and 1500."))
    return from_hijri(year, month + 1, min(hijri.day, Hijri(year, month + 1, 1).month_length()))


def _language(language: str | None = None) -> str:
    return "en" if (language or get_language() or "ar").startswith("en") else "ar"


def format_hijri(day: date, language: str | None = None) -> str:
    """Write a day as 12 جمادى الآخرة 1448هـ."""
    spoken, hijri = _language(language), to_hijri(day)
    return (
        f"{hijri.day} {HIJRI_MONTHS[spoken][hijri.month - 1]} {hijri.year}{SUFFIX[spoken]['hijri']}"
    )


def format_gregorian(day: date, language: str | None = None) -> str:
    """Write a day as 22 نوفمبر 2026م."""
    spoken = _language(language)
    return (
        f"{day.day} {GREGORIAN_MONTHS[spoken][day.month - 1]} "
        f"{day.year}{SUFFIX[spoken]['gregorian']}"
    )


def format_dual(day: date, language: str | None = None) -> str:
    """Write a day in both calendars, Hijri first.

    12 جمادى الآخرة 1448هـ الموافق 22 نوفمبر 2026م
    """
    hijri, gregorian = format_hijri(day, language), format_gregorian(day, language)
    return (
        f"{hijri} ({gregorian})" if _language(language) == "en" else f"{hijri} الموافق {gregorian}"
    )


def short_hijri(day: date, language: str | None = None) -> str:
    """Write a day as 12/6/1448هـ."""
    return f"{to_hijri(day)}{SUFFIX[_language(language)]['hijri']}"


def short_gregorian(day: date, language: str | None = None) -> str:
    """Write a day as 22/11/2026م."""
    return f"{day.day}/{day.month}/{day.year}{SUFFIX[_language(language)]['gregorian']}"


def weekday(day: date, language: str | None = None) -> str:
    """Return the name of the weekday: الأحد."""
    return WEEKDAYS[_language(language)][day.weekday()]
