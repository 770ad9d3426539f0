"""The arithmetic of the guide (OBJ-1): facts and lines give points, a total and a class.

Pure: no row is read, no clock, nothing random; the same facts and lines always give the same score.
A rule is data of one of four shapes, never code:

    bands      {"below": [["500", 30], ["1000", 20]], "rest": 0}    under 500, else under 1,000
    per_count  {"each": 5, "most": 25}                              points for each, up to a limit
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

# The most that a band, an answer or a count may give or take.
MOST_POINTS = 100
Rule = Mapping[str, Any]


class Operator(StrEnum):
    BANDS = "bands"
    PER_COUNT = "per_count"
    CHOICE = "choice"
    YES_NO = "yes_no"


class Trend(StrEnum):
    """The promise of an author about a line of bands: how points move as the number rises."""

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
    """A line of a guide in the shape that the arithmetic takes."""

    source: str
    operator: str
    rule: Rule
    trend: str = Trend.FREE


@dataclass(frozen=True)
class Threshold:
    """A class and the points from which it begins; None for the class of all lower totals."""

    code: str
    points: int | None


@dataclass(frozen=True)
class Scored:
    """The result of a line: the value read, its points, the most possible, and what was missing."""

    source: str
    value: str
    points: int
    most: int
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """The score of a household. `could_be` is the class if every unknown line gave its most."""

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
    """Score a household by a version of the guide, line by line.

    An unknown line gives no points and names what is missing.
    """
    scored = tuple(_scored(line, facts) for line in lines)
    total = sum(line.points for line in scored)
    # `could_be` is the highest class possible, so a line that can only take points counts as zero.
    highest = total + sum(max(line.most, 0) for line in scored if line.lacks)
    return Score(scored, total, class_of(total, thresholds), class_of(highest, thresholds))


def _scored(line: Line, facts: Mapping[str, Value]) -> Scored:
    value = facts.get(line.source) or Value("", (line.source,))
    line_points = 0 if value.lacks else points(line, value.text)
    return Scored(line.source, value.text, line_points, most(line), value.lacks)


def points(line: Line, text: str) -> int:
    """Return the points of a line for a value."""
    return POINTS[Operator(line.operator)](line.rule, text)


def _by_band(rule: Rule, text: str) -> int:
    number = Decimal(text)
    return int(
        next(
            # Limits rise, so the first one above the number is its band; the edge belongs to the
            # next band.
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
    """Return the most points that a line can give."""
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
    """Return the class of a total: the highest threshold it reaches, or "" below all of them."""
    reached = [
        threshold
        for threshold in thresholds
        if threshold.points is None or total >= threshold.points
    ]
    best = max(
        reached,
        # A class without points ranks below any class with points, even negative ones.
        key=lambda threshold: (threshold.points is not None, threshold.points or 0),
        default=None,
    )
    return best.code if best else ""


def fits(line: Line) -> bool:
    """Tell whether the fact of a line still exists and is of a kind that its operator counts."""
    fact = FACTS.get(line.source)
    return fact is not None and line.operator in FITTING[fact.kind]


def overlapping(line: Line) -> list[tuple[Decimal, Decimal]]:
    """Return pairs of band limits that do not rise.

    The later band can never be reached, or cuts the earlier one.
    """
    limits = [Decimal(limit) for limit, _given in line.rule.get("below", [])]
    return [(limit, next_limit) for limit, next_limit in pairwise(limits) if next_limit <= limit]


def keeps_promise(line: Line) -> bool:
    """Tell whether the points of a line of bands move only the way its author declared."""
    if line.operator != Operator.BANDS or line.trend == Trend.FREE:
        return True
    all_points = [points for _limit, points in line.rule["below"]] + [line.rule["rest"]]
    return all_points == sorted(all_points, reverse=line.trend == Trend.FALLING)
