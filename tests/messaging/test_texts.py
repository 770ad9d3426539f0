"""A text message is counted whole, as the network counts it, and carries nothing that cannot be
seen.
"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW
from tests.messaging.test_send import MOBILE, PARAMS
from wasl.knowledge.forms import AnswerForm
from wasl.knowledge.models import SHORT
from wasl.messaging import actions, queries, texts
from wasl.messaging.models import Template
from wasl.outreach.models import TITLE

LINK = "https://wasl.example.org/read/123456-" + "a" * 20
KEYS = sorted(key for key in queries.shipped() if not queries.is_made_at_dispatch(key))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        (
            "a" * 152 + "€" + "a" * 152,
            3,
        ),  # the sign of two places is not cut: 152, then 153, then the last
        ("é" * 160, 1),
        ("ê" * 70, 1),
        ("`" + "a" * 70, 2),
        ("ا" * 70, 1),
        ("ا" * 71, 2),
        ("ا" * 134, 2),
        ("ا" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 66, 2),  # 33 pairs in each part, for a pair is not cut either
        ("😀" * 67, 3),
    ],
)
def test_it_is_counted_as_the_network_does(text, parts):
    assert texts.parts(text) == parts


def unseen(text):
    return [
        sign for sign in text if sign != "\n" and unicodedata.category(sign) in {"Cc", "Cf", "Cs"}
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_every_text_reaches_the_phone_as_it_was_counted(key, language, association, loopback, work):
    body = queries.shipped()[key][language]["body"]
    params = (
        dict.fromkeys(queries.placeholders(body), "\u20681448-000117\u2069")
        | PARAMS
        | {"title": "ع" * TITLE}
    )
    params = {name: value for name, value in params.items() if name in queries.placeholders(body)}
    secret = LINK if "{secret}" in body else ""
    preview = queries.preview(key, params, secret, language)
    actions.send(key=key, to=MOBILE, language=language, params=params, secret=secret, at=NOW)
    assert work.run() == [None]
    (text,) = loopback.read("phone", MOBILE[1:])
    assert text["body"] == preview.text and not unseen(text["body"])
    name = (
        association.short_name_ar
        if language == "ar"
        else association.short_name_en or association.short_name_ar
    )
    assert name in text["body"] or "{association}" not in body
    assert texts.parts(text["body"]) == preview.parts


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("key", sorted(set(queries.shipped()) - set(KEYS)))
def test_a_text_whose_link_is_made_at_its_dispatch_is_counted_with_a_link(
    key, language, association
):
    preview = queries.preview(key, {}, LINK, language)
    assert LINK in preview.text and not unseen(preview.text) and preview.parts <= 3


@given(st.text(max_size=300))
def test_nothing_unseen_is_handed_over(text):
    marks = {
        *"\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\x00",
        *map(chr, range(0x2066, 0x206A)),
    }
    marks |= {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0xE0000, 0xE0080))}
    assert not marks & set(texts.written(text))


@pytest.mark.django_db
def test_an_own_wording_is_what_the_preview_shows(association):
    Template.objects.create(
        key="circular", language="ar", version=9, body="تعميمنا: {title} {secret}"
    )
    assert queries.preview("circular", {"title": "سلة"}, LINK, "ar").text == f"تعميمنا: سلة {LINK}"


@pytest.mark.django_db
def test_a_short_answer_is_refused_when_the_signature_makes_it_longer_than_two(association):
    form = AnswerForm(
        {"question_ar": "متى؟", "answer_ar": "غدًا", "review_months": "12", "short_ar": "ا" * SHORT}
    )
    assert "short_ar" in form.errors and "3" in str(form.errors["short_ar"])
    room = SHORT - len(association.short_name_ar) - 1
    form = AnswerForm(
        {"question_ar": "متى؟", "answer_ar": "غدًا", "review_months": "12", "short_ar": "ا" * room}
    )
    assert form.is_valid(), form.errors
