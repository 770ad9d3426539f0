"""Dates that a text writes in both calendars, and pairs that are not the same day (APP-2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.common import dates
from wasl.governance.scrutiny.lexicon import plain
from wasl.governance.scrutiny.lines import Flow

# Month names as people also write them, with the slips that are common in policies.
_HIJRI = {plain(name): at for at, name in enumerate(dates.HIJRI_MONTHS["ar"], start=1)} | {
    plain(name): at
    for at, names in {
        1: "محرم الحرام|المحرم", 2: "صفر الخير", 4: "ربيع الثاني|ربيع ثاني|ربيع آخر",
        3: "ربيع أول|ربيع الاول", 5: "جمادى الأول|جماد الأول|جماد أول|جمادى أولى",
        6: "جمادى الثانية|جماد الثاني|جماد الآخر|جمادى الآخر|جمادى الثاني", 7: "رجب الفرد",
        8: "شعبان المعظم", 9: "رمضان المبارك", 11: "ذي القعدة|ذوالقعدة", 12: "ذي الحجة|ذوالحجة",
    }.items() for name in names.split("|")
}  # fmt: skip
_GREGORIAN = {plain(name): at for at, name in enumerate(dates.GREGORIAN_MONTHS["ar"], start=1)} | {
    plain("يونية"): 6, plain("يونيه"): 6, plain("يولية"): 7, plain("يوليه"): 7, plain("مايس"): 5
}  # fmt: skip
_WEEKDAYS = {plain(name): at for at, name in enumerate(dates.WEEKDAYS["ar"])} | {
    plain("الإثنين"): 0,
    plain("الاربعا"): 2,
}
_MONTHS = "|".join(
    sorted((re.escape(name) for name in {**_HIJRI, **_GREGORIAN}), key=len, reverse=True)
)
# A date in digits (day or year first) or with the month's name, then a mark of its calendar. `%s`
# numbers the groups, so that the pattern can stand twice in `_PAIR`.
_DAY = rf"""(?:(?P<a%s>\d{{1,4}})\s?[/\-.\\]\s?(?P<b%s>\d{{1,2}})\s?[/\-.\\]\s?(?P<c%s>\d{{1,4}})
    |(?P<d%s>\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?(?P<m%s>{_MONTHS})\s*[,،]?\s*(?:ل?(?:عام|سنه)\s+)?(?P<y%s>\d{{4}}))
    \s?(?P<k%s>هـ?|م(?![\u0621-\u064a])|AH|AD)?"""
_ONE = re.compile(_DAY.replace("%s", ""), re.VERBOSE)
# What joins the two dates of a pair: brackets, «الموافق», a weekday, dashes.
_BETWEEN = r"[\s,،.()\[\]=/\-–—]{0,4}(?:ال|و|ي)*(?:موافقه?|يوافقه?|مصادف)?\s*(?:ل(?:ها|ه|يوم)?\s)?(?:يوم\s\w+\s)?[\s:،,()\[\]=/\-–—ـ]{0,4}"
_PAIR = re.compile(_DAY.replace("%s", "1") + _BETWEEN + _DAY.replace("%s", "2"), re.VERBOSE)
_WEEKDAY = re.compile(
    rf"\b(?:ي?وم)?\s?({'|'.join(_WEEKDAYS)})\s*(?:ال)?(?:موافق|مصادف)?\s*(?:بتاريخ|في|تاريخ)?\s*[:(،]?\s*$"
)


@dataclass(frozen=True)
class StatedDate:
    """A date as a text states it, and its day, which is None when there is no such day."""

    start: int
    end: int
    calendar: dates.Calendar
    day: date | None


def conflicts(flow: Flow) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and message for each wrong date.

    Wrong are pairs that are not the same day, dates that do not exist, and wrong weekdays.
    """
    text = plain_same_length(flow.text)
    paired: list[tuple[int, int]] = []
    for match in _PAIR.finditer(text):
        first, second = _read_date(match, "1"), _read_date(match, "2")
        if first and second and first.calendar != second.calendar:
            paired.append(match.span())
            if message := _disagreement(first, second):
                yield (*match.span(), message)
            elif first.day and (weekday := _other_weekday(text, first)):
                yield (*match.span(), weekday)
    for match in _ONE.finditer(text):
        if any(start <= match.start() < end for start, end in paired):
            continue
        stated_date = _read_date(match, "")
        if stated_date and stated_date.day is None:
            yield (*match.span(), _("there is no such day in this calendar"))


def plain_same_length(text: str) -> str:
    """Fold letters one for one, so that offsets stay those of the text."""
    return text.translate(str.maketrans("أإآٱىةؤئ", "اااايهوي"))


def _read_date(match: re.Match[str], part: str) -> StatedDate | None:
    """Return the date of one half of a match, or None for a fraction or an article's number."""
    mark, month_name = match[f"k{part}"] or "", match[f"m{part}"]
    start, end = (
        match.start(f"d{part}" if month_name else f"a{part}"),
        match.end(f"y{part}" if month_name else f"c{part}"),
    )
    if month_name:
        year, month, day = int(match[f"y{part}"]), 0, int(match[f"d{part}"])
        calendar: dates.Calendar = "hijri" if month_name in _HIJRI else "gregorian"
        month = (_HIJRI if calendar == "hijri" else _GREGORIAN)[month_name]
    else:
        first, month, last = (int(match[f"{name}{part}"]) for name in "abc")
        # A number above 31 is no day, so the date begins with its year.
        year, day = (first, last) if first > 31 else (last, first)
        # Hijri years of living documents are near 1400, Gregorian ones near 2000: 1600 parts them.
        calendar = "gregorian" if year >= 1600 else "hijri"
    # Other numbers are article numbers or fractions.
    if not 1300 <= year <= 2100:
        return None
    # The mark names the other calendar than the year does: no such date.
    if mark and (mark.startswith("ه") or mark == "AH") != (calendar == "hijri"):
        return StatedDate(start, end, calendar, None)
    return StatedDate(start, end, calendar, _day(calendar, year, month, day))


def _day(calendar: dates.Calendar, year: int, month: int, day: int) -> date | None:
    try:
        return dates.from_hijri(year, month, day) if calendar == "hijri" else date(year, month, day)
    except (dates.BadDate, ValueError):
        return None


def _disagreement(first: StatedDate, second: StatedDate) -> str:
    if first.day is None or second.day is None:
        return _("one of the two is no day of its calendar")
    if first.day == second.day:
        return ""
    apart = abs((first.day - second.day).days)
    hijri, gregorian = (first, second) if first.calendar == "hijri" else (second, first)
    message = ngettext(
        "the two dates are %(count)s day apart", "the two dates are %(count)s days apart", apart
    )
    assert hijri.day and gregorian.day  # noqa: S101 - both were found to be days above
    return _("%(apart)s: the Hijri one is %(gregorian)s, the Gregorian one is %(hijri)s") % {
        "apart": message % {"count": apart},
        "gregorian": dates.short_gregorian(hijri.day),
        "hijri": dates.short_hijri(gregorian.day),
    }


def _other_weekday(text: str, stated_date: StatedDate) -> str:
    # The weekday stands right before its date; 40 letters hold it with its joining words.
    match = _WEEKDAY.search(text[max(0, stated_date.start - 40) : stated_date.start])
    if not match or stated_date.day is None or _WEEKDAYS[match[1]] == stated_date.day.weekday():
        return ""
    return _("this day was a %(weekday)s") % {
        "weekday": dates.WEEKDAYS["ar"][stated_date.day.weekday()]
    }
