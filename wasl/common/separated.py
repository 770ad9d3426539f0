"""Text files with a separator: UTF-8, UTF-16 or Windows-1256; comma, semicolon, tab or bar.

Read record by record.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext_lazy as _

from wasl.common.cells import LONGEST_CELL, MOST_COLUMNS, BadTable, Row, Sheet, trimmed

SAMPLE = 64 * 1024
DELIMITERS = ",;\t|"


class Csv:
    """A text file with a separator: UTF-8, UTF-16 or Windows-1256; comma, semicolon, tab or bar."""

    kind = "csv"

    def __init__(self, content: bytes) -> None:
        self.content, self.encoding = content, encoding_of(content)
        self.delimiter = delimiter_of(self._text().read(SAMPLE))
        lines = content.count(b"\n") or content.count(b"\r")
        self.sheets: Sequence[Sheet] = (Sheet(name="CSV", rows=lines + 1),)

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(
            io.BytesIO(self.content), self.encoding, errors="replace", newline=""
        )

    def rows(self, sheet: int = 0) -> Iterator[Row]:
        """Yield record by record, numbered as Excel would."""
        csv.field_size_limit(LONGEST_CELL * 4)
        lines = (line.replace("\0", "") for line in self._text())
        records = csv.reader(lines, delimiter=self.delimiter)
        number = 0
        while True:
            try:
                record = next(records)
            except StopIteration:
                return
            except csv.Error as error:
                at = {"line": records.line_num}
                raise BadTable(
                    _("Near line %(line)s a quotation mark opens that is never closed.") % at
                ) from error
            number += 1
            if number == 1 and _names_separator(record):
                continue
            cells = trimmed(record[:MOST_COLUMNS])
            if cells:
                yield number, cells


def _names_separator(record: list[str]) -> bool:
    """Return whether this is Excel's own first line «sep=;»."""
    return bool(record) and record[0].lstrip("\ufeff").lower().startswith("sep=")


def encoding_of(content: bytes) -> str:
    """Return a text's encoding: by its byte order mark, its shape, or because it reads as Arabic.

    Raises `BadTable` when none fits.
    """
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = content[:SAMPLE]
    # In UTF-16 every comma, digit and line break has a zero byte, always on the same side.
    if b"\0" in head:
        odd, even = head[1::2].count(0), head[::2].count(0)
        if max(odd, even) * 5 > len(head) // 2 and min(odd, even) * 20 < max(odd, even) + 20:
            return "utf-16-le" if odd > even else "utf-16-be"
        raise BadTable(_("This is not a table. Bring an Excel workbook (xlsx) or a CSV file."))
    beyond, broken = _utf8_faults(content)
    # A few bytes may be spoilt; the rows that hold them are found later.
    if broken * 20 <= beyond:
        return "utf-8"
    if _reads_as_arabic(content):
        return "cp1256"
    raise BadTable(
        _(
            "The letters of this file cannot be read. Open it in Excel and save it as Excel "
            "Workbook (xlsx)."
        )
    )


def _utf8_faults(content: bytes) -> tuple[int, int]:
    """Return how many characters are beyond ASCII in UTF-8, and how many could not be read."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    beyond = broken = 0
    for start in range(0, len(content), SAMPLE):
        text = decoder.decode(content[start : start + SAMPLE], start + SAMPLE >= len(content))
        beyond += len(text) - len(text.encode("ascii", "ignore"))
        broken += text.count("\ufffd")
    return beyond, broken


def _reads_as_arabic(content: bytes) -> bool:
    # Every byte is some character of Windows-1256, so only the share of Arabic letters tells.
    strange = content.translate(None, bytes(range(128)))[:SAMPLE].decode("cp1256")
    letters = sum("\u0621" <= sign <= "\u064a" for sign in strange)
    return letters * 10 >= len(strange) * 7


def delimiter_of(text: str) -> str:
    """Return the separator that divides most lines into the same number of parts, more than one."""
    if match := re.match(r"\ufeff?sep=(.)", text, re.IGNORECASE):
        return match[1]
    best, score = ",", (0.0, 0)
    for candidate in DELIMITERS:
        try:
            widths = [
                len(record)
                for record in islice(csv.reader(io.StringIO(text), delimiter=candidate), 60)
            ]
        except csv.Error:
            continue
        # Without the last record: the sample may end in the middle of it.
        filled = [width for width in widths[:-1] or widths if width > 0]
        usual = max(set(filled), key=lambda width: (width > 1, filled.count(width)), default=0)
        if usual > 1 and (filled.count(usual) / len(filled), usual) > score:
            best, score = candidate, (filled.count(usual) / len(filled), usual)
    return best
