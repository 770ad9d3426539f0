"""The headings above each clause: which heading stands under which, so that none of them is lost.

A heading that is followed by a heading is the larger one (a chapter above its articles). A heading
that has no words of its own when the next of its size comes is carried to that one: it was a title,
or a chapter without an introduction.
"""

import re
from dataclasses import dataclass

from wasl.common.text import fold
from wasl.governance.scrutiny.lines import Line

# Smaller numbers stand above larger ones. A heading that names no size is an article, or stands a
# step above what follows it.
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
    """A heading that what follows stands under, behind those that led to it without words of their
    own.
    """

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
            carried = carried if closed.used else [*closed.lines, *carried]
        self._open.append(_Open(rank, [*carried, line]))

    def place(self) -> tuple[str, str]:
        """The part (its headings a line each) and the heading of a clause that stands here."""
        for heading in self._open:
            heading.used = True
        texts = [line.text for heading in self._open for line in heading.lines]
        if len(self._open) < 2:
            return "\n".join(texts), ""
        return "\n".join(texts[:-1]), texts[-1]

    def unused(self) -> list[Line]:
        """The headings that no clause stands under; they are closed by the asking."""
        lines = [line for heading in self._open if not heading.used for line in heading.lines]
        self._open = [heading for heading in self._open if heading.used]
        return lines


def ranks(body: list[Line], headings: set[int]) -> dict[int, int]:
    """The rank of each heading by its line's id, the largest 1."""
    filled = [line for line in body if line.text]
    sizes: dict[int, int] = {}
    following: Line | None = None
    for place, line in reversed(list(enumerate(filled))):
        if id(line) in headings:
            below = sizes.get(id(following)) if following else None
            opens_text = place == 0 and bool(_TITLE.match(fold(line.text)))
            sizes[id(line)] = _rank(line, below, following, opens_text=opens_text)
        following = line
    return sizes


def _rank(line: Line, below: int | None, following: Line | None, *, opens_text: bool) -> int:
    """The rank of a heading; `below` is the rank of a heading that follows at once."""
    if named := _named(line):
        return named
    if below is None or following is None:
        return _ARTICLE
    # A title, and a short line before a chapter, belong to what follows alone: they are carried to
    # it.
    if opens_text or below <= _SMALLEST_DIVISION:
        return below
    return max(_LARGEST_UNNAMED, below - 1)


def _named(line: Line) -> int | None:
    """The rank that a heading's words or its style in the file name, None when neither does."""
    if sized := _SIZED.match(fold(line.text)):
        return _SIZES.get(sized.group(1), _ARTICLE)
    if line.styled:
        return min(_ARTICLE, 1 + line.level)
    return None
