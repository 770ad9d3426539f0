"""The social study, structured: filled part by part, from what is known, in any digits; nonsense is
refused by name.
"""

import json
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW
from tests.factories import A_PICTURE, a_case, a_day, a_person, staff
from wasl.beneficiaries.actions import household
from wasl.beneficiaries.queries import household as household_queries
from wasl.cases import study_facts, study_form
from wasl.cases.actions import study
from wasl.cases.models.study import Study, StudyAnswer, StudyMember
from wasl.cases.queries import study as study_queries
from wasl.cases.queries import study_page
from wasl.cases.queries.study_page import study_sections
from wasl.cases.states import Status
from wasl.catalogue import facts
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("OBJ-1")]
FOUND = {"findings": "أسرة بلا دخل ثابت.", "recommendation": "accept", "reason": "الحاجة ظاهرة."}


@pytest.fixture
def case():
    """Maryam's request with Salem, in study."""
    return a_case(Status.IN_STUDY)


def record(case, by="salem", **findings):
    return study.record_study(case=case, findings=findings, by=staff(by), at=NOW)


def family(case, *members, **more):
    rows = [{"key": uuid.uuid4(), "relation": "son", "age": 9, **one} for one in members]
    return study.record_family(case=case, members=rows, by=staff("salem"), at=NOW, **more)


def file_of(case):
    return study_queries.study_file(Study.objects.get(case=case))


def test_salem_fills_the_tables_in_any_digits_and_the_year_becomes_months(case):
    record(
        case,
        **{
            "income-salary": "٣٬٦٠٠",
            "obligation-rent": "14,000",
            "obligation-rent-period": "year",
            "rooms": "٣",
        },
    )
    answers = file_of(case).answers
    assert (answers["income-salary"], answers["rooms"]) == ("3600.00", "3")
    assert study_form.monthly(answers, "obligation-rent") == Decimal("1166.67")
    assert StudyAnswer.objects.get(key="income-salary").value == "3600.00"


def test_income_debts_and_health_are_not_readable_in_the_database(case, django_db_blocker):
    from django.db import connection

    record(case, **{"income-salary": "3600", "health-more": "سكري"})
    family(case, {"full_name": "خالد", "health": "disabled"})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value FROM cases_studyanswer UNION ALL SELECT details FROM cases_studymember"
        )
        stored = " ".join(value for (value,) in cursor.fetchall())
    assert "3600" not in stored and "سكري" not in stored and "disabled" not in stored


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ("income-salary", "-500", "out of range"),
        ("income-salary", "99999999999", "out of range"),
        ("income-salary", "20000000", "10,000,000 at most"),
        ("income-salary", "كثير", "in digits"),
        ("rooms", "0", "1 at least"),
        ("rooms", "٢٠٠", "50 at most"),
        ("rooms", "2.5", "without a fraction"),
        ("vehicles", "21", "20 at most"),
        ("tenure", "camp", "answers offered"),
        ("obligation-rent-period", "day", "answers offered"),
        ("earner", "perhaps", "yes or no"),
    ],
)
def test_nonsense_is_refused_and_says_which(case, key, typed, why):
    with pytest.raises(Refused, match=why):
        record(case, **{key: typed})
    assert not StudyAnswer.objects.filter(key=key, value=typed).exists()


def test_only_the_one_who_studies_fills_it(case):
    for username in ("amal", "noura", "fahad", "khalid"):
        with pytest.raises(Refused, match=r"Another researcher|role"):
            record(case, by=username, rooms="3")


# --- the household --------------------------------------------------------------------------------


def test_the_household_of_the_register_stands_in_a_new_study(noura):
    maryam = a_person()
    household.add_to_household(
        person=maryam, role="son",
        person_data={"full_name": "خالد بن ناصر", "gender": "male", "birth": a_day("2/6/1433")}, by=noura,
        at=NOW,
    )  # fmt: skip
    case = a_case(Status.IN_STUDY, person=maryam)
    (row,) = file_of(case).members
    assert (row.full_name, row.relation, row.age_on(NOW.date())) == ("خالد بن ناصر", "son", 14)
    assert row.person is not None


