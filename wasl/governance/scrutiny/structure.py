"""A text cut into its headings, table of contents and clauses."""

import re
from dataclasses import dataclass, field

from wasl.common.text import ascii_digits, fold
from wasl.governance.scrutiny.lines import Line, Source
from wasl.governance.scrutiny.outline import Outline, ranks

_CONTENTS = {
    "المحتويات",
    "الفهرس",
    "فهرس",
    "جدول المحتويات",
    "قائمه المحتويات",
    "فهرس المحتويات",
    "محتويات السياسه",
}
# The dots and the page number at the end of an entry of the contents.
_LEADERS = re.compile(r"[\s.…·_\-–—]*[\d٠-٩]{0,3}\s*$")
# A dash, dot, number or Arabic letter before a point.
_BULLET = re.compile(
    r"^\s*(?:[-–—•●▪◦*·]|[\d٠-٩]{1,2}\s*[.)\-–:/]|\([\d٠-٩]{1,2}\)|[أ-ي]\s*[.)\-–])\s*"
)
_ORDINAL = (
    "اول|اولا|ثاني|ثانيا|ثالث|ثالثا|رابع|رابعا|خامس|خامسا|سادس|سادسا|سابع|سابعا|ثامن|ثامنا|تاسع|تاسعا|عاشر|عاشرا|"
    "اولي|ثانيه|ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره|حادي|حاديه|عشر|عشره|بعد|"
    "عشرون|عشرين|ثلاثون|ثلاثين|اربعون|اربعين|خمسون|خمسين|ستون|ستين|سبعون|سبعين|ثمانون|ثمانين|تسعون|تسعين|مائه|مايه|ميه|مئه"
)
# The number of a heading, in digits or words: «المادة الثالثة عشرة», «أولا».
_NUMBERED = re.compile(
    rf"^(?:(?:الماده|ماده|الكتاب|الفصل|الباب|المبحث|البند|القسم)\s*"
    rf"(?:[\d]+|(?:ال)?(?:{_ORDINAL})\b(?:\s+و?(?:ال)?(?:{_ORDINAL})\b)*)|"
    rf"(?:{_ORDINAL})(?=\s|$)(?:\s+عشر[ها]?)?)\s*"
)
# Fields of a form on paper. They are short lines too, but no headings.
_LABELS = {
    "الاسم",
    "التوقيع",
    "الصفه",
    "التاريخ",
    "الختم",
    "الرقم",
    "المرفقات",
    "ملاحظات",
    "ملاحظه",
    "المنصب",
    "الجوال",
}
# A heading has at most this many words and letters; more letters where the file styles it as one.
MOST_WORDS = 10
LONGEST = 80
LONGEST_STYLED = 200
_DASHES, _DIGITS, _LETTERS = "dash", "digit", "letter"


@dataclass(frozen=True)
class Clause:
    """A clause: its part and heading, its lines, and its number as written.

    The part has a line for each heading, the largest first; a clause of a text without chapters has
    no heading beside it.
    """

    part: str
    heading: str
    lines: list[Line]
    number: str = ""

    @property
    def nearest_heading(self) -> str:
        """The heading directly above the clause."""
        return self.heading or self.part.rpartition("\n")[2]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Text:
    """A text in its parts.

    `body` is what people read: no letterhead, page numbers or table of contents.
    """

    lines: list[Line]
    body: list[Line]
    contents: list[Line] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    remarks: list[tuple[str, Line]] = field(default_factory=list)


def cut(source: Source) -> Text:
    """Cut a text that was read into its parts."""
    furniture = source.furniture
    text_lines = [line for at, line in enumerate(source.lines) if at not in furniture]
    start, contents, remaining_lines = _contents(text_lines)
    body = [*text_lines[:start], *remaining_lines]
    named = {title_of(line.text) for line in contents}
    headings = _headings(body, named)
    return Text(
        lines=source.lines,
        body=body,
        contents=contents,
        headings=headings,
        clauses=_clauses(body, {id(line) for line in headings}),
        remarks=source.remarks,
    )


def opens_contents(text: str) -> bool:
    """Return whether a line is the heading of a table of contents."""
    return fold(text) in _CONTENTS


def title_of(text: str) -> str:
    """Return the title of a heading or an entry of the contents, folded for comparison.

    Number, leaders and page are left out.
    """
    plain = fold(_LEADERS.sub("", _BULLET.sub("", text)))
    return _NUMBERED.sub("", plain).strip() or plain


def number_of(text: str) -> str:
    """Return the number of a heading («الماده الثالثه», «اولا»), folded; '' for none."""
    match = _NUMBERED.match(fold(_BULLET.sub("", text)))
    return match.group().strip() if match else ""


def _contents(lines: list[Line]) -> tuple[int, list[Line], list[Line]]:
    """Return where the table of contents begins, its entries, and the lines after it."""
    start = next((at for at, line in enumerate(lines) if opens_contents(line.text)), None)
    if start is None:
        return len(lines), [], []
    entries: list[Line] = []
    titles: set[str] = set()
    at = start + 1
    # Bounded: where no sign ends the contents, all of the text would be taken for entries.
    while at < len(lines) and len(entries) < 60:
        text = lines[at].text
        title = title_of(text)
        if title and (
            # The first title that comes again is the first heading of the text itself.
            title in titles
            or len(text) > 110
            or (text.endswith((".", "؛")) and not re.search(r"\.{3,}", text))
        ):
            break
        if text and entries and _begins_the_text(lines, at):
            break
        if title:
            entries.append(lines[at])
            titles.add(title)
        at += 1
    if titles.isdisjoint(title_of(line.text) for line in lines[at:]):
        # No entry comes again in the text, so this was an ordinary heading of that name: taking it
        # for contents would lose the text under it.
        return len(lines), [], []
    return start, entries, lines[at:]


