"""A visitor says a number or part of a name, in whatever spelling, and is found."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW
from tests.factories import a_visitor, an_id_number
from wasl.beneficiaries.actions import identity, registering, roles
from wasl.beneficiaries.queries import finding
from wasl.common.text import arabic_digits, fold

SPELLINGS = [
    ("أحمد", "احمد"), ("فاطمة", "فاطمه"), ("عبد الله", "عبدالله"), ("إيمان", "ايمان"),
    ("هدى", "هدي"), ("آمنة", "امنه"), ("مؤمن", "مومن"), ("عائشة", "عائشه"), ("مُحَمَّد", "محمد"),
    ("محـــمد", "محمد"), ("العتيبي", "عتيبي"), ("لؤي", "لوى"),
]  # fmt: skip
PARTS = [
    "أحمد",
    "فاطمة",
    "عبد الله",
    "عبد الرحمن",
    "إيمان",
    "هدى",
    "آمنة",
    "سعود",
    "نورة",
    "العتيبي",
    "الحربي",
    "آل مطلق",
]


@pytest.mark.clause("PRO-2")
@pytest.mark.parametrize(("written", "typed"), SPELLINGS + [(b, a) for a, b in SPELLINGS])
def test_spellings_of_one_name_meet(noura, written, typed):
    person = a_visitor(f"{written} بن صالح الدوسري", by=noura)
    assert finding.find(noura, f"{typed} صالح") == [person]
    assert finding.find(noura, typed) == [person]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(st.sampled_from(PARTS), min_size=1, max_size=5), data=st.data())
def test_any_three_letters_in_a_row_find_the_name(noura, names, data):
    person = a_visitor(" ".join(names), by=noura, id_number=an_id_number())
    word = data.draw(
        st.sampled_from([one for one in fold(" ".join(names)).split() if len(one) >= 3])
    )
    start = data.draw(st.integers(0, len(word) - 3))
    part = word[start : start + data.draw(st.integers(3, len(word) - start))]
    assert person in finding.find(noura, part, limit=200)
    registering.correct(person=person, changes={"full_name": "اسم آخر"}, by=noura, at=NOW)


@pytest.mark.parametrize(
    "shown",
    [str, arabic_digits, lambda number: f" {number[:3]} {number[3:]} ", lambda n: f"\u200f{n}"],
)
def test_an_id_number_is_found_however_it_is_typed(noura, shown):
    person, _other = a_visitor(by=noura), a_visitor(by=noura)
    assert finding.find(noura, shown(person.id_number)) == [person]


@pytest.mark.parametrize(
    "typed", ["0551234567", "٠٥٥١٢٣٤٥٦٧", "+966 55 123 4567", "00966551234567", "551234567"]
)
def test_a_mobile_is_found_however_it_is_typed(noura, typed):
    mother, child = (
        a_visitor(name, by=noura, mobile="0551234567") for name in ("أمل الحربي", "بدر الحربي")
    )
    a_visitor(by=noura, mobile="0551234568")
    assert finding.find(noura, typed) == [mother, child]


def test_a_file_number_is_found(noura):
    person = a_visitor(by=noura)
    file = registering.open_file(person=person, by=noura, at=NOW)
    assert (
        finding.find(noura, file.number)
        == finding.find(noura, arabic_digits(file.number))
        == [person]
    )


def test_every_other_number_finds_too(noura, bader):
    person = a_visitor(by=noura, id_number="", mobile="", email="hind@example.com")
    identity.add_identifier(person=person, kind="passport", number="ab 1234567", by=noura, at=NOW)
    roles.admit_member(person=person, number="م-١٥", by=noura, at=NOW)
    for kind, value in (
        ("phone", "0114567890"),
        ("mobile", "0559998887"),
        ("email", "family@example.com"),
    ):
        identity.add_contact(
            person=person, kind=kind, value=value, purpose="family", by=noura, at=NOW
        )
    numbers = ("AB1234567", "ab-1234567", "ab 1234567", "م-15", "٠١١٤٥٦٧٨٩٠", "0559998887")
    for typed in (*numbers, "hind@EXAMPLE.com", "family@example.com"):
        assert finding.find(noura, typed) == [person], typed


def test_an_iban_is_found(noura):
    person = a_visitor(by=noura, iban="SA0380000000608010167519")
    assert finding.find(noura, "SA03 8000 0000 6080 1016 7519") == [person]


def test_the_nearest_comes_first(noura):
    far = a_visitor("علي بن محمد بن سالم بن حمد الغامدي", by=noura)
    begins = a_visitor("سالم محمد الشهري", by=noura)
    exact = a_visitor("سالم بن محمد", by=noura)
    part = a_visitor("سالمة بنت محمدين", by=noura)
    assert finding.find(noura, "سالم محمد") == [exact, begins, far, part]


def test_the_order_of_the_words_tells(noura):
    turned = a_visitor("صالح بن نورة العتيبي", by=noura)
    between = a_visitor("نورة بنت سعد بن صالح العتيبي", by=noura)
    assert finding.find(noura, "نورة صالح العتيبي") == [between, turned]


def test_at_most_twenty_and_never_all(noura):
    for _ in range(23):
        a_visitor(by=noura)
    assert len(finding.find(noura, "القحطاني")) == 20
    for nothing in ("", "  ", "ال", "هن", "1", "12345", "%", "%%%", "___", "' OR 1=1 --"):
        assert finding.find(noura, nothing) == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1055555558", "mistyped"),
        ("هن", "three letters"),
        ("0501", "no such mobile"),
        ("a@b", "e-mail"),
    ],
)
def test_what_cannot_be_found_says_why(db, typed, why):
    assert why in finding.read_search(typed).problem


@pytest.mark.parametrize(
    "who", ["huda", "fahad", "dalal", "reem", "turki", "lama", "admin", "saud"]
)
def test_nobody_else_finds_people(request, noura, who):
    person, reader = a_visitor(by=noura), request.getfixturevalue(who)
    assert finding.find(reader, person.id_number) == finding.find(reader, "القحطاني") == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.text(max_size=40))
def test_whatever_is_typed_is_answered(noura, typed):
    assert finding.find(noura, typed) == []


def test_finding_takes_five_queries_at_most(noura, django_assert_max_num_queries):
    for _ in range(15):
        a_visitor(by=noura)
    noura.permissions  # noqa: B018
    with django_assert_max_num_queries(5):
        assert len(finding.find(noura, "هند سالم")) == 15


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("خالد بن سعود اليافعي", "5aled سعود"),
        ("حسين بن علي العنزي", "7ussain 3li al3nzi"),
        ("سعد الغامدي", "Sa٣d"),
    ],
)
def test_a_name_typed_as_in_a_chat(noura, written, typed):
    person = a_visitor(written, by=noura)
    assert finding.find(noura, typed)[0] == person


@pytest.mark.parametrize("typed", ["A1234567", "AB 2C", "GM3", "1448-000012", "P55ABC", "فهد 3"])
def test_a_number_with_letters_is_no_name(typed):
    assert finding.read_search(typed).kind in ("paper", "number")
