"""Between a text that was read and a draft in the library: clauses made of it, and looked at again."""

from typing import Any

from wasl.governance.models import PolicyVersion
from wasl.governance.scrutiny import coverage, structure
from wasl.governance.scrutiny.lines import Line, Source

LONGEST_HEADING = 200


def clauses_from(text: structure.Text) -> list[dict[str, Any]]:
    """A clause for each paragraph or point, under its heading; coded by part and place, the nearest served clause suggested."""
    parts: list[str] = []
    made: list[dict[str, Any]] = []
    for clause in text.clauses:
        if clause.heading not in parts:
            parts.append(clause.heading)
        within = sum(one["part"] == clause.heading[:120] for one in made) + 1
        code = f"{parts.index(clause.heading) + 1}-{within}"
        served = coverage.is_served(clause.text)
        made.append(
            {
                "code": code,
                "number": clause.number,
                "part": clause.heading[:120],
                "heading": "",
                "text_ar": "\n".join(line.text for line in clause.lines),
                "suggests": coverage.nearest(clause.text)[0] if served else "",
            }
        )
    return made


def text_of(version: PolicyVersion) -> structure.Text:
    """A draft's clauses as a text to look through; the place of a line is its clause's code."""
    lines: list[Line] = []
    for clause in version.clauses.order_by("order"):
        if clause.heading:
            lines.append(Line(clause.heading, 1, len(lines) + 1, styled=True, where=clause.code))
        lines += [
            Line(text, 1, len(lines) + place, where=clause.code)
            for place, text in enumerate(clause.text_ar.split("\n"), start=1)
        ]
        lines.append(Line("", 1, len(lines) + 1, where=clause.code))
    return structure.cut(Source(lines))
