"""A text cut into its headings, its table of contents and its clauses, as a person leafing through it would."""

import itertools
import re
from dataclasses import dataclass, field

from wasl.common.text import ascii_digits, fold
from wasl.governance.scrutiny.lines import Line, Source

_CONTENTS = {"المحتويات", "الفهرس", "فهرس", "جدول المحتويات", "قائمه المحتويات", "فهرس المحتويات", "محتويات السياسه"}
_LEADERS = re.compile(r"[\s.…·_\-–—]*[\d٠-٩]{0,3}\s*$")
_BULLET = re.compile(r"^\s*(?:[-–—•●▪◦*·]|[\d٠-٩]{1,2}\s*[.)\-–:/]|\([\d٠-٩]{1,2}\)|[أ-ي]\s*[.)\-–])\s*")
_ORDINAL = (
    "اول|اولا|ثاني|ثانيا|ثالث|ثالثا|رابع|رابعا|خامس|خامسا|سادس|سادسا|سابع|سابعا|ثامن|ثامنا|تاسع|تاسعا|عاشر|عاشرا|"
    "اولي|ثانيه|ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره|حادي|حاديه|عشر|عشره|بعد|العشرون|الثلاثون"
)
_NUMBERED = re.compile(
    rf"^(?:(?:الماده|ماده|الفصل|الباب|البند|القسم)\s*(?:[\d]+|(?:ال)?(?:{_ORDINAL})\b(?:\s+(?:ال)?(?:{_ORDINAL})\b)*)|"
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


@dataclass(frozen=True)
class Clause:
    """A clause: the heading it stands under, its lines, and its number as written."""

    heading: str
    lines: list[Line]
    number: str = ""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Text:
    """A text in its parts. `body` is what people read: no letterhead, no page numbers, no table of contents."""

    lines: list[Line]
    body: list[Line]
    contents: list[Line] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    remarks: list[tuple[str, Line]] = field(default_factory=list)


def cut(source: Source) -> Text:
    """The parts of a text that was read."""
    furniture = source.furniture
    kept = [line for at, line in enumerate(source.lines) if at not in furniture]
    start, contents, rest = _contents(kept)
    body = [*kept[:start], *rest]
    named = {title_of(line.text) for line in contents}
    headings = [line for line, after in _with_next(body) if _is_heading(line, after, named)]
    return Text(
        lines=source.lines,
        body=body,
        contents=contents,
        headings=headings,
        clauses=_clauses(body, {id(line) for line in headings}),
        remarks=source.remarks,
    )


def title_of(text: str) -> str:
    """The title a heading or an entry of the contents names, for comparison: without number, leaders and page."""
    plain = fold(_LEADERS.sub("", _BULLET.sub("", text)))
    return _NUMBERED.sub("", plain).strip() or plain


def number_of(text: str) -> str:
    """The number a heading carries («الماده الثالثه», «اولا»), folded; '' when it has none."""
    found = _NUMBERED.match(fold(_BULLET.sub("", text)))
    return found.group().strip() if found else ""


def _contents(lines: list[Line]) -> tuple[int, list[Line], list[Line]]:
    """Where the table of contents stands, its entries, and what follows it."""
    start = next((at for at, line in enumerate(lines) if fold(line.text) in _CONTENTS), None)
    if start is None:
        return len(lines), [], []
    entries: list[Line] = []
    seen: set[str] = set()
    at = start + 1
    while at < len(lines) and len(entries) < 60:
        text = lines[at].text
        title = title_of(text)
        if title and (
            title in seen or len(text) > 110 or (text.endswith((".", "؛")) and not re.search(r"\.{3,}", text))
        ):
            break
        if text and entries and _begins_the_text(lines, at):
            break
        if title:
            entries.append(lines[at])
            seen.add(title)
        at += 1
    return start, entries, lines[at:]


def _begins_the_text(lines: list[Line], at: int) -> bool:
    """A page that turned, or an empty line before a heading whose paragraph follows, ends the contents."""
    following = next((line.text for line in lines[at + 1 :] if line.text), "")
    return len(following) > LONGEST and not re.search(r"[.…]{3,}\s*[\d٠-٩]+$", following)


def _with_next(lines: list[Line]) -> list[tuple[Line, Line | None]]:
    filled = [line for line in lines if line.text]
    return list(itertools.zip_longest(filled, filled[1:]))


def _is_heading(line: Line, after: Line | None, named: set[str]) -> bool:
    text = line.text
    if line.styled or (title_of(text) in named and len(text) <= LONGEST):
        return True
    words = text.split()
    if len(words) > MOST_WORDS or len(text) > LONGEST or text.endswith((".", "،", "؛", ",")) or _label(text):
        return False
    if number_of(text):
        return True
    if _BULLET.match(text) and not text.endswith(":"):
        return bool(after and len(after.text) > len(text) * 2 and not _BULLET.match(after.text) and len(words) <= 6)
    return bool(after and (len(after.text) > len(text) or _BULLET.match(after.text)) and len(words) <= 8)


def _label(text: str) -> bool:
    """A field to fill in on paper, not a heading."""
    return fold(text.split(":")[0]) in _LABELS or "...." in text or "____" in text


def _clauses(body: list[Line], headings: set[int]) -> list[Clause]:
    """Paragraphs and numbered points, each under its heading. A line that runs on belongs to the one before it."""
    clauses: list[Clause] = []
    heading, open_ = "", False
    for line in body:
        if not line.text:
            open_ = False
        elif id(line) in headings:
            heading, open_ = line.text, False
        elif open_ and not _BULLET.match(line.text) and not clauses[-1].text.endswith((".", ":")):
            clauses[-1].lines.append(line)
        else:
            point = _BULLET.match(line.text)
            number = re.sub(r"\W", "", ascii_digits(point.group())) if point else ""
            clauses.append(Clause(heading, [line], number))
            open_ = True
    return clauses
