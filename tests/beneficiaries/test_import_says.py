"""What a row says is taken as it is said: kinship and marital words, several numbers, and no cell
that vanishes.
"""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from tests.beneficiaries.files import brought, checked
from tests.cast import NOW
from wasl.beneficiaries import columns, comparing
from wasl.beneficiaries.findings import ERROR
from wasl.beneficiaries.kinship import LONE
from wasl.beneficiaries.models.household import HouseholdMember
from wasl.beneficiaries.models.identity import ContactPoint
from wasl.beneficiaries.models.imports import PeopleImport
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import imports
from wasl.beneficiaries.reading import Reader, says_nothing, shown
from wasl.beneficiaries.telephones import telephones
from wasl.common.cells import Lost

FILES = Path(__file__).parent / "imports"


def from_file(name, **defaults):
    return brought(checked((FILES / name).read_bytes(), **defaults))


def genders():
    return dict(Person.objects.values_list("full_name", "gender"))


@pytest.mark.parametrize("default", ["", "male", "female"])
def test_a_kinship_word_tells_the_gender_whatever_the_default(maha, default):
    from_file("fam.csv", **({"gender": default} if default else {}))
    assert genders() == {
        "منيرة سعد علي الحربي": "female",
        "فهد ناصر سعد الحربي": "male",
        "حصة محمد علي المطيري": "female",
        "سعد محمد علي العتيبي": "male",
        "نورة فهد سعد القحطاني": "female",
    }
    roles = dict(HouseholdMember.objects.values_list("person__full_name", "role"))
    assert roles == {
        "منيرة سعد علي الحربي": "head",
        "فهد ناصر سعد الحربي": "son",
        "حصة محمد علي المطيري": "head",
        "سعد محمد علي العتيبي": "head",
        "نورة فهد سعد القحطاني": "spouse",
    }
    assert Person.objects.get(full_name__startswith="حصة").marital_status == "widowed"


def test_a_plural_gender_is_understood_and_an_unknown_marital_word_is_found(maha):
    source = from_file("gender.csv", gender="male")
    assert set(genders().values()) == {"female"}
    row = source.rows.get(number=2)
    (word,) = [one for one in row.findings if one["field"] == "marital_status"]
    assert word["code"] == "not_understood" and word["values"]["shown"] == "مهجورة"
    assert Person.objects.get(full_name__startswith="سارة").marital_status == "married"


def test_several_numbers_in_a_cell_are_all_kept_a_landline_as_such(maha):
    from_file("two_mobiles.csv")
    mobiles = dict(Person.objects.values_list("full_name", "mobile"))
    further = sorted(ContactPoint.objects.values_list("person__full_name", "kind", "value"))
    assert mobiles == {
        "سعد تجربة الجوالين العتيبي": "+966512345678",
        "فهد تجربة الجوالين الحربي": "+966512345671",
        "ناصر تجربة الجوالين الشمري": "+966512345672",
    }
    assert further == [
        ("سعد تجربة الجوالين العتيبي", "mobile", "+966551234567"),
        ("فهد تجربة الجوالين الحربي", "phone", "+966112345678"),
        ("ناصر تجربة الجوالين الشمري", "mobile", "+966551234568"),
    ]


