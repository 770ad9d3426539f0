"""Excel workbooks (xlsx, xlsm) read as a stream.

One row is in memory at a time, whatever size the sheet claims.

Only values are read, nothing is run: a formula counts as the value that Excel stored with it. Why
not openpyxl: ADR 28.
"""

import io
import itertools
import posixpath
import re
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext_lazy as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from wasl.common.cells import (
    LONGEST_CELL,
    MOST_COLUMNS,
    BadTable,
    Lost,
    Merge,
    Row,
    Sheet,
    Value,
    trimmed,
)

MOST_PARTS = 3_000
# Sizes in bytes once unpacked, as the archive states them.
LARGEST_WHOLE = 900 * 1024 * 1024
LARGEST_SHEET = 400 * 1024 * 1024
LARGEST_TEXTS = 160 * 1024 * 1024
# Of the parts that are read whole.
LARGEST_SMALL = 16 * 1024 * 1024
MOST_MERGES = 20_000
CHUNK = 256 * 1024
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Workbooks saved as Strict Open XML use this name instead.
STRICT_RELATIONS = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# Cells and rows with a format and no value; a sheet may have a million of them. The possessive
# quantifiers keep a hostile file from making the pattern backtrack.
EMPTY = re.compile(rb"<c [^<>/]*+/>|<row [^<>/]*+(?:/>|>\s*+</row>)")
MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell [^<>]*ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"'
)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    expat.ExpatError,
    KeyError,
    UnicodeError,
)


def damaged() -> BadTable:
    """Return the one sentence for all the ways a workbook can be broken."""
    return BadTable(
        _(
            "The workbook is damaged and cannot be read to the end. Save it again in Excel and "
            "bring the new one."
        )
    )


class Workbook:
    """An opened workbook."""

    kind = "xlsx"

    def __init__(self, content: bytes) -> None:
        self.packed = _archive(content)
        _refuse_others(self.packed)
        _refuse_bombs(self.packed)
        try:
            self._open()
        except (*BROKEN, ParseError, DefusedXmlException, ValueError, IndexError) as error:
            if isinstance(error, BadTable):
                raise
            raise damaged() from error

    def _open(self) -> None:
        book = _target(self.packed, "", "officeDocument")
        if not book:
            raise damaged()
        self.folder = posixpath.dirname(book)
        described = _small(self.packed, book)
        mac = any(
            _is_on(element.get("date1904"))
            for element in described.iter()
            if _local(element.tag) == "workbookPr"
        )
        # Excel for Mac used to count days from 1904.
        self.epoch = CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900
        self.dates = _date_styles(self.packed, _target(self.packed, book, "styles"))
        self.texts = Texts(self.packed, _target(self.packed, book, "sharedStrings"))
        parts = _relations(self.packed, book)
        listed = [element for element in described.iter() if _local(element.tag) == "sheet"]
        self.paths: list[str] = []
        self.sheets: Sequence[Sheet] = []
        for sheet in listed:
            kind, path = parts.get(
                sheet.get(RELATIONS) or sheet.get(STRICT_RELATIONS) or "", ("", "")
            )
            if kind.endswith("/worksheet"):
                self.paths.append(path)
                hidden = sheet.get("state", "visible") != "visible"
                self.sheets = [*self.sheets, self._skim(sheet.get("name") or "", path, hidden)]
        if not self.sheets:
            raise BadTable(_("The workbook holds no sheet with cells."))

    def _skim(self, name: str, path: str, hidden: bool) -> Sheet:
        """Scan the part without reading cells: filled rows, merged cells and hidden columns."""
        rows, merges, columns = 0, list[Merge](), b""
        for chunk in _whole_tags(self.packed, path):
            if not rows:
                # The definitions of columns come before the first row.
                columns = (columns + chunk)[:CHUNK]
            rows += chunk.count(b"<row ") + chunk.count(b"<row>") + chunk.count(b":row ")
            new_merges = (_merge(groups) for groups in MERGE.findall(chunk))
            merges += itertools.islice(new_merges, MOST_MERGES - len(merges))
        return Sheet(name[:100], rows, hidden, _hidden_columns(columns), tuple(merges))

    def rows(self, sheet: int) -> Iterator[Row]:
        """Yield row by row, without the empty ones."""
        reader = _Reader(self.texts, self.dates, self.epoch)
        try:
            for chunk in _whole_tags(self.packed, self.paths[sheet]):
                yield from reader.feed(chunk)
            yield from reader.feed(b"", last=True)
        except BROKEN as error:
            raise damaged() from error


