"""A row of a file read as a person: digits of any script, days in either calendar, and what cannot
be taken is found.
"""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW
from tests.factories import a_national_id
from wasl.beneficiaries import columns
from wasl.beneficiaries.findings import ERROR, say
from wasl.beneficiaries.reading import Reader, written_day
from wasl.common.cells import Lost, Sheet
from wasl.common.dates import BadDate, format_gregorian, short_hijri

FIELDS = ["full_name", "id_number", "birth", "mobile", "gender", "iban", "city"]
MAPPING = dict(enumerate(FIELDS))
MARYAM = [
    "مريم بنت عبدالله الحربي",
    "1000000016",
    "12/6/1390",
    "0512345678",
    "أنثى",
    None,
    "وادي الرند",
]


def a_reader(mapping=None, titles=(), merges=(), **defaults):
    return Reader(mapping or MAPPING, list(titles), defaults, merges, at=NOW)


def read(*changes, **defaults):
    cells = [*MARYAM]
    for field, value in changes:
        cells[FIELDS.index(field)] = value
    return a_reader(**defaults).read(5, cells)


def texts(draft):
    return [say(one.kept()).text for one in draft.findings]


def test_a_row_becomes_what_would_be_registered(association):
    draft = read()
    assert draft.findings == [] and draft.severity == 0
    assert (
        draft.person_data["full_name"] == "مريم بنت عبدالله الحربي"
        and draft.person_data["gender"] == "female"
    )
    assert draft.keys["mobile"] == "+966512345678" and draft.keys["birth_date"] == date(1970, 8, 15)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12/6/1390", date(1970, 8, 15)),
        ("١٢-٦-١٣٩٠هـ", date(1970, 8, 15)),
        ("1390/06/12", date(1970, 8, 15)),
        ("12/6/1390 هـ", date(1970, 8, 15)),
        ("12/6/1390هـ الموافق 15/8/1970م", date(1970, 8, 15)),
        ("15/8/1970م", date(1970, 8, 15)),
        ("1970-08-15 00:00:00", date(1970, 8, 15)),
        ("13900612", date(1970, 8, 15)),
        ("19700815", date(1970, 8, 15)),
        (25795, date(1970, 8, 15)),
        (datetime(1970, 8, 15), date(1970, 8, 15)),
        (date(1970, 8, 15), date(1970, 8, 15)),
    ],
)
def test_a_day_in_either_calendar_as_text_or_as_a_day_of_excel(typed, day):
    assert written_day(typed).day == day


@pytest.mark.parametrize(
    "typed", ["1390", "12/13/1390", "30/2/1441", "قبل الفجر", "12/6/90", "99999999"]
)
def test_what_is_no_day_is_left_out_with_its_reason(typed, association):
    with pytest.raises(BadDate):
        written_day(typed)
    draft = read(("birth", typed))
    assert "birth" not in draft.person_data
    assert [one.code for one in draft.findings] == ["left_out"] and draft.severity < ERROR


@given(st.dates(date(1930, 1, 1), date(2020, 1, 1)))
def test_every_day_is_read_back_from_either_calendar(day):
    assert written_day(short_hijri(day, "ar")).day == day
    assert written_day(f"{day.day}/{day.month}/{day.year}").day == day
    assert format_gregorian(
        written_day(datetime(day.year, day.month, day.day)).day
    ) == format_gregorian(day)


@pytest.mark.parametrize(
    "typed",
    [
        512345678,
        "512345678",
        "٠٥١٢٣٤٥٦٧٨",
        "966512345678",
        "+966 51 234 5678",
        "00966512345678",
        512345678.0,
    ],
)
def test_a_mobile_that_lost_its_nought_or_has_the_countrys_number(typed, association):
    assert read(("mobile", typed)).keys["mobile"] == "+966512345678"


def test_of_two_mobiles_the_first_is_taken_and_it_is_said(association):
    draft = read(("mobile", "0512345678 / 0598765432"))
    assert draft.keys["mobile"] == "+966512345678"
    assert draft.roles["contacts"] == [{"kind": "mobile", "value": "+966598765432"}]
    assert [one.code for one in draft.findings] == ["second_mobile"]


@pytest.mark.parametrize(
    "typed", [1000000016, 1000000016.0, "١٠٠٠٠٠٠٠١٦", " 1000000016 ", "'1000000016", "10 0000 0016"]
)
def test_an_id_number_as_a_number_or_as_text(typed, association):
    assert read(("id_number", typed)).keys["id_number"] == "1000000016"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1000000017", "mistyped"),
        ("100000001", "10 digits"),
        ("1.00000E+09", "digits are lost"),
        (Lost("digits", "10000000160000000"), "digits are lost"),
        (Lost("formula"), "formula"),
        (Lost("error", "#N/A"), "#N/A"),
        ("10000\ufffd0016", "cannot be read"),
    ],
)
def test_a_wrong_id_number_holds_the_row_back(typed, says, association):
    draft = read(("id_number", typed))
    assert draft.severity == ERROR and any(says in text for text in texts(draft))