KINSHIP = [
    ("ابنة", "female", "daughter"), ("حفيدة", "female", "other"), ("جدة", "female", "other"),
    ("جد", "male", "other"), ("مطلقة", "female", "head"), ("زوجة ثانية", "female", "spouse"),
    ("الزوجة الرابعة", "female", "spouse"), ("زوجة 2", "female", "spouse"),
    ("كريمة", "female", "daughter"), ("حرم", "female", "spouse"), ("والدة", "female", "parent"),
    ("الوالد", "male", "parent"), ("أخ", "male", "sibling"), ("أخت شقيقة", "female", "sibling"),
    ("عم", "male", "other"), ("عمة", "female", "other"), ("خالة", "female", "other"),
    ("بنت الأخ", "female", "other"), ("ابن الأخت", "male", "other"),
    ("زوجة الابن", "female", "other"), ("زوج البنت", "male", "other"),
    ("أم الزوجة", "female", "other"), ("الابن الأكبر", "male", "son"), ("نجل", "male", "son"),
    ("يتيمة", "female", "other"), ("رَبَّة الأُسْرَة", "female", "head"),
    ("بنـــت", "female", "daughter"), ("مرته", "female", "spouse"),
    ("البنية", "female", "daughter"), ("جدته", "female", "other"), ("خالتها", "female", "other"),
    ("مرة الأخ", "female", "other"), ("ضرة", "female", "other"), ("أم العيال", "female", "spouse"),
    ("Step daughter", "female", "other"), ("Stepson", "male", "other"),
]  # fmt: skip


@pytest.mark.parametrize("default", ["male", "female"])
@pytest.mark.parametrize(("word", "gender", "role"), KINSHIP)
def test_a_kinship_word_is_read(association, word, gender, role, default):
    mapping = dict(enumerate(["household_number", "full_name", "relation"]))
    draft = Reader(mapping, [], {"gender": default}, at=NOW).read(2, ["7", "نوف تجربة الصلة", word])
    assert draft.person_data["gender"] == gender
    assert draft.roles["role"] in {role, LONE if role == "head" else role}
    assert "relation_unknown" not in {one.code for one in draft.findings} or word == "أخت شقيقة"


MARITAL = [
    ("أعزب", "single", "male"), ("عزباء", "single", "female"), ("آنسة", "single", "female"),
    ("متزوج", "married", "male"), ("متزوجة", "married", "female"), ("مطلق", "divorced", "male"),
    ("مطلّقة", "divorced", "female"), ("أرمل", "widowed", "male"), ("أرمله", "widowed", "female"),
    ("متوفى عنها زوجها", "widowed", "female"), ("زوجها متوفي", "widowed", "female"),
    ("لم يسبق لها الزواج", "single", "female"), ("غير متزوجة", "single", "female"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "status", "gender"), MARITAL)
def test_a_feminine_marital_word_decides_the_gender_and_a_masculine_leaves_it_to_the_file(
    association, word, status, gender
):
    reader = Reader({0: "full_name", 1: "marital_status"}, [], {"gender": "male"}, at=NOW)
    draft = reader.read(2, ["نوف تجربة الحالة", word])
    assert (draft.person_data["marital_status"], draft.person_data["gender"]) == (status, gender)


@pytest.mark.parametrize("word", ["ابنه", "والده", "حفيده", "عمه"])
def test_a_word_that_may_mean_either_is_asked_about(association, word):
    mapping = dict(enumerate(["household_number", "full_name", "relation", "gender"]))
    reader = Reader(mapping, [], {"gender": "male"}, at=NOW)
    assert "gender_unclear" in {
        one.code for one in reader.read(2, ["7", "نوف تجربة الصلة", word]).findings
    }
    assert reader.read(3, ["7", "نوف تجربة الصلة", word, "أنثى"]).person_data["gender"] == "female"


UNKNOWN_KIN = ["ضيفة دائمة", "حاضنة", "بنيّات", "Foster daughter", "كفيلتهم"]


@pytest.mark.parametrize("default", ["", "male", "female"])
@pytest.mark.parametrize("word", UNKNOWN_KIN)
@pytest.mark.parametrize("household", ["7", None])
def test_a_kinship_word_that_is_not_understood_is_never_filled_by_the_default(
    association, word, household, default
):
    mapping = dict(enumerate(["household_number", "full_name", "relation", "gender"]))
    reader = Reader(mapping, [], {"gender": default}, at=NOW)
    draft = reader.read(2, [household, "نوف تجربة الصلة", word])
    assert draft.severity == ERROR and "gender" not in draft.person_data
    (untold,) = [one for one in draft.findings if one.code == "gender_untold"]
    assert untold.values["shown"] == word
    assert (
        reader.read(3, [household, "نوف تجربة الصلة", word, "أنثى"]).person_data["gender"]
        == "female"
    )


