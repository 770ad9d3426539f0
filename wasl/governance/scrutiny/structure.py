"""A text cut into its headings, its table of contents and its clauses, as a person leafing through
it would.
"""

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
_LEADERS = re.compile(r"[\s.…·_\-–—]*[\d٠-٩]{0,3}\s*$")
_BULLET = re.compile(
    r"^\s*(?:[-–—•●▪◦*·]|[\d٠-٩]{1,2}\s*[.)\-–:/]|\([\d٠-٩]{1,2}\)|[أ-ي]\s*[.)\-–])\s*"
)
_ORDINAL = (
    "اول|اولا|ثاني|ثانيا|ثالث|ثالثا|رابع|رابعا|خامس|خامسا|سادس|سادسا|سابع|سابعا|ثامن|ثامنا|تاسع|تاسعا|عاشر|عاشرا|"
    "اولي|ثانيه|ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره|حادي|حاديه|عشر|عشره|بعد|"
    "عشرون|عشرين|ثلاثون|ثلاثين|اربعون|اربعين|خمسون|خمسين|ستون|ستين|سبعون|سبعين|ثمانون|ثمانين|تسعون|تسعين|مائه|مايه|ميه|مئه"
)
_NUMBERED = re.compile(
    rf"^(?:(?:الماده|ماده|الكتاب|الفصل|الباب|المبحث|البند|القسم)\s*"
    rf"(?:[\d]+|(?:ال)?(?:{_ORDINAL})\b(?:\s+و?(?:ال)?(?:{_ORDINAL})\b)*)|"
    rf"(?:{_ORDINAL})(?=\s|$)(?:\s+عشر[ها]?)?)\s*"
)
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
MOST_WORDS = 10
LONGEST = 80
LONGEST_STYLED = 200
_DASHES, _DIGITS, _LETTERS = "dash", "digit", "letter"


@dataclass(frozen=True)
class Clause:
    """A clause: the part and the heading it stands under, its lines, and its number as written.

    The part is a line for each heading, the largest first; a clause of a text without chapters has
    no heading beside it.
    """

    part: str
    heading: str
    lines: list[Line]
    number: str = ""

    @property
    def nearest_heading(self) -> str:
        """The heading straight above the clause."""
        return self.heading or self.part.rpartition("\n")[2]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Text:
    """A text in its parts. `body` is what people read: no letterhead, no page numbers, no table of
    contents.
    """

    lines: list[Line]
    body: list[Line]
    contents: list[Line] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    remarks: list[tuple[str, Line]] = field(default_factory=list)


def cut(source: Source) -> Text:
    """The parts of a text that was read."""
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
    """Whether a line is the heading of a table of contents."""
    return fold(text) in _CONTENTS


def title_of(text: str) -> str:
    """The title a heading or an entry of the contents names, for comparison: without number,
    leaders and page.
    """
    plain = fold(_LEADERS.sub("", _BULLET.sub("", text)))
    return _NUMBERED.sub("", plain).strip() or plain


def number_of(text: str) -> str:
    """The number a heading carries («الماده الثالثه», «اولا»), folded; '' when it has none."""
    match = _NUMBERED.match(fold(_BULLET.sub("", text)))
    return match.group().strip() if match else ""


def _contents(lines: list[Line]) -> tuple[int, list[Line], list[Line]]:
    """Where the table of contents stands, its entries, and what follows it."""
    start = next((at for at, line in enumerate(lines) if opens_contents(line.text)), None)
    if start is None:
        return len(lines), [], []
    entries: list[Line] = []
    titles: set[str] = set()
    at = start + 1
    while at < len(lines) and len(entries) < 60:
        text = lines[at].text
        title = title_of(text)
        if title and (
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
        # Nothing of it comes again: a heading of this name, and a text under it that would be lost
        # with it.
        return len(lines), [], []
    return start, entries, lines[at:]


def _begins_the_text(lines: list[Line], at: int) -> bool:
    """A page that turned, or an empty line before a heading whose paragraph follows, ends the
    contents.
    """
    following = next((line.text for line in lines[at + 1 :] if line.text), "")
    return len(following) > LONGEST and not re.search(r"[.…]{3,}\s*[\d٠-٩]+$", following)


def _headings(body: list[Line], named: set[str]) -> list[Line]:
    """The headings of a text, from its end to its head: a short line above a heading may be a
    chapter's.
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
    """Whether empty lines, or the ends of the text, stand around a line."""
    around = (body[at] for at in (place - 1, place + 1) if 0 <= at < len(body))
    return not any(line.text for line in around)


def _is_heading(
    line: Line, above: Line | None, below: Line | None, named: set[str], *, over_heading: bool
) -> bool:
    text = line.text
    if line.row:
        return False
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
    if _BULLET.match(text) and not text.endswith(":"):
        explained = bool(
            below and len(below.text) > len(text) * 2 and not _BULLET.match(below.text)
        )
        return explained and len(words) <= 6 and not _goes_on(text, above)
    opens = bool(below and (len(below.text) > len(text) or _BULLET.match(below.text)))
    return (opens or over_heading) and len(words) <= 8


def _goes_on(text: str, above: Line | None) -> bool:
    """Whether a point goes on with the list that the line above it opens or belongs to."""
    if above is None:
        return False
    if above.text.endswith(":"):
        return True
    kind, number = _point(text)
    kind_above, number_above = _point(above.text)
    return kind == kind_above and (kind != _DIGITS or number == number_above + 1)


def _point(text: str) -> tuple[str, int]:
    """The kind of mark before a point, and its number when it is one; '' where no mark stands."""
    match = _BULLET.match(text)
    if not match:
        return "", 0
    digits = re.search(r"\d+", ascii_digits(match.group()))
    if digits:
        return _DIGITS, int(digits.group())
    return (_LETTERS if re.search(r"[أ-ي]", match.group()) else _DASHES), 0


def _explained(text: str, below: Line | None) -> bool:
    """Whether a word that elsewhere is a field to fill in is a heading here: a whole sentence
    follows it.
    """
    return bool(below and len(text.split()) == 1 and ":" not in text and below.text.endswith("."))


def _label(text: str) -> bool:
    """A field to fill in on paper, not a heading."""
    return fold(text.split(":")[0]) in _LABELS or "...." in text or "____" in text


def _clauses(body: list[Line], headings: set[int]) -> list[Clause]:
    """Paragraphs, numbered points and tables, each under its headings. A line that runs on belongs
    to the one before it.
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
    clauses += [_clause(line, outline) for line in outline.unused()]
    return clauses


def _runs_on(line: Line, above: Line, clause: Clause) -> bool:
    """Whether a line goes on with the clause of the line above it: a row with its table, a broken
    line with its sentence.
    """
    if line.row or above.row:
        return line.row and above.row
    return not _BULLET.match(line.text) and not clause.text.endswith((".", ":"))


def _clause(line: Line, outline: Outline) -> Clause:
    part, heading = outline.place()
    point = None if line.row else _BULLET.match(line.text)
    number = re.sub(r"\W", "", ascii_digits(point.group())) if point else ""
    return Clause(part, heading, [line], number)
