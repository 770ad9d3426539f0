"""The words of a name, how near two spellings are, and the keys by which an index finds the near
ones.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.common.spelling import keys
from wasl.common.spelling.distance import apart
from wasl.common.spelling.keyboard import as_arabic
from wasl.common.spelling.words import bare, words

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WORD = st.text(alphabet=LETTERS, min_size=4, max_size=10)
NAME = st.text(alphabet=LETTERS + "ةىءأإآؤئـًَُ  ‏ عبدالأبوبنتآل'-abdulhmi", max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد بن عبد الله العُتيبي", "احمد عبدالله العتيبى"),
        ("نورة بنت عبد الرحمن", "نوره عبدالرحمن"),
        ("نور الدين", "نورالدين"),
        ("ضيف الله", "ضيفالله"),
        ("أبو عبد الله", "ابوعبدالله"),
        ("أم كلثوم", "امكلثوم"),
        ("آل الشيخ", "الشيخ"),
        ("آل سعود", "السعود"),
        ("با وزير", "باوزير"),
        ("كریم ناصر", "كريم ناصر"),
        ("Abdul Rahman", "Abdulrahman"),
        ("Al-Harbi", "alharbi"),
        ("AL HARBI", "alharbi"),
        ("Khalid bin Sa'ad", "khalid saad"),
        ("Mohd. Ali", "Mohammed Ali"),
    ],
)
def test_what_is_written_alike_has_the_same_words(one, other):
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("with_article", "without"),
    [("العتيبي", "عتيبي"), ("عبدالرحمن", "عبدرحمن"), ("alharbi", "harbi")],
)
def test_the_article_is_laid_aside(with_article, without):
    assert bare(with_article) == bare(without) and apart(with_article, without) <= 0.1


@pytest.mark.parametrize(
    ("typed", "meant", "rather_than"),
    [
        ("ضافر", "ظافر", "عافر"),
        ("القحتاني", "القحطاني", "القمتاني"),
        ("نورا", "نوره", "نوير"),
        ("العتبي", "العتيبي", "العطوي"),
        ("mohammed", "محمد", "محمود"),
        ("saud", "سعود", "سعيد"),
        ("saeed", "سعيد", "سعود"),
        ("abdurrahman", "عبدالرحمن", "عبدالرحيم"),
        ("fatimah", "فاطمه", "فطيم"),
        ("nora", "نوره", "نوير"),
        ("alharbi", "الحربي", "الحارثي"),
        ("salahuddin", "صلاحالدين", "صلاح"),
        ("aysha", "عايشه", "عايش"),
    ],
)
def test_the_word_meant_is_nearer_than_another(typed, meant, rather_than):
    assert apart(typed, meant) < apart(typed, rather_than)
    assert set(keys.near(typed)) & set(keys.held(meant))


def test_a_keyboard_left_in_english_is_read_as_arabic():
    assert words(as_arabic("lpl] hgpvfd")) == ["محمد", "الحربي"]
    assert as_arabic("Hpl]") == "أحمد" and as_arabic("bvd") == "لاري"


@given(NAME)
def test_the_words_of_the_words_are_the_words(name):
    assert words(" ".join(words(name))) == words(name)


@given(WORD, WORD)
def test_near_is_near_from_both_sides(one, other):
    assert apart(one, other) == pytest.approx(apart(other, one))
    assert apart(one, one) == 0 and apart(one, other) >= 0


@given(WORD, st.data())
def test_a_slip_of_one_letter_keeps_a_key_in_common_and_costs_at_most_one_letter(word, data):
    at = data.draw(st.integers(1, len(word) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    slipped = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            ]
        )
    )
    if bare(word) == word and bare(slipped) == slipped and len(slipped) > 3:
        assert set(keys.near(slipped)) & set(keys.held(word))
        assert apart(slipped, word) <= 1.2 + 1e-9