@pytest.mark.parametrize("word", ["زوجها سافر", "تعيش وحيدة", "هجرها"])
def test_a_marital_word_of_feminine_form_is_never_filled_by_the_default(association, word):
    reader = Reader({0: "full_name", 1: "marital_status"}, [], {"gender": "male"}, at=NOW)
    draft = reader.read(2, ["نوف تجربة الحالة", word])
    assert draft.severity == ERROR and "gender" not in draft.person_data
    assert {one.code for one in draft.findings} >= {"not_understood", "gender_untold"}
    assert reader.read(3, ["سعد تجربة الحالة", "معدد"]).person_data["gender"] == "male"


@pytest.mark.parametrize(
    ("word", "gender"),
    [
        ("رب الأسرة (أرملة)", "female"),
        ("رب أسرة - مطلقة", "female"),
        ("رب الأسرة (متقاعد)", "male"),
    ],
)
def test_a_title_with_a_feminine_word_beside_it_is_a_womans(association, word, gender):
    mapping = dict(enumerate(["household_number", "full_name", "relation"]))
    draft = Reader(mapping, [], {"gender": "male"}, at=NOW).read(2, ["7", "نوف تجربة الصلة", word])
    assert draft.person_data["gender"] == gender
    assert "relation_unknown" in {one.code for one in draft.findings}


@pytest.mark.parametrize("word", ["الجده", "العمه", "الحفيده"])
def test_behind_the_article_no_word_means_his(association, word):
    mapping = dict(enumerate(["household_number", "full_name", "relation"]))
    draft = Reader(mapping, [], {"gender": "male"}, at=NOW).read(2, ["7", "نوف تجربة الصلة", word])
    assert draft.person_data["gender"] == "female"


@pytest.mark.parametrize("word", ["أرملة", "مطلقه", "أرامل", "زوجها متوفى", "معلقة"])
def test_a_womans_word_in_a_column_without_meaning_here_is_never_filled_by_the_default(
    association, word
):
    titles = ["الاسم", "رقم الهوية", "الفئة"]
    reader = Reader({0: "full_name", 1: "id_number"}, titles, {"gender": "male"}, at=NOW)
    draft = reader.read(2, ["نوف تجربة الفئة", "1007000118", word])
    assert draft.severity == ERROR and "gender" not in draft.person_data
    (beside,) = [one for one in draft.findings if one.code == "gender_beside"]
    assert (beside.values["column"], beside.values["shown"]) == ("C", word)
    assert (
        reader.read(3, ["سعد تجربة الفئة", "1007000118", "أرملة أخيه تسكن معه"]).person_data[
            "gender"
        ]
        == "male"
    )
    female = Reader({0: "full_name", 1: "id_number"}, titles, {"gender": "female"}, at=NOW)
    assert female.read(2, ["نوف تجربة الفئة", "1007000118", word]).person_data["gender"] == "female"


def test_a_gender_that_is_not_understood_is_never_filled_by_the_default(association):
    draft = Reader({0: "full_name", 1: "gender"}, [], {"gender": "male"}, at=NOW).read(
        2, ["نوف تجربة", "2"]
    )
    assert draft.severity == ERROR and "gender" not in draft.person_data
    assert draft.findings[0].code == "not_understood" and draft.findings[0].values["shown"] == "2"


@pytest.mark.parametrize(
    ("gender", "relation", "code"),
    [
        ("ذكر", "بنت", "gender_conflict"),
        ("أنثى", "ابن", "gender_conflict"),
        ("أنثى", "رب الأسرة", "gender_title"),
    ],
)
def test_a_kinship_against_the_gender_is_found(association, gender, relation, code):
    mapping = dict(enumerate(["household_number", "full_name", "gender", "relation"]))
    draft = Reader(mapping, [], {}, at=NOW).read(2, ["7", "نوف تجربة الصلة", gender, relation])
    assert code in {one.code for one in draft.findings}
    assert draft.person_data["gender"] == ("female" if gender == "أنثى" else "male")


