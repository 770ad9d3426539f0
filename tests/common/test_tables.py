"""Tables that come in: whatever the program that wrote them, the same rows; and a sentence for what
is no table.
"""

import io
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from tests.sheets import a_csv, a_workbook, a_zip, changed
from wasl.common.cells import BadTable, Lost
from wasl.common.tables import open_table

LIMIT = 40 * 1024 * 1024
ROWS = [["الاسم", "رقم الهوية", "الجوال"], ["مريم الحربي", "1000000012", "0512345678"]]


def rows_of(content, sheet=0):
    return list(open_table(content, LIMIT).rows(sheet))


def refused(content, limit=LIMIT):
    with pytest.raises(BadTable) as caught:
        table = open_table(content, limit)
        for place in range(len(table.sheets)):
            list(table.rows(place))
    return str(caught.value.reason)


def test_a_workbook_gives_its_rows_with_their_numbers():
    content = a_workbook(
        (
            "أعضاء",
            [
                ["كشف الأعضاء"],
                [],
                *ROWS,
                [None, None, None],
                ["   "],
                ["سعد", 1000000012, 512345678],
            ],
        )
    )
    table = open_table(content, LIMIT)
    assert [(sheet.name, sheet.hidden) for sheet in table.sheets] == [("أعضاء", False)]
    assert list(table.rows(0)) == [
        (1, ["كشف الأعضاء"]),
        (3, ROWS[0]),
        (4, ROWS[1]),
        (7, ["سعد", 1000000012, 512345678]),
    ]


def test_days_times_yes_and_numbers_are_what_they_were():
    given = ["س", 5, 2.5, True, date(1970, 8, 15), datetime(2026, 11, 19, 10, 30), time(8, 15)]
    ((_number, cells),) = rows_of(a_workbook(("x", [given])))
    assert cells == [
        "س",
        5,
        2.5,
        True,
        datetime(1970, 8, 15),
        datetime(2026, 11, 19, 10, 30),
        time(8, 15),
    ]


def test_a_formula_counts_as_the_value_that_was_kept_and_is_lost_without_one():
    content = a_workbook(("x", [["=1+1", "=A1", "#REF!"]]))
    kept = changed(
        content,
        sheet1=lambda xml: xml.replace("<f>A1</f><v></v>", "<f>A1</f><v>7</v>").replace(
            "<f>A1</f><v />", "<f>A1</f><v>7</v>"
        ),
    )
    ((_number, cells),) = rows_of(kept)
    assert cells[0] == Lost("formula") and cells[1] == 7 and cells[2] == Lost("error", "#REF!")


def test_sheets_that_are_hidden_columns_that_are_hidden_and_merged_cells_are_known():
    def shape(book):
        book["ورقة 1"].column_dimensions["B"].hidden = True
        book["ورقة 1"].column_dimensions.group("D", "E", hidden=True)
        book["ورقة 1"].merge_cells("A1:C1")
        book["ورقة 2"].sheet_state = "hidden"

    table = open_table(a_workbook(("ورقة 1", ROWS), ("ورقة 2", ROWS), shape=shape), LIMIT)
    first, second = table.sheets
    assert first.hidden_columns == {1, 3, 4} and first.merges == ((1, 0, 1, 2),)
    assert (first.hidden, second.hidden) == (False, True)


def test_a_million_rows_of_nothing_but_colour_are_passed_by():
    styled = '<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>'
    empty = "".join(styled.format(n=n) for n in range(10, 20_000))
    content = changed(
        a_workbook(("x", ROWS)),
        sheet1=lambda xml: xml.replace(
            "</sheetData>",
            (
                f'{empty}<row r="1048576"><c r="A1048576" '
                't="inlineStr"><is><t>آخر</t></is></c></row></sheetData>'
            ),
        ).replace('ref="A1:C2"', 'ref="A1:XFD1048576"'),
    )
    assert [number for number, _cells in rows_of(content)] == [1, 2, 1048576]


def test_three_hundred_columns_are_read_and_what_lies_beyond_five_hundred_is_not():
    ((_n, cells),) = rows_of(a_workbook(("x", [[f"عمود {place}" for place in range(700)]])))
    assert len(cells) == 500 and cells[299] == "عمود 299"


def test_a_number_of_more_than_fifteen_digits_has_lost_some():
    ((_n, cells),) = rows_of(a_workbook(("x", [[1234567890123456789, 1055550000, 1.5]])))
    assert cells[0].why == "digits" and cells[1:] == [1055550000, 1.5]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_any_encoding_and_with_any_separator(encoding, delimiter):
    assert [cells for _n, cells in rows_of(a_csv(ROWS, delimiter, encoding))] == ROWS


def test_csv_with_quotes_line_breaks_inside_and_the_separator_named():
    text = 'sep=;\r\n"الاسم";"العنوان"\r\n"سعد ""أبو ناصر""";"حي السلام\nشارع 5"\r\n'
    assert rows_of(text.encode("utf-8-sig")) == [
        (2, ["الاسم", "العنوان"]),
        (3, ['سعد "أبو ناصر"', "حي السلام\nشارع 5"]),
    ]


