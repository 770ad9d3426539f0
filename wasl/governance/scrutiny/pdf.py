"""PDFs with a text layer, read glyph by glyph by position.

The order in which a PDF stores Arabic letters cannot be trusted. Glyphs of a line are taken from
the right; numbers and Latin words are turned back; of a ligature the order that makes a word is
taken. A page without letters is a scan, and goes to `scans`.
"""

import ctypes
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.common.text import clean
from wasl.governance.scrutiny import lexicon, scans
from wasl.governance.scrutiny.lines import Line, Source

MOST_PAGES = 400
# A page with fewer words than this and a picture is taken for a scan.
FEW_LETTERS = 20
# Numbers and Latin words with the signs inside them: they read from the left within Arabic.
_LEFT_TO_RIGHT = re.compile(
    r"[0-9A-Za-z٠-٩۰-۹](?:[0-9A-Za-z٠-٩۰-۹/.,:@_%٪٫٬+\- ]*[0-9A-Za-z٠-٩۰-۹%٪])?"
)
_ARABIC = re.compile("[\u0600-\u06ff]")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


class BadPdf(Exception):
    """The PDF cannot be read; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Glyph:
    """The letter at one place, or the letters of a ligature in the order of the file."""

    letters: str
    x: float
    y: float


Progress = Callable[[int, int], None]


def read(
    content: bytes, *, progress: Progress | None = None, most_scanned: int = MOST_PAGES
) -> Source:
    """Return the lines of a PDF, page by page.

    `progress` is called after each page. Raises `BadPdf`, and `scans.NoScanner` where scans cannot
    be read here or are more than the caller can wait for.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise BadPdf(_("The PDF is damaged or protected by a password.")) from error
    if len(document) > MOST_PAGES:
        raise BadPdf(_("A policy of more than 400 pages is not read in one piece. Split the file."))
    lines: list[Line] = []
    scanned = 0
    for number, page in enumerate(document, start=1):
        texts = [line for line in _page(page) if line]
        if sum(
            len(lexicon.WORD.findall(text)) for text in texts
        ) < FEW_LETTERS and scans.has_picture(page):
            scanned += 1
            scans.refuse_many(scanned, most_scanned)
            texts = scans.read_page(page)
        lines += [Line(text, number, place) for place, text in enumerate(texts, start=1)]
        if progress:
            progress(number, len(document))
    return Source(lines)


def _page(page: pypdfium2.PdfPage) -> Iterator[str]:
    for row in _rows(_glyphs(page)):
        yield clean(_in_order(row))


def _glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    glyphs: list[Glyph] = []
    for at in range(text.count_chars()):
        # Many PDFs store presentation forms (initial, medial, final); NFKC gives the plain letters.
        letter = unicodedata.normalize("NFKC", chr(raw.FPDFText_GetUnicode(text.raw, at)))
        # Generated characters are PDFium's own guesses of spaces and breaks.
        if raw.FPDFText_IsGenerated(text.raw, at) == 1 or not raw.FPDFText_GetCharOrigin(
            text.raw, at, x, y
        ):
            continue
        last = glyphs[-1] if glyphs else None
        if (
            last
            # Letters at one and the same place are one ligature.
            and abs(last.x - x.value) < 0.01
            and abs(last.y - y.value) < 0.01
            and letter.strip()
        ):
            glyphs[-1] = Glyph(last.letters + letter, last.x, last.y)
        else:
            glyphs.append(Glyph(letter, x.value, y.value))
    return glyphs


def _rows(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the glyphs of one height together, from the top down."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        # In points (1/72 inch): less than a line, and more than a raised or lowered glyph.
        if row and row[0].y - glyph.y > 3.5:
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _in_order(row: list[Glyph]) -> str:
    """Return a row in reading order.

    A row with Arabic is read from the right, with its numbers and Latin words from the left.
    """
    if not any(_ARABIC.search(glyph.letters) for glyph in row):
        return "".join(glyph.letters for glyph in sorted(row, key=lambda glyph: glyph.x))
    spread = sorted(row, key=lambda glyph: -glyph.x)
    text = "".join(_ligature(glyph.letters) for glyph in spread)
    text = _LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], text)
    # A row whose first bracket closes was stored mirrored, as for a reader from the left.
    opening = re.search(r"[()\[\]«»]", text)
    if opening and opening.group() in ")]»":
        text = text.translate(_MIRRORED)
    text = re.sub(r"(?<=\S)\( ", " (", text)  # some writers set the space inside the bracket
    return re.sub(r"\S*\x00\S*", _spelled, text)


def _ligature(letters: str) -> str:
    """Return the letters of a ligature.

    Where their order is uncertain they are set between marks, for `_spelled`.
    """
    if len(letters) < 2:
        return letters
    # Lam-alef has one order only.
    if "ل" in letters and len(letters) == 2 and set(letters) & set("اأإآ"):
        return "ل" + letters.replace("ل", "", 1)
    return f"\x00{letters}\x00"


def _spelled(word: re.Match[str]) -> str:
    """Return the word in which each ligature has the order that makes the more common word."""
    parts = word.group().split("\x00")
    choices = [(part, part[::-1]) if at % 2 else (part,) for at, part in enumerate(parts)]
    # Each ligature doubles the number of readings; 64 are enough for six in one word.
    candidates = [
        "".join(combination) for combination in itertools.islice(itertools.product(*choices), 64)
    ]
    return max(
        candidates,
        key=lambda candidate: sum(
            lexicon.commonness(lexicon.plain(each)) for each in lexicon.WORD.findall(candidate)
        ),
    )
