"""One spelling for data, so that a hash can be compared for ever; identifiers that rise."""

import random
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.common.hashing import canonical, digest
from wasl.common.ids import uuid7

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False, places=2),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(alphabet="abcنور", max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.clause("PRO-6")
def test_the_bytes_are_these():
    data = {"ب": Decimal("1.50"), "ا": [date(2026, 11, 22), None, True, 3], "n": "é"}
    assert canonical(data).decode() == '{"n":"é","ا":["2026-11-22",null,true,3],"ب":"1.50"}'
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_two_spellings_of_one_letter_are_one():
    assert digest({"x": "e\u0301"}) == digest({"x": "\u00e9"})


def test_a_moment_is_one_in_every_zone():
    riyadh = timezone(timedelta(hours=3))
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert canonical([at]) == canonical([at.astimezone(riyadh)])


def test_one_changed_letter_changes_the_hash():
    assert digest({"text": "يُقبل"}) != digest({"text": "يُقبل "})


@pytest.mark.parametrize(
    "unfit",
    [
        1.5,
        {1, 2},
        {1: 2},
        datetime(2026, 1, 1),
        Decimal("NaN"),
        object(),
        {"e\u0301": 1, "\u00e9": 2},
    ],
)
def test_what_has_no_one_spelling_is_refused(unfit):
    with pytest.raises(TypeError):
        canonical(unfit)


def test_an_hour_of_the_day_has_a_spelling():
    assert canonical(time(21)) == b'"21:00:00"'


def test_an_identifier_of_a_row_has_a_spelling():
    assert canonical(UUID(int=0)) == b'"00000000-0000-0000-0000-000000000000"'


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(data, chance: random.Random):
    keys = list(data)
    chance.shuffle(keys)
    try:
        expected = canonical(data)
    except TypeError:
        return  # two keys that are one text
    assert canonical({key: data[key] for key in keys}) == expected


def test_identifiers_rise_and_say_their_version():
    made = [uuid7() for _ in range(1000)]
    assert len(set(made)) == 1000 and {one.version for one in made} == {7}
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)