def _archive(content: bytes) -> zipfile.ZipFile:
    """Open the archive; raises `BadTable` when it is damaged or locked."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise BadTable(
            _("The file is damaged or cut short. Save it again in Excel and bring the new one.")
        ) from error
    # The first flag of a ZIP part says that it is encrypted.
    if any(part.flag_bits & 1 for part in packed.infolist()):
        raise BadTable(
            _("The file is locked with a password. Unpack it, and bring the workbook without one.")
        )
    return packed


def _refuse_others(packed: zipfile.ZipFile) -> None:
    """Raise `BadTable` for another kind of archive, recognised by its parts."""
    names = {part.filename for part in packed.infolist()[: MOST_PARTS + 1]}
    if "mimetype" in names or "content.xml" in names:
        raise BadTable(
            _(
                "This is a workbook of LibreOffice (ods). Open it and save it as "
                "Excel Workbook (xlsx)."
            )
        )
    if any(name.startswith(("word/", "ppt/", "visio/")) for name in names):
        raise BadTable(
            _(
                "This is a Word or PowerPoint file. Put the table into Excel and save it as "
                "Excel Workbook."
            )
        )
    if "xl/workbook.bin" in names:
        raise BadTable(
            _(
                "This is a binary workbook (xlsb). Open it in Excel and save it as Excel "
                "Workbook (xlsx)."
            )
        )
    if any(name.startswith("Index/") or name.endswith(".iwa") for name in names):
        raise BadTable(
            _("This is a Numbers file. Export it from Numbers as an Excel workbook (xlsx).")
        )
    if "[Content_Types].xml" not in names:
        raise BadTable(
            _("This is a packed folder (zip). Unpack it, and bring the workbook inside.")
        )


def _refuse_bombs(packed: zipfile.ZipFile) -> None:
    """Raise `BadTable` when the parts would be too large unpacked.

    No part is read beyond the size stated here.
    """
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_WHOLE:
        raise _too_much()


def _too_much() -> BadTable:
    return BadTable(
        _(
            "The workbook is too large once it is unpacked. Copy the table alone into a new "
            "workbook and bring that."
        )
    )


def _local(tag: Any) -> str:
    return str(tag).rsplit("}", 1)[-1]


def _is_on(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _small(packed: zipfile.ZipFile, path: str) -> Any:
    """Parse a small part whole."""
    if packed.getinfo(path).file_size > LARGEST_SMALL:
        raise _too_much()
    return fromstring(packed.read(path), forbid_dtd=True)


def _relations(packed: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """Return what a part refers to: id → kind, path."""
    folder, name = posixpath.split(path)
    sheet = posixpath.join(folder, "_rels", f"{name}.rels")
    if sheet not in packed.NameToInfo:
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", ""),
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in _small(packed, sheet)
        # An external target is a file elsewhere, which is never opened.
        if relation.get("TargetMode") != "External"
    }


def _target(packed: zipfile.ZipFile, path: str, kind: str) -> str:
    return next(
        (target for of, target in _relations(packed, path).values() if of.endswith(f"/{kind}")), ""
    )


def _date_styles(packed: zipfile.ZipFile, path: str) -> frozenset[str]:
    """Return the styles whose numbers are days; a number alone does not show it."""
    if not path:
        return frozenset()
    styles = _small(packed, path)
    formats = dict(BUILTIN_FORMATS)
    cells: list[int] = []
    for element in styles.iter():
        if _local(element.tag) == "numFmt" and element.get("numFmtId", "").isdigit():
            formats[int(element.get("numFmtId"))] = element.get("formatCode", "")
        elif _local(element.tag) == "cellXfs":
            cells = [int(xf.get("numFmtId") or 0) for xf in element]
    return frozenset(
        str(at) for at, number in enumerate(cells) if _is_date(number, formats.get(number, ""))
    )


def _is_date(number: int, code: str) -> bool:
    return (
        # The format numbers that Excel reserves for dates of East Asian languages; no code comes
        # with them.
        27 <= number <= 36
        or 50 <= number <= 58
        or bool(code and code != "General" and is_date_format(code))
    )


def _whole_tags(packed: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """Yield the part in pieces that end between tags, without empty cells and rows."""
    if packed.getinfo(path).file_size > LARGEST_SHEET:
        raise _too_much()
    buffer = b""
    with packed.open(path) as part:
        head = part.read(4)
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            # No program writes sheets in UTF-16.
            raise damaged()
        buffer = head
        while piece := part.read(CHUNK):
            buffer += piece
            # Cut before a cell, so that EMPTY meets every empty cell whole.
            cut = buffer.rfind(b"<c ") if b"<c " in buffer else buffer.rfind(b"<")
            if cut <= 0:
                # No sheet has a tag of two megabytes.
                if len(buffer) > 8 * CHUNK:
                    raise damaged()
                continue
            yield EMPTY.sub(b"", buffer[:cut])
            buffer = buffer[cut:]
    yield EMPTY.sub(b"", buffer)


def _merge(groups: tuple[bytes, bytes, bytes, bytes]) -> Merge:
    first, top, last, foot = groups
    return int(top), column_of(first.decode()), int(foot), column_of(last.decode())


def _hidden_columns(head: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for tag in re.findall(rb"<(?:\w+:)?col [^<>]*>", head):
        attributes = dict(re.findall(rb'(\w+)="([^"]*)"', tag))
        if attributes.get(b"hidden") in (b"1", b"true"):
            last = min(int(attributes.get(b"max", b"0")), MOST_COLUMNS)
            hidden |= set(range(int(attributes.get(b"min", b"1")) - 1, last))
    return frozenset(hidden)


@lru_cache(maxsize=20_000)
def column_of(letters: str) -> int:
    """Return the number of a column: A → 0, AA → 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


