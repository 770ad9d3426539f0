"""Conversion between a text that was read and the clauses of a draft."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wasl.common.text import ascii_digits
from wasl.governance import parts
from wasl.governance.models.documents import Clause, PolicyVersion
from wasl.governance.scrutiny import coverage, findings, structure
from wasl.governance.scrutiny.lines import Line, Source

# Letters: a longer line with the page's number in it is text.
LONGEST_PAGE_NUMBER = 20


def clauses_from(text: structure.Text) -> list[dict[str, Any]]:
    """Return a clause for each paragraph, point or table, under its headings.

    The nearest clause that the product serves is suggested.
    """
    part_names: list[str] = []
    clauses: list[dict[str, Any]] = []
    for clause in text.clauses:
        if clause.part not in part_names:
            part_names.append(clause.part)
        within = sum(before["part"] == clause.part for before in clauses) + 1
        served = coverage.is_served(clause.text)
        clauses.append(
            {
                "code": f"{part_names.index(clause.part) + 1}-{within}",
                "number": clause.number,
                "part": clause.part,
                "heading": clause.heading,
                "text_ar": "\n".join(line.text for line in clause.lines),
                "suggests": coverage.nearest(clause.text)[0] if served else "",
            }
        )
    return clauses


def text_of(version: PolicyVersion) -> structure.Text:
    """Return a draft's clauses as a text to search; the place of a line is its clause's code."""
    lines: list[Line] = []
    for part in parts.of(version.clauses.order_by("order")):
        for clause in part.clauses:
            above = part.headings if clause is part.clauses[0] else []
            for level, heading in enumerate([*above, clause.heading], start=1):
                if heading:
                    lines.append(
                        Line(
                            heading, 1, len(lines) + 1, styled=True, where=clause.code, level=level
                        )
                    )
            lines += [
                Line(text, 1, len(lines) + place, where=clause.code)
                for place, text in enumerate(clause.text_ar.split("\n"), start=1)
            ]
            # An empty line ends the clause: without it the
            # next one could be taken for its continuation.
            lines.append(Line("", 1, len(lines) + 1, where=clause.code))
    return structure.cut(Source(lines, on_paper=False))


def left_out(text: structure.Text, clauses: list[dict[str, Any]]) -> list[findings.Finding]:
    """Return the lines of a text that are in no clause or heading of its draft, as findings.

    The comparison is line by line. Letterhead, running heads and page numbers become one finding
    together; each line of the text itself becomes its own, with its place.
    """
    # Both go in reading order, so one pass finds what the draft lacks.
    stored = iter([*_lines_of(clauses), None])
    expected = next(stored)
    missing: list[Line] = []
    for line in text.lines:
        if line.text and line.text == expected:
            expected = next(stored)
        elif line.text:
            missing.append(line)
    own = {id(line) for line in text.body}
    doubts = [_lost_line(line) for line in missing if id(line) in own]
    spoken_of = own | {id(line) for line in text.contents}
    paper = [
        line for line in missing if id(line) not in spoken_of and not _goes_without_saying(line)
    ]
    return [*_of_the_paper(paper), *doubts]


def _lines_of(clauses: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of a draft in reading order."""
    for part in parts.of([Clause(**clause) for clause in clauses]):
        yield from part.headings
        for clause in part.clauses:
            if clause.heading:
                yield clause.heading
            yield from clause.text_ar.split("\n")


def _goes_without_saying(line: Line) -> bool:
    """Return whether a line is the page's own number or the heading of the contents."""
    if structure.opens_contents(line.text):
        return True
    digits = re.findall(r"\d+", ascii_digits(line.text))
    return bool(digits) and int(digits[0]) == line.page and len(line.text) < LONGEST_PAGE_NUMBER


def _lost_line(line: Line) -> findings.Finding:
    message = _(
        "this line was read, and stands in no clause and no heading of the draft: add it, or "
        "accept that it is left out"
    )
    return findings.Finding(findings.Kind.LEFT_OUT.value, line.text, line.place, message)


def _of_the_paper(lines: list[Line]) -> list[findings.Finding]:
    if not lines:
        return []
    quote = " · ".join(dict.fromkeys(line.text for line in lines))
    message = _(
        "taken for letterhead, running heads and page numbers, and left out of the text: add "
        "what belongs to it"
    )
    return [findings.Finding(findings.Kind.LEFT_OUT.value, quote, lines[0].place, message)]
