"""The guide's arithmetic (OBJ-1): facts of a family and the lines of a version give points, a total
and a class.

Pure: no row is read, no clock, nothing random; the same facts and the same lines give the same
score for ever. A rule is data of one of four shapes, never code:

    bands      {"below": [["500", 30], ["1000", 20]], "rest": 0}    under 500, else under 1,000
    per_count  {"each": 5, "most": 25}                              so many for each, up to a limit
    choice     {"points": {"rented": 10, "owned": 0}}               by what was chosen
    yes_no     {"yes": 10, "no": 0}
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from wasl.catalogue.facts import FACTS, Kind, Value

MOST_POINTS = 100
Rule = Mapping[str, Any]


class Operator(StrEnum):
    BANDS = "bands"
    PER_COUNT = "per_count"
    CHOICE = "choice"
    YES_NO = "yes_no"


class Trend(StrEnum):
    """What an author may promise of a line of bands: that need falls as the number rises, or rises
    with it.
    """

    FALLING = "falling"
    RISING = "rising"
    FREE = ""


FITTING: dict[Kind, tuple[Operator, ...]] = {
    Kind.MONEY: (Operator.BANDS,),
    Kind.NUMBER: (Operator.BANDS, Operator.PER_COUNT),
    Kind.CHOICE: (Operator.CHOICE,),
    Kind.YES_NO: (Operator.YES_NO,),
}


@dataclass(frozen=True)
class Line:
    """One line of a guide as the arithmetic takes it."""

    source: str
    operator: str
    rule: Rule
    trend: str = Trend.FREE


@dataclass(frozen=True)
class Threshold:
    """A class and the points from which it begins; None: whatever is less."""

    code: str
    points: int | None


@dataclass(frozen=True)
class Scored:
    """What a line gave: the value it read, the points, the most it could have given, and what it
    lacks where unknown.
    """

    source: str
    value: str
    points: int
    most: int
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """The whole of it. `could_be` is the class if every unknown line gave its most."""

    lines: tuple[Scored, ...]
    total: int
    need_class: str
    could_be: str

    @property
    def unknown(self) -> tuple[Scored, ...]:
        return tuple(line for line in self.lines if line.lacks)


def score(
    lines: Iterable[Line], thresholds: Sequence[Threshold], facts: Mapping[str, Value]
) -> Score:
    """Score a family by a version of the guide, line by line. An unknown line gives nothing and
    says so.
    """
    scored = tuple(_scored(line, facts) for line in lines)
    total = sum(line.points for line in scored)
    highest = total + sum(max(line.most, 0) for line in scored if line.lacks)
    return Score(scored, total, class_of(total, thresholds), class_of(highest, thresholds))


def _scored(line: Line, facts: Mapping[str, Value]) -> Scored:
    value = facts.get(line.source) or Value("", (line.source,))
    line_points = 0 if value.lacks else points(line, value.text)
    return Scored(line.source, value.text, line_points, most(line), value.lacks)


def points(line: Line, text: str) -> int:
    """The points of one line for one value."""
    return POINTS[Operator(line.operator)](line.rule, text)


def _by_band(rule: Rule, text: str) -> int:
    number = Decimal(text)
    return int(
        next(
            (band_points for limit, band_points in rule["below"] if number < Decimal(limit)),
            rule["rest"],
        )
    )


def _by_count(rule: Rule, text: str) -> int:
    return int(min(Decimal(text) * rule["each"], rule["most"]))


def _by_choice(rule: Rule, text: str) -> int:
    return int(rule["points"].get(text, 0))


def _by_answer(rule: Rule, text: str) -> int:
    return int(rule["yes"] if text == "yes" else rule["no"])


POINTS: dict[Operator, Callable[[Rule, str], int]] = {
    Operator.BANDS: _by_band,
    Operator.PER_COUNT: _by_count,
    Operator.CHOICE: _by_choice,
    Operator.YES_NO: _by_answer,
}


def most(line: Line) -> int:
    """The most points a line can give."""
    rule = line.rule
    candidates: dict[Operator, Callable[[], list[int]]] = {
        Operator.BANDS: lambda: [
            rule["rest"],
            *(band_points for _limit, band_points in rule["below"]),
        ],
        Operator.PER_COUNT: lambda: [rule["most"]],
        Operator.CHOICE: lambda: list(rule["points"].values()),
        Operator.YES_NO: lambda: [rule["yes"], rule["no"]],
    }
    return max(candidates[Operator(line.operator)](), default=0)


def class_of(total: int, thresholds: Sequence[Threshold]) -> str:
    """The class of a total: the highest threshold it reaches; '' where no class begins so low."""
    reached = [
        threshold
        for threshold in thresholds
        if threshold.points is None or total >= threshold.points
    ]
    best = max(
        reached,
        key=lambda threshold: (threshold.points is not None, threshold.points or 0),
        default=None,
    )
    return best.code if best else ""


def fits(line: Line) -> bool:
    """Whether what the line reads is still there, and is of the kind that its operator counts."""
    fact = FACTS.get(line.source)
    return fact is not None and line.operator in FITTING[fact.kind]


def overlapping(line: Line) -> list[tuple[Decimal, Decimal]]:
    """Limits of bands that do not rise from one to the next: the later band can never be reached,
    or cuts the earlier.
    """
    limits = [Decimal(limit) for limit, _given in line.rule.get("below", [])]
    return [(limit, next_limit) for limit, next_limit in pairwise(limits) if next_limit <= limit]


def keeps_promise(line: Line) -> bool:
    """Whether the points of a line of bands only fall, or only rise, as its author declared."""
    if line.operator != Operator.BANDS or line.trend == Trend.FREE:
        return True
    all_points = [points for _limit, points in line.rule["below"]] + [line.rule["rest"]]
    return all_points == sorted(all_points, reverse=line.trend == Trend.FALLING)
