"""Excel files that leave the system: right to left, numbers as text, both calendars, and nothing
that runs.
"""

import io
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.cast import NOW
from wasl.common.spreadsheets import Column, Sheet, about, download, safe_text, save

COLUMNS = [
    Column("الاسم", width=30),
    Column("رقم الهوية", "code"),
    Column("الأسهم", "number"),
    Column("المبلغ", "money"),
    Column("تاريخ الميلاد", "day"),
    Column("سُجل", "moment"),
    Column("عضو", "yes_no"),
]
MARYAM = ["مريم بنت عبدالله الحربي", "1000000012", 5, 1250.5, date(1970, 8, 15), NOW, True]


def a_book(*sheets):
    file = io.BytesIO()
    count = save(file, sheets)
    file.seek(0)
    return load_workbook(file), count


def test_a_list_reads_from_right_to_left_with_its_header_standing_still():
    with translation.override("ar"):
        book, count = a_book(Sheet("كشف الأعضاء", COLUMNS, [MARYAM]))
    page = book["كشف الأعضاء"]
    assert count == 1 and page.sheet_view.rightToLeft and page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:I2" and page.print_title_rows == "$1:$1"
    headings = [cell.value for cell in page[1]]
    assert headings[:2] == ["الاسم", "رقم الهوية"]
    assert headings[4:6] == ["تاريخ الميلاد (هجري)", "تاريخ الميلاد (ميلادي)"]


def test_identifiers_stay_text_numbers_stay_numbers_and_days_stand_in_both_calendars():
    book, _count = a_book(Sheet("List", COLUMNS, [MARYAM]))
    name, number, shares, sum_, hijri, gregorian, *_moment, member = book["List"][2]
    assert (number.value, number.data_type, number.number_format) == ("1000000012", "s", "@")
    assert (shares.value, sum_.value, sum_.number_format) == (5, 1250.5, "#,##0.00")
    assert (hijri.value, gregorian.value.date()) == ("12/6/1390", date(1970, 8, 15))
    assert name.value == MARYAM[0] and member.value == "Yes"
    assert not book["List"].sheet_view.rightToLeft


def test_an_empty_cell_is_empty_and_an_empty_list_has_its_header():
    book, count = a_book(Sheet("List", COLUMNS, [[None] * 7]), about([("By", "مها"), ("Rows", 0)]))
    assert count == 3
    assert {cell.value for cell in book["List"][2]} <= {None, ""}
    assert [cell.value for cell in book["About this file"][2]] == ["By", "مها"]


@pytest.mark.parametrize(
    "evil", ["=1+1", "+966512345678", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
)
def test_what_begins_like_a_formula_is_only_text(evil):
    book, _count = a_book(Sheet("List", [Column("x")], [[evil]]))
    cell = book["List"]["A2"]
    assert cell.data_type == "s" and cell.value.startswith("'")


def test_names_of_sheets_that_excel_refuses_are_mended():
    book, _count = a_book(Sheet("كشف [١٤٤٨/١]: " + "طويل " * 20, [Column("x")], []))
    assert len(book.sheetnames[0]) <= 31


@given(st.text(max_size=60))
def test_any_text_can_be_written_and_never_runs(text):
    kept = safe_text(text)
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r"))
    book, _count = a_book(Sheet("x", [Column("x")], [[text]]))
    assert book["x"]["A2"].data_type != "f"


def test_a_download_is_kept_by_nobody_on_the_way():
    answer = download("كشف الأعضاء", [Sheet("x", [Column("x")], [["1"]])])
    assert (
        answer.headers["Cache-Control"] == "no-store"
        and "xlsx" in answer.headers["Content-Disposition"]
    )
    assert load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["x"]["A2"].value == "1"
    answer.file_to_stream.close()