def test_rows_are_kept_changed_and_taken_out(case):
    family(
        case, {"full_name": "سارة", "relation": "daughter"}, {"full_name": "خالد"}, is_complete=True
    )
    sara, khalid = file_of(case).members
    told = {
        "key": sara.key,
        "full_name": "سارة",
        "relation": "daughter",
        "age": None,
        "birth": a_day("1/1/1440"),
    }
    study.record_family(
        case=case, members=[told], removed=str(khalid.key), by=staff("salem"), at=NOW
    )
    (left,) = file_of(case).members
    assert (left.full_name, left.age, str(left.birth_date)) == ("سارة", None, "2018-09-11")
    assert file_of(case).answers["family-asked"] == "yes"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{"full_name": "خالد بن ناصر"}, {"full_name": "خالد ابن ناصر"}], "stands twice"),
        ([{"full_name": " "}], "has a name"),
        ([{"full_name": "خالد", "relation": "camel"}], "what they are"),
        ([{"full_name": "خالد", "age": 131}], "cannot be"),
        ([{"full_name": "خالد", "age": -1}], "cannot be"),
        ([{"full_name": f"ولد {place}"} for place in range(41)], "forty people"),
    ],
)
def test_nonsense_of_a_household_is_refused_and_nothing_of_it_kept(case, rows, why):
    with pytest.raises(Refused, match=why):
        family(case, *rows)
    assert not StudyMember.objects.exists()


def test_nobody_stands_twice_across_two_saves(case):
    family(case, {"full_name": "خالد بن ناصر"})
    with pytest.raises(Refused, match="stands twice"):
        family(case, {"full_name": "خالد بن ناصر"})


def test_one_saved_twice_with_its_key_stands_once(case):
    key = uuid.uuid4()
    family(case, {"full_name": "خالد", "key": key})
    family(case, {"full_name": "خالد بن ناصر", "key": key})
    assert [one.full_name for one in file_of(case).members] == ["خالد بن ناصر"]


def test_an_officer_adds_whom_the_study_found_to_the_household_on_file(case, noura, salem):
    family(
        case,
        {
            "full_name": "نوف بنت ناصر",
            "relation": "daughter",
            "birth": a_day("7/1/1439"),
            "offered": True,
        },
    )
    (row,) = file_of(case).members
    with pytest.raises(Refused, match="role"):
        study.take_over_member(case=case, member=row, gender="female", by=salem, at=NOW)
    kept = study.take_over_member(case=case, member=row, gender="female", by=noura, at=NOW)
    found = household_queries.family_of(case.person)
    assert [one.person.full_name for one in found.others] == ["نوف بنت ناصر"]
    assert kept.person == found.others[0].person and not kept.is_offered
    assert (kept.person.birth_written, kept.person.birth_calendar) == ("7/1/1439", "hijri")
    with pytest.raises(Refused, match="already"):
        study.take_over_member(case=case, member=row, gender="female", by=noura, at=NOW)


@pytest.mark.parametrize("part", ["income", "obligations"])
def test_a_table_without_a_row_says_whether_it_was_asked_about(case, part):
    file = file_of(case)
    for is_ticked in (False, True):
        file.answers = {study_form.TICKS[part].key: "yes"} if is_ticked else {}
        (section,) = [one for one in study_sections(file, NOW.date()) if one["code"] == part]
        assert section["is_whole"] is is_ticked


# --- what it is filled from -----------------------------------------------------------------------


def test_the_next_study_of_the_same_person_is_filled_from_the_last_one_that_holds(noura):
    first = a_case(Status.IN_STUDY)
    record(
        first, **{"rooms": "3", "tenure": "rented", "income-salary": "3600", "income-asked": "yes"}
    )
    family(first, {"full_name": "خالد", "health": "well"}, is_complete=True)
    record(first, visit_date=NOW.date(), **FOUND)
    second = a_case(
        Status.IN_STUDY, service="school-kit", person=first.person, at=NOW + timedelta(days=60)
    )
    file = study_queries.study_file(second.study)
    assert file.study.based_on == first.study
    assert file.answers["income-salary"] == "3600.00" and "rooms" in file.prefilled
    assert [one.full_name for one in file.members] == ["خالد"]
    assert "income-asked" not in file.answers and "family-asked" not in file.answers
    assert (file.study.visit_date, file.study.findings, file.study.recommendation) == (None, "", "")
    study.record_study(
        case=second, findings={"rooms": "3"}, by=staff("salem"), at=NOW + timedelta(days=61)
    )
    assert "rooms" not in study_queries.study_file(second.study).prefilled
    late = a_case(
        Status.IN_STUDY, service="home-repair", person=first.person, at=NOW + timedelta(days=500)
    )
    assert late.study.based_on is None


def test_an_autosave_does_not_confirm_what_was_carried_over(case):
    StudyAnswer.objects.create(
        study=case.study, key="rooms", value="3", is_prefilled=True, changed_at=NOW
    )
    study.record_study(
        case=case, findings={"rooms": "3"}, confirmed=False, by=staff("salem"), at=NOW
    )
    assert "rooms" in file_of(case).prefilled


