"""The parts of a name, as the ID card sets them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.common.names import name_parts

WORDS = st.sampled_from(
    (
        "محمد عبد الله الرحمن بن بنت ابن آل أبو أم نور الدين ضيف سعد ذو الفقار Ali bin "
        "Abdul Al عبدالله"
    ).split()
)
BETWEEN = {"بن", "بنت", "ابن", "bin"}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("سعاد", ["سعاد"]),
        ("مريم بنت عبد الله السالم", ["مريم", "عبد الله", "السالم"]),
        ("محمد بن سلمان بن عبد العزيز آل سعود", ["محمد", "سلمان", "عبد العزيز", "آل سعود"]),
        ("نور الدين بن ضيف الله", ["نور الدين", "ضيف الله"]),
        ("عمر بن أبي بكر", ["عمر", "أبي بكر"]),
        ("ابن سينا", ["ابن سينا"]),
        ("أم كلثوم إبراهيم", ["أم كلثوم", "إبراهيم"]),
        ("Abdul Rahman bin Ali Al Salem", ["Abdul Rahman", "Ali", "Al Salem"]),
        ("  محمد\u200f   بن  علي ", ["محمد", "علي"]),
        ("", []),
    ],
)
def test_the_parts_of_a_name(name, parts):
    assert name_parts(name) == parts


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_no_word_is_lost_and_no_order_changed(words):
    kept = [word for part in name_parts(" ".join(words)) for word in part.split()]
    left_out = [word for word in words if word not in BETWEEN]
    assert [word for word in kept if word not in BETWEEN] == left_out
    assert len(name_parts(" ".join(words))) <= len(words)


@given(st.text(max_size=80))
def test_any_text_has_parts_that_hold_something(text):
    assert all(part.strip() for part in name_parts(text))
