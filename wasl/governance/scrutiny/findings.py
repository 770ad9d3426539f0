"""Doubts about a policy's text, each with its place, for a person to settle before approval."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.common.text import fold
from wasl.governance.scrutiny import coverage, dates, lexicon, names, periods
from wasl.governance.scrutiny.lines import Flow, Line
from wasl.governance.scrutiny.structure import Clause, Text, number_of, title_of

# A clause of fewer words is never called unserved; one of up to `SHORT` words may be understood by
# its heading, when that is at least `SURE` near to a served clause.
FEWEST_WORDS = 7
SHORT = 9
SURE = 0.5


class Kind(models.TextChoices):
    """What may be wrong with a text."""

    DATE_CONFLICT = "date_conflict", gettext_lazy("Dates that do not agree")
    NAME_DRIFT = "name_drift", gettext_lazy("The association's name")
    LICENCE = "licence", gettext_lazy("The licence number")
    OPEN_PERIOD = "open_period", gettext_lazy("A period without an end")
    CONTENTS = "contents", gettext_lazy("In the contents, not in the text")
    REPEATED = "repeated", gettext_lazy("A heading that stands twice")
    RECOGNITION = "recognition", gettext_lazy("Perhaps misread")
    UNSERVED = "unserved", gettext_lazy("Near no clause that is served")
    TRACKED = "tracked", gettext_lazy("A change still tracked in the file")
    LEFT_OUT = "left_out", gettext_lazy("Read, and left out of the draft")


@dataclass(frozen=True)
class Finding:
    """A doubt: its kind, the exact words it is about, their place, and the message."""

    kind: str
    quote: str
    place: str
    says: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def examine(text: Text, *, name: str = "", licence: str = "") -> list[Finding]:
    """Return every doubt about a text, in the order of its lines.

    `name` and `licence` are the association's own, when known.
    """
    findings: list[tuple[int, Finding]] = []
    full_flow, body = Flow.of(text.lines), Flow.of(text.body)
    at = {id(line): place for place, line in enumerate(text.lines)}
    for kind, flow, spans in (
        (Kind.DATE_CONFLICT, full_flow, dates.conflicts(full_flow)),
        (Kind.NAME_DRIFT, full_flow, names.drift(full_flow, name)),
        (Kind.LICENCE, full_flow, names.licences(full_flow, licence)),
        (Kind.OPEN_PERIOD, body, periods.open_ended(body)),
        (Kind.RECOGNITION, body, _misread(body)),
    ):
        for start, end, says in spans if flow.lines else ():
            line, quote = flow.line_at(start), flow.quote(start, end)
            # Words inside a phrase that an earlier finding
            # quotes on this line are not reported twice.
            if kind != Kind.RECOGNITION or not any(
                at[id(line)] == place and quote in finding.quote for place, finding in findings
            ):
                findings.append((at[id(line)], Finding(kind.value, quote, line.place, says)))
    for kind, line, quote, says in (
        *_contents(text),
        *_repeated(text),
        *_unserved(text),
        *_tracked(text),
    ):
        findings.append((at[id(line)], Finding(kind.value, quote, line.place, says)))
    return [finding for _at, finding in sorted(findings, key=lambda pair: pair[0])]


def _contents(text: Text) -> Iterator[tuple[Kind, Line, str, str]]:
    """Yield entries of the contents whose heading the text lacks."""
    titles = {title_of(line.text) for line in text.body if line.text}
    titles |= {fold(line.text) for line in text.body}
    for line in text.contents:
        title = title_of(line.text)
        if (
            title
            and title not in titles
            and not any(_same_title(title, candidate) for candidate in titles)
        ):
            yield (
                Kind.CONTENTS,
                line,
                line.text,
                _("named in the contents, and no heading of the text says so"),
            )


def _tracked(text: Text) -> Iterator[tuple[Kind, Line, str, str]]:
    """Yield changes that are still tracked in the Word file, neither accepted nor rejected."""
    for words, line in text.remarks:
        yield (
            Kind.TRACKED,
            line,
            words,
            _("put in or taken out under tracked changes: what was put in was read, the rest not"),
        )


def _same_title(first: str, second: str) -> bool:
    """Return whether two titles differ only in a joining word or an ending."""
    first_stems, second_stems = list(_stems(first)), list(_stems(second))
    return bool(first_stems) and first_stems == second_stems


def _stems(title: str) -> Iterator[str]:
    """Yield the stems of a title, in order."""
    return (
        coverage.stem(lexicon.without_and(lexicon.plain(word)))
        for word in lexicon.WORD.findall(title)
    )


def _repeated(text: Text) -> Iterator[tuple[Kind, Line, str, str]]:
    """Yield headings that occur twice, and headings that share a number."""
    titles: dict[str, Line] = {}
    numbers: dict[str, Line] = {}
    for line in text.headings:
        title, number = title_of(line.text), number_of(line.text)
        if title in titles and title != number:
            yield (
                Kind.REPEATED,
                line,
                line.text,
                _("the same heading stands at %(place)s") % {"place": titles[title].place},
            )
        elif (
            # Articles and chapters alone: points such as
            # «first» rightly begin anew under each heading.
            number and number.startswith(("الماده", "ماده", "الفصل", "الباب")) and number in numbers
        ):
            message = _("the same number stands at %(place)s") % {"place": numbers[number].place}
            yield Kind.REPEATED, line, line.text, message
        titles.setdefault(title, line)
        numbers.setdefault(number, line)


def _unserved(text: Text) -> Iterator[tuple[Kind, Line, str, str]]:
    for clause in text.clauses:
        if len(clause.text.split()) >= FEWEST_WORDS and not _serves_product(clause):
            message = _("near no clause that is served: link it to one, or accept it as it is")
            yield Kind.UNSERVED, clause.lines[0], clause.text[:160], message


def _serves_product(clause: Clause) -> bool:
    """Return whether a clause is served; a short point may be understood by its heading."""
    if coverage.is_served(clause.text):
        return True
    return len(clause.text.split()) <= SHORT and coverage.nearest(clause.nearest_heading)[1] >= SURE


def _misread(flow: Flow) -> Iterator[tuple[int, int, str]]:
    """Yield words that do not exist, and words that are unusual in their phrase."""
    words = list(lexicon.WORD.finditer(flow.text))
    counts = Counter(lexicon.plain(word.group()) for word in words)
    named = names.own_words(flow)
    # A text that stretches many words with the stroke does so for looks; a stroke here and there
    # may stand for a letter that the scanner lost.
    stretched = sum("\u0640" in word.group()[1:-1] for word in words) <= max(3, len(words) // 50)
    for at, word in enumerate(words):
        own = lexicon.plain(word.group())
        if len(own) < 3 or own in named:
            continue
        before = _neighbour(flow.text, words, at - 1, word.start(), word.end())
        after = _neighbour(flow.text, words, at + 1, word.start(), word.end())
        if usual := lexicon.usual(before, own, after):
            yield (
                word.start(),
                word.end(),
                _("in this phrase “%(word)s” is usual") % {"word": usual},
            )
        elif stretched and "\u0640" in word.group()[1:-1]:
            yield (
                word.start(),
                word.end(),
                _("the stroke inside this word may stand for a letter that was lost"),
            )
        # A word that comes three times is the author's own and no slip of the scanner.
        elif usual := lexicon.slip_of(own) if counts[own] < 3 else "":
            yield (
                word.start(),
                word.end(),
                _("no such word is known; perhaps “%(word)s”") % {"word": usual},
            )
        elif counts[own] < 3 and not lexicon.exists(own):
            near = lexicon.near(own)
            message = (
                _("no such word is known; perhaps “%(word)s”") % {"word": near[0]}
                if near
                else _("no such word is known")
            )
            yield word.start(), word.end(), message


def _neighbour(text: str, words: list, at: int, start: int, end: int) -> str:  # type: ignore[type-arg]
    """Return the word beside a word, '' across the end of a sentence."""
    if not 0 <= at < len(words):
        return ""
    neighbour = words[at]
    between = (
        text[neighbour.end() : start] if neighbour.end() <= start else text[end : neighbour.start()]
    )
    return "" if any(mark in between for mark in ".:؛•-–") else lexicon.plain(neighbour.group())