class Texts:
    """The texts that cells share, kept as bytes and found by number.

    A million of them take some tens of megabytes.
    """

    def __init__(self, packed: zipfile.ZipFile, path: str) -> None:
        self.bytes, self.ends = bytearray(), array("Q", [0])
        if not path:
            return
        if packed.getinfo(path).file_size > LARGEST_TEXTS:
            raise _too_much()
        self._parts: list[str] = []
        self._depth = {"t": 0, "rPh": 0}
        parser = _parser(self._start, self._end, self._text)
        with packed.open(path) as part:
            while piece := part.read(CHUNK):
                parser.Parse(piece, False)
            parser.Parse(b"", True)

    def __getitem__(self, place: int) -> str:
        return self.bytes[self.ends[place] : self.ends[place + 1]].decode()

    def _start(self, name: str, _attributes: Any) -> None:
        name = name.rpartition(":")[2]
        if name in self._depth:
            self._depth[name] += 1

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in self._depth:
            self._depth[name] -= 1
        elif name == "si":
            self.bytes += "".join(self._parts)[:LONGEST_CELL].encode("utf-8", "replace")
            self.ends.append(len(self.bytes))
            self._parts.clear()

    def _text(self, text: str) -> None:
        if self._depth["t"] and not self._depth["rPh"] and len(self._parts) < 5_000:
            self._parts.append(text)


