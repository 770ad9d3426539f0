"""The headings above each clause, so that none of them is lost.

A heading followed directly by a heading is the larger one (a chapter above its articles). A heading
without text of its own, when the next of its size comes, is carried to that one: it was a title, or
a chapter without an introduction.
"""

import re
from dataclasses import dataclass

from wasl.common.text import fold
from wasl.governance.scrutiny.lines import Line

# The smaller the rank, the larger the division. A heading that names no size ranks as an article,
# or one step above what follows it.
_SIZES = {"الكتاب": 1, "القسم": 2, "الباب": 3, "الفصل": 4, "المبحث": 5}
_SMALLEST_DIVISION = 5
_LARGEST_UNNAMED = 6
_ARTICLE = 8
_SIZED = re.compile(rf"^({'|'.join(_SIZES)}|الماده|ماده|البند)\s")
_TITLES = (
    "سياسة",
    "سياسات",
    "لائحة",
    "نظام",
    "دليل",
    "إجراءات",
    "ميثاق",
    "وثيقة",
    "قواعد",
    "مدونة",
    "تعليمات",
)
_TITLE = re.compile(rf"^(?:ال)?(?:{'|'.join(fold(title) for title in _TITLES)})\b")


@dataclass
class _Open:
    """An open heading, after the headings without text of their own that led to it."""

    rank: int
    lines: list[Line]
    used: bool = False


class Outline:
    """The headings that are open at a place of the text, the largest first."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    def enter(self, line: Line, rank: int) -> None:
        """Open a heading; it closes all that are not larger."""
        carried: list[Line] = []
        while self._open and self._open[-1].rank >= rank:
            closed = self._open.pop()
            # A closed heading that no clause used would vanish
            # from the draft; it goes before the new one.
            carried = carried if closed.used else [*closed.lines, *carried]
        self._open.append(_Open(rank, [*carried, line]))

    def place(self) -> tuple[str, str]:
        """Return the part (its headings a line each) and the heading of a clause at this place."""
        for heading in self._open:
            heading.used = True
        texts = [line.text for heading in self._open for line in heading.lines]
        if len(self._open) < 2:
            return "\n".join(texts), ""
        return "\n".join(texts[:-1]), texts[-1]

    def unused(self) -> list[Line]:
        """Return the headings without a clause below them, and close them."""
        lines = [line for heading in self._open if not heading.used for line in heading.lines]
        self._open = [heading for heading in self._open if heading.used]
        return lines


def ranks(body: list[Line], headings: set[int]) -> dict[int, int]:
    """Return the rank of each heading by its line's id, the largest 1."""
    filled = [line for line in body if line.text]
    sizes: dict[int, int] = {}
    following: Line | None = None
    # From the end, since the rank of a heading depends on the heading right below it.
    for place, line in reversed(list(enumerate(filled))):
        if id(line) in headings:
            below = sizes.get(id(following)) if following else None
            opens_text = place == 0 and bool(_TITLE.match(fold(line.text)))
            sizes[id(line)] = _rank(line, below, following, opens_text=opens_text)
        following = line
    return sizes


def _rank(line: Line, below: int | None, following: Line | None, *, opens_text: bool) -> int:
    """Return the rank of a heading; `below` is the rank of a heading that follows directly."""
    if named := _named_rank(line):
        return named
    if below is None or following is None:
        return _ARTICLE
    # A title, and a short line before a chapter, belong only to what follows: with the same rank
    # they are carried to it.
    if opens_text or below <= _SMALLEST_DIVISION:
        return below
    return max(_LARGEST_UNNAMED, below - 1)


def _named_rank(line: Line) -> int | None:
    """Return the rank that a heading's words or style name, or None."""
    if sized := _SIZED.match(fold(line.text)):
        return _SIZES.get(sized.group(1), _ARTICLE)
    if line.styled:
        return min(_ARTICLE, 1 + line.level)
    return None
