"""Spellings of one name meet; what was typed is kept clean."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.common.text import ascii_digits, clean, clean_lines, fold, loose, sort_key

ARABIC = st.text(
    alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآٱؤئگکیہ ـًٌٍَُِّْٰ٠١٢۰۱۲ عبدالأبوبنتآل‏\u200f-،", max_size=40
)


def test_one_name_has_one_key_however_it_is_spelt():
    assert (
        fold("أحمد بن عبد الله العُتيبي") == fold("احمد عبدالله العتيبى") == "احمد عبدالله العتيبي"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("نورة", "نوره"),
        ("علي", "على"),
        ("فائزة", "فايزه"),
        ("مؤمن", "مومن"),
        ("آمنة", "امنه"),
        ("محمّد", "محمد"),
        ("مـحـمـد", "محمد"),
        ("عبدالرحمٰن", "عبد الرحمن"),
        ("أبو بكر", "ابوبكر"),
        ("نورة بنت سعد", "نوره سعد"),
        ("سعد ابن فهد", "سعد فهد"),
        ("علیرضا", "عليرضا"),
        ("ﷲ", "الله"),
        ("هناء", "هنا"),
        ("آل سعود", "السعود"),
        ("قرية ٣٠٦", "قريه 306"),
        ("José", "JOSE"),
        ("عبد-الله", "عبدالله"),
    ],
)
def test_these_two_are_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("حسن", "حسين"), ("عمر", "عمرو"), ("نورة", "نور"), ("العتيبي", "عتيبي")]
)
def test_these_two_are_two(one, other):
    assert fold(one) != fold(other)


def test_the_looser_key_does_without_the_article():
    assert loose("العتيبي") == loose("عتيبي") == "عتيبي"
    assert loose("الله") == "الله"


def test_a_particle_alone_is_still_something():
    assert fold("بنت") == "بنت"


def test_cleaning_takes_away_what_cannot_be_seen_and_keeps_the_vowels():
    assert clean(" نُورة \u202e\u200b الحربي\u0000\n ") == "نُورة الحربي"


def test_lines_stay_lines():
    assert clean_lines("أول \r\n\r\n\r\n\r\nثان\u202d ") == "أول\n\nثان"


def test_digits_of_every_script_become_ours():
    assert ascii_digits("١٢٣٤٥٦٧٨٩٠ ۱۲۳۴۵۶۷۸۹۰ abc") == "1234567890 1234567890 abc"


def test_the_order_is_the_alphabet_and_numbers_count():
    assert sorted(["ياسر", "إبراهيم", "بدر", "أحمد"], key=sort_key) == [
        "إبراهيم",
        "أحمد",
        "بدر",
        "ياسر",
    ]
    assert sorted(["قرية 10", "قرية ٢"], key=sort_key) == ["قرية ٢", "قرية 10"]


@given(st.one_of(ARABIC, st.text(max_size=40)))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.one_of(ARABIC, st.text(max_size=40)))
def test_cleaning_twice_is_cleaning_once_and_stays_composed(text):
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))
