"""The lines of a text with their places, and the text as one flow that patterns can search."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wasl.common.text import ascii_digits, fold

# Lines of a letterhead (number, date, ministry, association, licence, basmala) and bare page
# numbers. The whole line must match: the same words occur in sentences too.
_LETTERHEAD = re.compile(
    r"^\W*(?:(?:الرقم|التاريخ|المرفقات|الموافق)\s*[:/].{0,30}|المملكة العربية السعودية|وزارة "
    r".{3,60}|"
    r"(?:ال)?جمعية .{3,70}|(?:ترخيص|رقم "
    r"الترخيص|(?:ال)?مرخصة|(?:ال)?مسجلة|سجل)\b[^.]{0,70}[\d٠-٩]{2,}\)?|بسم الله الرحمن الرحيم|"
    r"(?:صفحة|page)?\s*[\d٠-٩]{1,3}\s*(?:(?:من|/|of)\s*[\d٠-٩]{1,3})?)\W*$",
    re.IGNORECASE,
)
# A line on this many pages is a running head, if it is within so many lines of a page's edge.
REPEATED_ON_PAGES = 3
DEEPEST_HEAD = 6


@dataclass(frozen=True)
class Line:
    """A line: its text, its page and its number on the page (both from 1).

    `styled` means that the file marks it as a heading, `level` is the heading's level in the file
    (0 for a title), `row` marks a table row, and `where` is the place in other words, when the line
    comes from no page.
    """

    text: str
    page: int
    number: int
    styled: bool = False
    where: str = ""
    level: int = 1
    row: bool = False

    @property
    def place(self) -> str:
        if self.where:
            return _("clause %(code)s") % {"code": self.where}
        return _("page %(page)s, line %(line)s") % {"page": self.page, "line": self.number}


@dataclass(frozen=True)
class Source:
    """The lines read from a file in order, and remarks about the reading.

    `on_paper` is false for lines that never had a letterhead, running heads and page numbers around
    them.
    """

    lines: list[Line]
    remarks: list[tuple[str, Line]] = field(default_factory=list)
    on_paper: bool = True

    @property
    def furniture(self) -> set[int]:
        """Positions of the lines that belong to the page, not to the text.

        That is letterhead, page numbers and running heads.
        """
        if not self.on_paper:
            return set()
        pages: dict[str, set[int]] = {}
        for line in self.lines:
            pages.setdefault(fold(line.text), set()).add(line.page)
        often = {
            key for key, page_numbers in pages.items() if len(page_numbers) >= REPEATED_ON_PAGES
        }
        heads = Counter(fold(line.text) for line in self.lines if _LETTERHEAD.match(line.text))
        edges = self._edges()
        return {
            at
            for at, line in enumerate(self.lines)
            if line.text
            and not line.row
            and (
                ((key := fold(line.text)) in often and at in edges)
                # A letterhead's line by its look alone is not enough: it comes again, is very
                # short, or is near the top of its page.
                or (key in heads and (heads[key] > 1 or len(key) < 12 or line.number < 8))
            )
        }

    def _edges(self) -> set[int]:
        """Return the positions of the lines near the top and bottom of their pages."""
        pages: dict[int, list[int]] = {}
        for at, line in enumerate(self.lines):
            if line.text:
                pages.setdefault(line.page, []).append(at)
        return {
            at
            for places in pages.values()
            for at in (*places[:DEEPEST_HEAD], *places[-DEEPEST_HEAD:])
        }


@dataclass(frozen=True)
class Flow:
    """The lines as one text, with ASCII digits and letters unchanged.

    `line_at` leads from an offset back to its line.
    """

    lines: list[Line]
    text: str
    starts: list[int]

    @classmethod
    def of(cls, lines: list[Line]) -> "Flow":
        """Join lines by a space each; the offsets of the joined text and of the lines agree."""
        starts, at = [], 0
        for line in lines:
            starts.append(at)
            at += len(line.text) + 1
        return cls(lines, ascii_digits(" ".join(line.text for line in lines)), starts)

    def line_at(self, offset: int) -> Line:
        """Return the line that holds this offset of the text."""
        return self.lines[bisect_right(self.starts, offset) - 1]

    def quote(self, start: int, end: int) -> str:
        """Return the words between two offsets, exactly as written, on one line."""
        # From the lines and not from `text`, where the digits were changed.
        full_text = " ".join(line.text for line in self.lines)
        return " ".join(full_text[start:end].split())