def test_a_wrong_value_of_lesser_weight_is_left_out_and_the_row_comes(association):
    draft = read(("iban", "SA00 1234"), ("mobile", "0512345"))
    assert (
        draft.severity < ERROR
        and "iban" not in draft.person_data
        and "mobile" not in draft.person_data
    )
    assert len(texts(draft)) == 2 and all("is left out" in text for text in texts(draft))


def test_what_stands_for_nothing_is_nothing(association):
    draft = read(("mobile", "لا يوجد"), ("iban", "-"), ("city", "غير معروف"))
    assert draft.findings == [] and not {"mobile", "iban", "city"} & set(draft.person_data)


def test_the_gender_is_read_from_the_name_and_else_from_the_file(association):
    assert read(("gender", None)).person_data["gender"] == "female"
    unsaid = read(("gender", None), ("full_name", "سعد ناصر الحربي"))
    assert unsaid.severity == ERROR and "no gender" in texts(unsaid)[0]
    assert (
        read(("gender", None), ("full_name", "سعد ناصر الحربي"), gender="male").person_data[
            "gender"
        ]
        == "male"
    )


def test_a_name_in_four_columns_is_put_together(association):
    mapping = {
        0: "first_name",
        1: "father_name",
        2: "grandfather_name",
        3: "family_name",
        4: "id_number",
    }
    draft = a_reader(mapping, gender="male").read(
        2, ["عبد الله", "سعد", "ناصر", "الحربي", "1000000016"]
    )
    assert draft.person_data["full_name"] == "عبد الله سعد ناصر الحربي"


def test_sums_titles_and_repeated_headings_are_no_people(association):
    titles = ["الاسم", "السجل المدني", "تاريخ الميلاد", "الجوال", "الجنس"]
    reader = a_reader(titles=titles)
    assert reader.read(9, ["الإجمالي", 250, None, None, 3]).skipped
    assert reader.read(10, [None, None, "رئيس مجلس الإدارة"]).skipped
    assert reader.read(11, titles).skipped
    assert not reader.read(12, MARYAM).skipped


def test_a_merged_cell_stands_on_every_row_that_it_covers(association):
    reader = a_reader(merges=((5, 6, 7, 6),))
    first, second = MARYAM, [*MARYAM[:1], a_national_id(5), *MARYAM[2:6]]
    assert [
        reader.read(5, first).person_data["city"],
        reader.read(6, second).person_data["city"],
    ] == ["وادي الرند"] * 2
    assert "city" not in reader.read(8, second).person_data


def test_the_row_of_headings_is_found_below_titles_and_beside_hidden_columns():
    rows = [
        (1, ["جمعية وادي الرند"]),
        (2, ["كشف الأعضاء", None, "1447"]),
        (4, ["م", "الاسم", "رقم الهويّة", "الجوال"]),
        (5, [1, "سعد"]),
    ]
    assert columns.header_row(rows) == 4
    assert columns.guess(columns.headings(Sheet("x", 5), rows, 4), []) == {
        1: "full_name",
        2: "id_number",
        3: "mobile",
    }


def test_a_heading_merged_over_two_rows_counts_for_both():
    rows = [(1, ["الاسم", None, "الجوال"]), (2, ["الأول", "العائلة"])]
    sheet = Sheet("x", 2, merges=((1, 0, 1, 1), (1, 2, 2, 2)))
    assert columns.headings(sheet, rows, 2) == ["الأول", "العائلة", "الجوال"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("السجل المدني", "id_number"), ("رقم الهويّة:", "id_number"), ("هوية/إقامة", "id_number"), ("National ID No.", "id_number"),
        ("الجوّال", "mobile"), ("رقم الجوال للتواصل", "mobile"), ("الاسم الرباعى", "full_name"), ("تاريخ الميلاد (هجري)", "birth"),
        ("الآيبان", "iban"), ("عدد الاسهم", "shares"), ("رقم العضويه", "member_number"), ("رقم هوية رب الأسرة", "head_id"),
        ("صلة القرابه", "relation"), ("تاريخ انتهاء الهوية", ""), ("اسم الأم", ""), ("جوال الوكيل", ""), ("ملاحظات", ""), ("م", ""),
    ],
)  # fmt: skip
def test_headings_in_the_spellings_that_people_write(heading, field):
    assert columns.meaning(heading) == field


def test_columns_without_headings_are_known_by_what_stands_in_them():
    sample = [["سعد", a_national_id(place), f"05123456{place:02d}"] for place in range(5)]
    assert columns.guess(["", "", ""], sample) == {1: "id_number", 2: "mobile"}


def test_of_two_columns_with_one_heading_the_first_is_taken_and_said():
    titles = ["الاسم", "الجوال", "الجوال", "الاسم"]
    assert columns.guess(titles, []) == {0: "full_name", 1: "mobile", 2: "mobile_again"}
    assert columns.doubled(titles) == ["الاسم", "الجوال"]
    again = columns.from_headings(
        ["الجوال", "الاسم", "الجوال"], columns.by_heading(titles, {0: "full_name", 2: "mobile"})
    )
    assert again == {1: "full_name", 2: "mobile"}


def test_the_order_of_the_headings_does_not_matter_to_what_is_remembered():
    assert columns.fingerprint(["الاسم", "الجوال"]) == columns.fingerprint(["الجوّال", "", "الإسم"])