# --- signatures -----------------------------------------------------------------------------------


def test_both_sign_and_a_change_afterwards_shows(case, salem):
    record(case, visit_date=NOW.date(), visit_place="بيت الأسرة")
    for party, name in (("family", "مريم"), ("researcher", "سالم")):
        study.sign_study(case=case, party=party, name=name, image=A_PICTURE, by=salem, at=NOW)
    assert [one["is_changed"] for one in study_page.study_signatures(file_of(case))] == [
        False,
        False,
    ]
    record(case, rooms="4")
    assert [one["is_changed"] for one in study_page.study_signatures(file_of(case))] == [True, True]


def test_a_signature_needs_a_visit_a_name_and_a_drawing(case, salem, noura):
    def sign(by=salem, **more):
        given = {"party": "family", "name": "مريم", "image": A_PICTURE, **more}
        return study.sign_study(case=case, by=by, at=NOW, **given)

    for why, more in (
        ("day of the visit", {}),
        ("not named", {"name": " "}),
        ("missing", {"image": None}),
    ):
        with pytest.raises(Refused, match=why):
            sign(**more)
    with pytest.raises(Refused, match="role"):
        sign(by=noura)


# --- what is known of a family --------------------------------------------------------------------


class Child:
    def __init__(self, age=9, **told):
        self.age, self.told = age, told

    def age_on(self, day):
        return self.age


WHOLE = {
    "family-asked": "yes",
    "income-asked": "yes",
    "obligation-asked": "yes",
    "health": "well",
    "tenure": "rented",
}


def pieces(answers, *members, age=40):
    return study_facts.household(answers, members, age, NOW.date())


def test_what_was_not_asked_about_is_unknown_and_not_nought():
    assert pieces({}) == {}
    known = pieces(WHOLE, Child(health="well", stage="primary"))
    assert (known["income"], known["people"], known["pupils"], known["ill"]) == (
        "0.00",
        "2",
        "1",
        "0",
    )
    assert "rent" not in known, "who rents pays something"
    assert pieces({**WHOLE, "tenure": "owned"})["rent"] == "0.00"


def test_health_schooling_and_age_are_known_once_they_are_of_everybody():
    known = pieces(WHOLE, Child(health="both", orphan="yes", stage="none"), Child(age=None))
    assert known["orphans"] == "1"
    assert not {"ill", "disabled", "pupils", "elderly"} & set(known)
    known = pieces(
        WHOLE,
        Child(health="both", stage="none", age=61),
        Child(health="ill", stage="secondary"),
        age=70,
    )
    assert (known["ill"], known["disabled"], known["elderly"], known["pupils"]) == (
        "2",
        "1",
        "2",
        "1",
    )
    assert "elderly" not in pieces(WHOLE, age=None)


def test_every_piece_of_the_guide_can_be_known_from_a_study():
    answers = WHOLE | {
        "obligation-rent": "900.00", "debts": "0.00", "rooms": "3", "vehicles": "0",
        "livestock": "0", "land": "no", "condition": "fair", "water": "well", "electricity": "cut",
        "marital": "widowed", "earner": "no",
    }  # fmt: skip
    assert set(pieces(answers, Child(health="well", stage="none"))) == set(facts.PIECES)


def test_the_choices_of_the_form_are_those_the_guide_scores():
    for key, piece in facts.PIECES.items():
        if piece.choices:
            assert study_form.FIELDS[key].choices == piece.choices


SOURCES = [f"income-{one.key}" for one in study_form.SOURCES["income"]]
sums = st.dictionaries(st.sampled_from(SOURCES), st.decimals(0, 10**7, places=2))


@given(sums, st.sampled_from(sorted(study_form.MONTHS)))
def test_a_table_adds_up_to_the_sum_of_its_months(amounts, period):
    answers = {key: format(amount, "f") for key, amount in amounts.items()}
    answers |= {f"{key}-period": period for key in amounts}
    each = {key: study_form.monthly(answers, key) for key in amounts}
    assert study_form.total(answers, "income") == sum(each.values(), Decimal(0))
    months = study_form.MONTHS[period]
    assert all(abs(one * months - amounts[key]) <= Decimal("0.06") for key, one in each.items())


def test_details_of_a_person_are_kept_in_one_form(case):
    family(case, {"full_name": "خالد", "stage": "primary", "health": "well", "work": "nonsense"})
    (row,) = file_of(case).members
    assert json.loads(row.details) == {"health": "well", "stage": "primary"}
