"""Files as associations keep them, made on the spot: workbooks, CSV in three encodings, and what is
not a table.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]


def a_workbook(*sheets: tuple[str, Rows], shape: Callable[[Workbook], None] | None = None) -> bytes:
    """A workbook with these sheets; `shape` may change it before it is saved."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page: Worksheet = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    if shape:
        shape(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def a_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """A text file with a separator."""
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows).encode(encoding)


def changed(workbook: bytes, **parts: Callable[[str], str] | str | None) -> bytes:
    """The workbook with some parts rewritten, replaced, added or (None) left out; `sheet1` stands
    for its path.
    """
    short = {
        "sheet1": "xl/worksheets/sheet1.xml",
        "book": "xl/workbook.xml",
        "texts": "xl/sharedStrings.xml",
        "related": "xl/_rels/workbook.xml.rels",
    }
    wanted = {short.get(name, name): change for name, change in parts.items()}
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            change = wanted.get(part, lambda text: text)
            if change is not None:
                body = change if isinstance(change, str) else change(old.read(part).decode())
                new.writestr(part, body)
        for part in wanted.keys() - set(old.namelist()):
            new.writestr(part, wanted[part] or "")
    return made.getvalue()


def a_zip(**parts: str) -> bytes:
    """A packed file with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in parts.items():
            packed.writestr(name.replace("__", "/"), body)
    return made.getvalue()