def _parser(
    start: Callable[..., None], end: Callable[..., None], text: Callable[[str], None]
) -> Any:
    """Return a parser that refuses document types, so that no entity can expand."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_declared: Any) -> None:
    raise damaged()


class _Reader:
    """Build the rows of a sheet from its tags as they arrive."""

    def __init__(self, texts: Texts, dates: frozenset[str], epoch: datetime) -> None:
        self.texts, self.dates, self.epoch = texts, dates, epoch
        self.ready: list[Row] = []
        self.number, self.place = 0, -1
        self.cells: dict[int, Value] = {}
        self.kind = self.style = ""
        self.has_formula = self.takes_text = self.spoken = False
        self.parts: list[str] = []
        self.parser = _parser(self._start, self._end, self._text)

    def feed(self, chunk: bytes, last: bool = False) -> list[Row]:
        self.parser.Parse(chunk, last)
        ready, self.ready = self.ready, []
        return ready

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell(attributes)
        elif name == "v" or (name == "t" and self.kind == "inlineStr" and not self.spoken):
            self.takes_text = True
        elif name == "f":
            self.has_formula = True
        # A reading aid for Japanese text, which is no part of the cell's value.
        elif name == "rPh":
            self.spoken = True
        elif name == "row":
            row_number = attributes.get("r", "")
            self.number = int(row_number) if row_number.isdigit() else self.number + 1
            self.place, self.cells = -1, {}
        # Some programs write a prefix before every name.
        elif ":" in name:
            self._start(name.rpartition(":")[2], attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        self.place = (
            column_of(letters) if letters.isalpha() and letters.isascii() else self.place + 1
        )
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.has_formula = False
        self.parts.clear()

    def _text(self, text: str) -> None:
        if self.takes_text and len(self.parts) < 5_000:
            self.parts.append(text)

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self.takes_text = False
        elif name == "rPh":
            self.spoken = False
        elif name == "c":
            if 0 <= self.place < MOST_COLUMNS:
                value = self._value("".join(self.parts)[:LONGEST_CELL])
                if value is not None:
                    self.cells[self.place] = value
        elif name == "row" and self.cells:
            cells = trimmed([self.cells.get(place) for place in range(max(self.cells) + 1)])
            if cells:
                self.ready.append((self.number, cells))
        elif ":" in name:
            self._end(name.rpartition(":")[2])

    def _value(self, text: str) -> Value:
        if self.kind == "s":
            return (
                self.texts[int(text)]
                if text.isdigit() and int(text) + 1 < len(self.texts.ends)
                else None
            )
        if self.kind in ("inlineStr", "str"):
            return _unescaped(text) or None
        if not text:
            return Lost("formula") if self.has_formula else None
        if self.kind == "b":
            return text == "1"
        if self.kind == "e":
            return Lost("error", text)
        if self.kind == "d":
            return _iso(text)
        return self._number(text)

    def _number(self, text: str) -> Value:
        try:
            number = float(text)
        except ValueError:
            return text
        if self.style in self.dates:
            return self._day(number, text)
        if not number.is_integer():
            return number
        # Excel keeps fifteen digits: of a longer number, such as an account's, the last ones are
        # lost.
        return int(number) if abs(number) < 10**15 else Lost("digits", text)

    def _day(self, number: float, text: str) -> Value:
        try:
            read = from_excel(number, self.epoch)
        except (OverflowError, ValueError):
            return Lost("error", text)
        return str(read) if isinstance(read, timedelta) else read


def _iso(text: str) -> Value:
    for parser in (datetime.fromisoformat, date.fromisoformat, time.fromisoformat):
        try:
            return parser(text.removesuffix("Z"))
        except ValueError:
            continue
    return text


def _unescaped(text: str) -> str:
    """Restore control characters, which Excel writes as _x000D_."""
    return (
        re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
        if "_x" in text
        else text
    )
