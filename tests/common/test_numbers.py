"""Numbers as written in the Kingdom, and sums in words."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wasl.common.numbers import (
    BadNumber,
    format_money,
    format_number,
    parse_decimal,
    show_arabic_digits,
    tafqit,
)

SUMS = st.decimals(0, 10**9, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,234.50", "1234.50"),
        ("١٬٢٣٤٫٥٠", "1234.50"),
        ("١،٢٣٤", "1234"),
        ("1234.5", "1234.5"),
        ("500 ريال", "500"),
        ("ر.س 500", "500"),
        ("SAR 12", "12"),
        ("-5", "-5"),
        ("1,234,567", "1234567"),
    ],
)
def test_a_number_is_read_however_it_is_written(typed, number):
    assert parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter"),
        ("خمسة", "digits"),
        ("1,2,3", "digits"),
        ("12,5", "fraction"),
        ("9" * 30, "too long"),
        ("NaN", "digits"),
    ],
)
def test_each_fault_has_its_own_sentence(typed, says):
    with translation.override("en"), pytest.raises(BadNumber, match=says):
        parse_decimal(typed)


@given(SUMS, st.booleans())
def test_what_is_shown_is_read_back(amount, arabic):
    assert parse_decimal(format_number(amount, 2, arabic=arabic)) == amount


def test_money_shows_halalas_only_where_there_are_some():
    with translation.override("en"):
        assert format_money(Decimal("12000.00")) == "12,000 riyals"
        assert format_money(Decimal("1234.5")) == "1,234.50 riyals"


def test_an_association_may_show_arabic_digits():
    show_arabic_digits(True)
    try:
        assert format_number(Decimal("1234.5")) == "١٬٢٣٤٫٥"
    finally:
        show_arabic_digits(False)
    assert format_number(0.5, 2) == "0.50"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "صفر ريال"),
        ("1", "ريال واحد"),
        ("2", "ريالان"),
        ("3", "ثلاثة ريالات"),
        ("10", "عشرة ريالات"),
        ("11", "أحد عشر ريالًا"),
        ("12", "اثنا عشر ريالًا"),
        ("18", "ثمانية عشر ريالًا"),
        ("21", "واحد وعشرون ريالًا"),
        ("99", "تسعة وتسعون ريالًا"),
        ("100", "مائة ريال"),
        ("101", "مائة ريال وريال واحد"),
        ("102", "مائة ريال وريالان"),
        ("103", "مائة وثلاثة ريالات"),
        ("110", "مائة وعشرة ريالات"),
        ("200", "مائتا ريال"),
        ("250", "مائتان وخمسون ريالًا"),
        ("1000", "ألف ريال"),
        ("2000", "ألفا ريال"),
        ("2200", "ألفان ومائتا ريال"),
        ("2500", "ألفان وخمسمائة ريال"),
        ("3000", "ثلاثة آلاف ريال"),
        ("11000", "أحد عشر ألف ريال"),
        ("12500", "اثنا عشر ألفًا وخمسمائة ريال"),
        ("100000", "مائة ألف ريال"),
        ("101000", "مائة ألف وألف ريال"),
        ("102000", "مائة ألف وألفا ريال"),
        ("200000", "مائتا ألف ريال"),
        ("2000000", "مليونا ريال"),
        ("1234567", "مليون ومائتان وأربعة وثلاثون ألفًا وخمسمائة وسبعة وستون ريالًا"),
        ("0.01", "هللة واحدة"),
        ("0.02", "هللتان"),
        ("0.08", "ثماني هللات"),
        ("0.11", "إحدى عشرة هللةً"),
        ("0.12", "اثنتا عشرة هللةً"),
        ("0.18", "ثماني عشرة هللةً"),
        ("0.22", "اثنتان وعشرون هللةً"),
        ("0.50", "خمسون هللةً"),
        ("1234.50", "ألف ومائتان وأربعة وثلاثون ريالًا وخمسون هللةً"),
    ],
)
def test_a_sum_in_words_agrees_in_gender_and_number(amount, words):
    assert tafqit(Decimal(amount)) == f"فقط {words} لا غير"


@pytest.mark.parametrize("amount", [Decimal("-1"), Decimal(10**12)])
def test_what_cannot_be_said_is_refused(amount):
    with pytest.raises(BadNumber):
        tafqit(amount)


def test_every_sum_has_words_of_its_own():
    said = [
        tafqit(n)
        for n in [*range(3100), *range(98_000, 104_000, 7), *range(998_000, 2_202_000, 1111)]
    ]
    assert len(set(said)) == len(said)
    assert not any("  " in words for words in said)
