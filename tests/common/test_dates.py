"""Both calendars, by Umm al-Qura alone."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hijridate import Hijri
from hypothesis import given
from hypothesis import strategies as st

from wasl.common import dates
from wasl.common.dates import BadDate, HijriDay, WrittenDate, from_hijri, parse_dual, to_hijri

TODAY = date(2026, 11, 22)
DAYS = st.dates(dates.FIRST_DAY, dates.LAST_DAY)


def reason(typed, calendar=None):
    with translation.override("en"), pytest.raises(BadDate) as refused:
        parse_dual(typed, calendar)
    return str(refused.value.reason)


@pytest.mark.clause("LET-2")
def test_a_day_is_read_in_either_calendar_and_kept_as_written():
    assert parse_dual("١٢/٦/١٤٤٨") == WrittenDate(TODAY, "١٢/٦/١٤٤٨", "hijri")
    assert parse_dual("22/11/2026") == WrittenDate(TODAY, "22/11/2026", "gregorian")


HIJRI_WAYS = [
    "12-6-1448",
    "12.6.1448",
    "12 6 1448",
    "12/06/1448هـ",
    "12 / 6 / 1448 هـ",
    "1448-06-12",
    "1448/6/12",
    "۱۲/۶/۱۴۴۸",
]
GREGORIAN_WAYS = [
    "22-11-2026",
    "22.11.2026م",
    "2026-11-22",
    "22/11/2026 AD",
    "12/6/1448 AH",
    "\u200f12/6/1448",
]


@pytest.mark.parametrize("typed", HIJRI_WAYS + GREGORIAN_WAYS)
def test_many_ways_to_write_one_day(typed):
    assert parse_dual(typed).day == TODAY


def test_the_day_comes_first():
    assert parse_dual("03/04/2026").day == date(2026, 4, 3)


@pytest.mark.clause("APP-2")
@pytest.mark.parametrize(
    ("hijri", "gregorian"),
    [
        ((1441, 2, 29), date(2019, 10, 28)),
        ((1441, 1, 19), date(2019, 9, 18)),
        ((1451, 1, 1), date(2029, 5, 14)),
        ((1400, 1, 1), date(1979, 11, 20)),
        ((1343, 1, 1), dates.FIRST_DAY),
        ((1500, 12, 30), dates.LAST_DAY),
    ],
)
def test_days_known_from_the_official_tables(hijri, gregorian):
    assert from_hijri(*hijri) == gregorian
    assert to_hijri(gregorian) == HijriDay(*hijri)


def test_every_day_of_the_tables_comes_back():
    day, previous = dates.FIRST_DAY, None
    while day <= dates.LAST_DAY:
        hijri = to_hijri.__wrapped__(day)
        assert from_hijri(*hijri) == day
        assert previous is None or hijri > previous
        day, previous = day + timedelta(days=1), hijri


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter the date"),
        ("غدا", "day/month/year"),
        ("1448", "day/month/year"),
        ("5/5/48", "four digits"),
        ("12/13/1448", "no month 13"),
        ("12/13/2026", "no month 13"),
        ("30/2/1441", "Safar 1441 has 29 days"),
        ("0/2/1441", "Safar 1441 has 29 days"),
        ("30/2/2026", "February 2026 has no day 30"),
        ("1/1/1310", "between 1343 and 1500"),
        ("1/1/1910", "between 1 August 1924"),
        ("1/1/2090", "between 1 August 1924"),
        ("1/1/1700", "neither calendar"),
        ("1/1/0000", "neither calendar"),
        ("29/2/1441م", "does not fit the calendar"),
    ],
)
def test_each_fault_has_its_own_sentence(typed, says):
    assert says in reason(typed)


def test_one_calendar_may_be_insisted_on():
    assert parse_dual("12/6/1448", "hijri").day == TODAY
    assert "Hijri" in reason("22/11/2026", "hijri")
    assert "Gregorian" in reason("12/6/1448", "gregorian")


def test_outside_the_tables_is_refused():
    for day in (dates.FIRST_DAY - timedelta(days=1), dates.LAST_DAY + timedelta(days=1)):
        with pytest.raises(BadDate):
            to_hijri(day)


def test_how_days_are_said():
    assert dates.format_dual(TODAY, "ar") == "12 جمادى الآخرة 1448هـ الموافق 22 نوفمبر 2026م"
    assert dates.format_dual(TODAY, "en") == "12 Jumada al-Akhirah 1448 AH (22 November 2026)"
    assert dates.short_hijri(TODAY, "ar") == "12/6/1448هـ"
    assert dates.short_gregorian(TODAY, "ar") == "22/11/2026م"
    assert dates.weekday(TODAY, "ar") == "الأحد"


def test_years_and_quarters():
    assert dates.hijri_year(TODAY) == 1448
    assert dates.hijri_quarter(TODAY) == "1448-2"
    first, last = dates.hijri_quarter_days("1448-2")
    assert first <= TODAY <= last
    assert to_hijri(first) == (1448, 4, 1) and to_hijri(last + timedelta(days=1)) == (1448, 7, 1)
    assert dates.hijri_year_days(1500)[1] == dates.LAST_DAY
    assert dates.hijri_quarter_days("1500-4")[1] == dates.LAST_DAY
    with pytest.raises(BadDate):
        dates.hijri_quarter_days("1448-5")


def test_a_month_later_than_the_thirtieth_may_be_the_twenty_ninth():
    thirtieth = next(
        from_hijri(1447, m, 30) for m in range(1, 12) if _length(m) == 30 and _length(m + 1) == 29
    )
    assert to_hijri(dates.add_hijri_months(thirtieth, 1)).day == 29
    assert dates.add_days(TODAY, 14) == date(2026, 12, 6)
    with pytest.raises(BadDate):
        dates.add_hijri_months(dates.LAST_DAY, 1)


def _length(month):
    return Hijri(1447, month, 1).month_length()


@given(DAYS)
def test_what_is_shown_short_is_read_back(day):
    assert parse_dual(dates.short_hijri(day, "ar")).day == day
    assert parse_dual(dates.short_gregorian(day, "ar")).day == day
    assert parse_dual(day.isoformat()).day == day


@given(st.text(max_size=30))
def test_nothing_typed_breaks_the_reader(text):
    try:
        assert dates.FIRST_DAY <= parse_dual(text).day <= dates.LAST_DAY
    except BadDate as bad:
        assert bad.reason
