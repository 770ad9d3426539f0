"""Excel files that leave the system.

Right to left in Arabic, identifiers as text, days in both calendars, no formulas.

Lists are written row by row, so that a long one does not fill the memory. Incoming tables are read
by `tables`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Literal

from django.http import FileResponse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from wasl.common.clock import RIYADH, day_of, today
from wasl.common.dates import FIRST_DAY, LAST_DAY, to_hijri

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT, DAY, MOMENT = "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
# Excel holds 32,767 characters.
LONGEST_CELL = 32_000
LONGEST_TITLE = 31
A4 = "9"
IN_MEMORY = 2 * 1024 * 1024
# A program that reads the list again from CSV would run a cell that begins so as a formula.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Kind = Literal["text", "code", "number", "money", "day", "moment", "yes_no"]


@dataclass(frozen=True)
class Column:
    """A heading, the kind of its values, and its width in letters.

    A day or a moment takes two columns.
    """

    heading: str | Promise
    kind: Kind = "text"
    width: int = 18


@dataclass(frozen=True)
class Sheet:
    """A list with its headings; `rows` may be read only once, with a value for each column."""

    title: str | Promise
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def about(facts: Iterable[tuple[str | Promise, Any]]) -> Sheet:
    """Return the second sheet of an export: what the list is, who exported it, when and why."""
    return Sheet(
        _("About this file"), [Column(_("About"), width=24), Column(_("Says"), width=60)], facts
    )


def save(target: IO[bytes], sheets: Iterable[Sheet]) -> int:
    """Write the sheets as one Excel file; return how many rows of lists there are in all."""
    book = Workbook(write_only=True)
    count = sum(_add(book, sheet) for sheet in sheets)
    book.save(target)
    return count


def download(name: str, sheets: Iterable[Sheet]) -> FileResponse:
    """Return the Excel file as a download, under a plain name with today's Hijri day."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    save(file, sheets)
    file.seek(0)
    day = "-".join(f"{part:02d}" for part in to_hijri(today()))
    answer = FileResponse(
        file,
        as_attachment=True,
        filename=f"{slugify(name, allow_unicode=True)}-{day}.xlsx",
        content_type=MEDIA_TYPE,
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def safe_text(value: Any) -> str:
    """Return text fit for a cell: no control characters, never the beginning of a formula."""
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST_CELL]
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def _add(book: Workbook, sheet: Sheet) -> int:
    page = book.create_sheet(_title(sheet.title))
    page.sheet_view.rightToLeft = (get_language() or "ar").startswith("ar")
    page.freeze_panes = "A2"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    headings = [heading for column in sheet.columns for heading in _headings(column)]
    widths = [column.width for column in sheet.columns for _heading in _headings(column)]
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.append([_heading(page, text) for text in headings])
    count = 0
    for row in sheet.rows:
        page.append(list(_cells(page, sheet.columns, row)))
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{count + 1}"
    return count


def _title(title: str | Promise) -> str:
    """Return a title that Excel takes: without the signs it refuses, and at most 31 letters."""
    safe_title = "".join(" " if sign in "[]:*?/\\'" else sign for sign in str(title))
    return " ".join(safe_title.split())[:LONGEST_TITLE] or "1"


def _headings(column: Column) -> list[str]:
    name = safe_text(column.heading)
    if column.kind in ("day", "moment"):
        return [
            _("%(heading)s (Hijri)") % {"heading": name},
            _("%(heading)s (Gregorian)") % {"heading": name},
        ]
    return [name]


def _heading(page: Any, text: str) -> WriteOnlyCell:
    cell = _text(page, text)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", start_color="14663F")
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _cells(page: Any, columns: Sequence[Column], row: Sequence[Any]) -> Iterator[WriteOnlyCell]:
    for column, value in zip(columns, row, strict=True):
        yield from WRITERS[column.kind](page, value)


def _text(page: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, "" if value is None else safe_text(value))
    # openpyxl takes a text that begins with = for a formula.
    cell.data_type = "s"
    cell.number_format = TEXT
    return cell


def _number(page: Any, value: Any, shape: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value)
    cell.number_format = shape
    return cell


def _day(page: Any, value: date | None) -> Iterator[WriteOnlyCell]:
    yield _text(page, _hijri(value))
    yield _number(page, value, DAY)


def _moment(page: Any, value: datetime | None) -> Iterator[WriteOnlyCell]:
    yield _text(page, _hijri(day_of(value) if value else None))
    yield _number(
        page,
        # Excel knows no time zones, and openpyxl refuses a moment that has one.
        value.astimezone(RIYADH).replace(tzinfo=None, microsecond=0) if value else None,
        MOMENT,
    )


def _hijri(value: date | None) -> str:
    return str(to_hijri(value)) if value and FIRST_DAY <= value <= LAST_DAY else ""


def _yes_no(value: bool | None) -> str:
    if value is None:
        return ""
    return _("Yes") if value else _("No")


WRITERS: dict[Kind, Callable[[Any, Any], Iterable[WriteOnlyCell]]] = {
    "text": lambda page, value: [_text(page, value)],
    "code": lambda page, value: [_text(page, value)],
    "number": lambda page, value: [_number(page, value, "#,##0")],
    "money": lambda page, value: [_number(page, value, "#,##0.00")],
    "day": _day,
    "moment": _moment,
    "yes_no": lambda page, value: [_text(page, _yes_no(value))],
}