def test_a_few_spoilt_bytes_spoil_only_their_cells():
    content = (
        a_csv([["الاسم"], *[["محمد بن سعد الحربي"]] * 50], encoding="utf-8") + b"\r\n\xff\xfe\xd9"
    )
    rows = rows_of(content)
    assert rows[1][1] == ["محمد بن سعد الحربي"] and "\ufffd" in rows[-1][1][0]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "Workbook".encode("utf-16-le"), "old kind"),
        (OLE, "not a workbook"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart", "web page"),
        (
            (
                b'<?xml version="1.0"?><Workbook '
                b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
            ),
            "in XML",
        ),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (a_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "LibreOffice"),
        (a_zip(word__document="x"), "Word"),
        (a_zip(readme="x"), "packed folder"),
        (b"PK\x03\x04 cut short", "damaged"),
        (a_workbook(("x", ROWS))[:-400], "damaged"),
        (bytes(range(256)) * 20, "not a table"),
        (bytes(range(128, 256)) * 20, "cannot be read"),
        (b'a,b\r\n"open,and never closed' + b" words" * 40_000, "quotation mark"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content, says):
    assert says in refused(content)


def test_a_file_beyond_the_limit_is_refused():
    assert "larger" in refused(b"a,b\n" * 100, limit=300)


def test_a_workbook_that_grows_when_it_is_unpacked_is_refused_before_it_does(monkeypatch):
    monkeypatch.setattr("wasl.common.workbooks.LARGEST_SHEET", 100_000)
    bomb = changed(
        a_workbook(("x", ROWS)),
        sheet1=lambda xml: xml.replace("<sheetData>", "<sheetData>" + " " * 200_000),
    )
    assert len(bomb) < 10_000 and "too large" in refused(bomb)
    monkeypatch.setattr("wasl.common.workbooks.LARGEST_WHOLE", 50_000)
    assert "too large" in refused(bomb)


@pytest.mark.parametrize(
    "parts",
    [
        {"sheet1": None},
        {"sheet1": "<worksheet><sheetData><row><c>"},
        {"sheet1": "not xml"},
        {"book": "<workbook/>"},
        {"book": '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'},
        {"sheet1": '<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'},
        {"_rels/.rels": None},
        {"xl/styles.xml": "<x"},
    ],
)
def test_a_broken_workbook_is_a_sentence_never_an_error(parts):
    assert refused(changed(a_workbook(("x", ROWS)), **parts))


TEXTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def with_shared_texts(texts):
    """As Excel itself writes: cells name their texts by number."""
    cell = (
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" '
        't="s"><v>9</v></c></row>'
    )
    return changed(
        a_workbook(("x", [])),
        texts=texts,
        related=lambda xml: xml.replace(
            "<Relationship ",
            f'<Relationship Id="t" Type="{TEXTS}" Target="sharedStrings.xml"/><Relationship ',
            1,
        ),
        sheet1=f"<worksheet><sheetData>{cell}</sheetData></worksheet>",
    )


def test_texts_that_cells_share_are_found_by_their_number():
    texts = "<sst><si><t>الاسم</t></si><si><r><t>مر</t></r><r><t>يم</t></r><rPh><t>x</t></rPh></si></sst>"
    assert rows_of(with_shared_texts(texts)) == [(1, ["مريم", "الاسم"])]
    assert "damaged" in refused(with_shared_texts("<sst><si><t>cut"))


def test_other_programs_write_with_prefixes_and_without_addresses():
    cells = (
        "<x:c "
        't="inlineStr"><x:is><x:r><x:t>مر</x:t></x:r><x:r><x:t>يم</x:t></x:r><x:rPh><x:t>x</x:t></x:rPh></x:is>'
        '</x:c><x:c><x:v>5</x:v></x:c><x:c t="d"><x:v>1970-08-15</x:v></x:c>'
    )
    xml = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:cols><x:col min="2" max="2" hidden="1"/></x:cols>'
        f"<x:sheetData><x:row>{cells}</x:row></x:sheetData></x:worksheet>"
    )
    table = open_table(changed(a_workbook(("x", ROWS)), sheet1=xml), LIMIT)
    assert list(table.rows(0)) == [(1, ["مريم", 5, datetime(1970, 8, 15)])]
    assert table.sheets[0].hidden_columns == {1}


cells = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12).filter(
        lambda text: not text.startswith(("=", "#"))
    ),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2070, 1, 1)),
)


@settings(max_examples=40)
@given(st.lists(st.lists(cells, max_size=6), max_size=6))
def test_our_reader_reads_what_openpyxl_reads(rows):
    content = a_workbook(
        ("x", rows),
        shape=lambda book: setattr(book["x"]["H1"], "fill", PatternFill("solid", "FF0000")),
    )
    book = load_workbook(io.BytesIO(content), data_only=True)
    theirs = []
    for number, row in enumerate(book["x"].iter_rows(values_only=True), start=1):
        plain = [None if isinstance(cell, str) and not cell.strip() else cell for cell in row]
        while plain and plain[-1] is None:
            plain.pop()
        if plain:
            theirs.append((number, plain))
    assert rows_of(content) == theirs
