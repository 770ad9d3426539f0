"""Validation of a rule: a line of the guide is stored in a single normal form."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.catalogue.facts import Fact
from wasl.catalogue.scoring import MOST_POINTS, Operator
from wasl.common.numbers import BadNumber, parse_decimal

MOST_BANDS = 12
# Beyond all reason for an amount or a count; a larger limit is taken for a typing error.
MOST_LIMIT = Decimal(10_000_000)


class BadRule(ValueError):
    """The data are no rule of that shape. `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


def checked(fact: Fact, operator: Operator, rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule in normal form.

    Raises `BadRule` for something that is no number or is out of range. Unknown choices are
    dropped.
    """
    if operator == Operator.BANDS:
        below = [[_limit(limit), _points(points)] for limit, points in rule["below"]]
        if len(below) > MOST_BANDS:
            raise BadRule(_("A line has twelve bands at most."))
        return {"below": below, "rest": _points(rule["rest"])}
    if operator == Operator.PER_COUNT:
        each, most = _points(rule["each"]), _points(rule["most"])
        if each < 0 or most < 0:
            raise BadRule(_("What is counted by heads gives points, and takes none."))
        return {"each": each, "most": most}
    if operator == Operator.YES_NO:
        return {"yes": _points(rule["yes"]), "no": _points(rule["no"])}
    choice_points = {value: rule["points"].get(value) for value, _label in fact.choices}
    return {
        "points": {
            value: _points(points) for value, points in choice_points.items() if points is not None
        }
    }


def _points(value: Any) -> int:
    # `True` is an int in Python and would pass as one point.
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > MOST_POINTS:
        raise BadRule(_("Points are whole numbers, %(most)s at most.") % {"most": MOST_POINTS})
    return value


def _limit(value: Any) -> str:
    try:
        limit = parse_decimal(str(value))
    except BadNumber as bad:
        raise BadRule(bad.reason) from bad
    if not 0 < limit <= MOST_LIMIT:
        raise BadRule(_("The limit of a band is more than nought and ten millions at most."))
    # Stored as text: JSON numbers are floats. Normalised, so that equal limits have equal hashes.
    return format(limit.normalize(), "f")