@pytest.mark.parametrize(
    ("typed", "numbers", "rest"),
    [
        ("0551234567 / 0112345678", ["+966551234567", "+966112345678"], ""),
        ("٠٥٥١٢٣٤٥٦٧ و ٠٥٩٨٧٦٥٤٣٢", ["+966551234567", "+966598765432"], ""),
        ("٠٥٥١٢٣٤٥٦٧ و٠١١٢٣٤٥٦٧٨", ["+966551234567", "+966112345678"], ""),
        ("055 123 4567 - 059-876-5432", ["+966551234567", "+966598765432"], ""),
        ("+966 55 123 4567; 00966598765432", ["+966551234567", "+966598765432"], ""),
        ("0551234567 (أخوه) 0598765432", ["+966551234567", "+966598765432"], "أخوه"),
        ("0551234567 / 05987", ["+966551234567"], "05987"),
        ("0551234567 0551234567", ["+966551234567"], ""),
        ("جوال 0551234567 ثابت 0163456789", ["+966551234567", "+966163456789"], ""),
        ("5512345671112223", [], "5512345671112223"),
    ],
)
def test_the_numbers_of_a_cell(typed, numbers, rest):
    found, beside = telephones(typed)
    assert ([one.value for one in found], beside) == (numbers, rest)


WORDS_OF_CELLS = st.one_of(
    st.sampled_from(
        ["ربة الأسرة", "بنت", "زوجة أولى", "إناث", "ذكر", "مهجورة", "متزوجة", "متزوج باثنتين", "0551234567 / 0112345678",
         "0551234567 أخوه", "1090000108", "109000010", "7/7/1405", "قبل الفجر", "SA0380000000608010167519", "SA12", "رفحاء",
         "a@example.com", "a@", "12", "٣", "1.0E+09", "نعم", "حي السلام", "منيرة سعد علي الحربي", "\ufffdاسم"]
    ),
    st.text(alphabet="ابتثجحخدرسعفقلمنهوي 0123456789/-", min_size=1, max_size=30),
    st.booleans(),
    st.integers(0, 10**12),
    st.dates(date(1930, 1, 1), date(2020, 1, 1)),
    st.just(Lost("error", "#N/A")),
    st.none(),
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_cell_vanishes(association, data):
    """Every cell of a row that says something is in the register's hands, or stands beside the row
    under a finding.
    """
    fields = data.draw(st.permutations(columns.FIELDS))[: data.draw(st.integers(1, 12))]
    mapping = {
        place: one
        for place, one in enumerate(fields)
        if data.draw(st.booleans()) or one == "full_name"
    }
    cells = data.draw(st.lists(WORDS_OF_CELLS, min_size=len(fields), max_size=len(fields) + 1))
    reader = Reader(mapping, [""] * len(cells), {"gender": "male", "city": "رفحاء"}, at=NOW)
    draft = reader.read(2, cells)
    row = comparing.row_of(PeopleImport(), draft)
    comparing.settle(row, draft.findings)
    beside = {place.split(":")[0]: text for place, text in imports.unread(row, [])}
    for place, cell in enumerate(cells):
        if cell is None or says_nothing(shown(cell)):
            continue
        field, letter = mapping.get(place, ""), get_column_letter(place + 1)
        if field in draft.used_fields and letter not in beside:
            continue
        assert beside[letter] == shown(cell), (field, cell)
        assert any(one.field == field or one.code in PAGE_WIDE for one in draft.findings), (
            field,
            cell,
        )


PAGE_WIDE = {"not_brought", "stray", "total", "header_again"}