def _begins_the_text(lines: list[Line], at: int) -> bool:
    """Return whether a line is followed by a paragraph, which ends the contents."""
    following = next((line.text for line in lines[at + 1 :] if line.text), "")
    return len(following) > LONGEST and not re.search(r"[.…]{3,}\s*[\d٠-٩]+$", following)


def _headings(body: list[Line], named: set[str]) -> list[Line]:
    """Return the headings of a text.

    The search goes from the end: a short line above a heading may be a chapter's.
    """
    places = [place for place, line in enumerate(body) if line.text]
    headings: list[Line] = []
    below: Line | None = None
    for order in range(len(places) - 1, -1, -1):
        place = places[order]
        above = body[places[order - 1]] if order else None
        over_heading = bool(headings) and headings[-1] is below and _stands_alone(body, place)
        if _is_heading(body[place], above, below, named, over_heading=over_heading):
            headings.append(body[place])
        below = body[place]
    return headings[::-1]


def _stands_alone(body: list[Line], place: int) -> bool:
    """Return whether a line has empty lines or an end of the text on both sides."""
    around = (body[at] for at in (place - 1, place + 1) if 0 <= at < len(body))
    return not any(line.text for line in around)


def _is_heading(
    line: Line, above: Line | None, below: Line | None, named: set[str], *, over_heading: bool
) -> bool:
    text = line.text
    if line.row:
        return False
    # What the file marks as a heading is believed over its looks.
    if line.styled:
        return len(text) <= LONGEST_STYLED
    if title_of(text) in named and len(text) <= LONGEST:
        return True
    words = text.split()
    if len(words) > MOST_WORDS or len(text) > LONGEST or text.endswith((".", "،", "؛", ",")):
        return False
    if _label(text) and not _explained(text, below):
        return False
    if number_of(text):
        return True
    # A point is a heading only where a paragraph twice as long explains it, and not within a list.
    if _BULLET.match(text) and not text.endswith(":"):
        explained = bool(
            below and len(below.text) > len(text) * 2 and not _BULLET.match(below.text)
        )
        return explained and len(words) <= 6 and not _goes_on(text, above)
    opens = bool(below and (len(below.text) > len(text) or _BULLET.match(below.text)))
    return (opens or over_heading) and len(words) <= 8


def _goes_on(text: str, above: Line | None) -> bool:
    """Return whether a point continues the list that the line above opens or belongs to."""
    if above is None:
        return False
    if above.text.endswith(":"):
        return True
    kind, number = _point(text)
    kind_above, number_above = _point(above.text)
    return kind == kind_above and (kind != _DIGITS or number == number_above + 1)


def _point(text: str) -> tuple[str, int]:
    """Return the kind of mark before a point, and its number if it has one; '' for no mark."""
    match = _BULLET.match(text)
    if not match:
        return "", 0
    digits = re.search(r"\d+", ascii_digits(match.group()))
    if digits:
        return _DIGITS, int(digits.group())
    return (_LETTERS if re.search(r"[أ-ي]", match.group()) else _DASHES), 0


def _explained(text: str, below: Line | None) -> bool:
    """Return whether a word that elsewhere labels a field is a heading here.

    It is one where a whole sentence follows.
    """
    return bool(below and len(text.split()) == 1 and ":" not in text and below.text.endswith("."))


def _label(text: str) -> bool:
    """Return whether a line is a field to fill in on paper, not a heading."""
    return fold(text.split(":")[0]) in _LABELS or "...." in text or "____" in text


def _clauses(body: list[Line], headings: set[int]) -> list[Clause]:
    """Return paragraphs, numbered points and tables, each under its headings.

    A line that continues the one before belongs to the same clause.
    """
    clauses: list[Clause] = []
    outline, sizes = Outline(), ranks(body, headings)
    above: Line | None = None
    for line in body:
        if id(line) in headings:
            outline.enter(line, sizes[id(line)])
        elif (
            line.text
            and above
            and above.text
            and id(above) not in headings
            and _runs_on(line, above, clauses[-1])
        ):
            clauses[-1].lines.append(line)
        elif line.text:
            clauses.append(_clause(line, outline))
        above = line
    # A last heading without text is kept as a clause of its own, so that no line is lost.
    clauses += [_clause(line, outline) for line in outline.unused()]
    return clauses


def _runs_on(line: Line, above: Line, clause: Clause) -> bool:
    """Return whether a line continues the clause above it.

    A row continues its table, a broken line its sentence.
    """
    if line.row or above.row:
        return line.row and above.row
    return not _BULLET.match(line.text) and not clause.text.endswith((".", ":"))


def _clause(line: Line, outline: Outline) -> Clause:
    part, heading = outline.place()
    point = None if line.row else _BULLET.match(line.text)
    number = re.sub(r"\W", "", ascii_digits(point.group())) if point else ""
    return Clause(part, heading, [line], number)
