"""Conditions as data: {"field": key, "op": operator, "value": …} → met, not met, unknown.

Pure: no row is read. Conditions may be joined in a list under "all" or "any". Unknown means that
what it depends on is not answered yet. A field under an unknown condition is neither asked nor
missing; the open question itself is.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from wasl.common.text import ascii_digits


class Met(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


def judge(condition: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> Met:
    """Judge a condition by these answers. A missing condition is always met."""
    if not condition:
        return Met.MET
    if "all" in condition:
        return _together(
            [judge(statement, answers) for statement in condition["all"]],
            settles=Met.NOT_MET,
            otherwise=Met.MET,
        )
    if "any" in condition:
        return _together(
            [judge(statement, answers) for statement in condition["any"]],
            settles=Met.MET,
            otherwise=Met.NOT_MET,
        )
    answer = answers.get(condition["field"])
    if answer is None or answer == "":
        return Met.UNKNOWN
    try:
        is_met = OPERATORS[condition["op"]](answer, condition.get("value"))
    # An answer that is no number cannot be compared, and is not held against the person.
    except InvalidOperation:
        return Met.UNKNOWN
    return Met.MET if is_met else Met.NOT_MET


def fields_of(condition: Mapping[str, Any] | None) -> set[str]:
    """Return the keys that a condition depends on."""
    if not condition:
        return set()
    nested = [*condition.get("all", []), *condition.get("any", [])]
    own = {condition["field"]} if "field" in condition else set()
    return own.union(*(fields_of(statement) for statement in nested))


def _together(verdicts: list[Met], *, settles: Met, otherwise: Met) -> Met:
    # A single settling verdict decides even while others are unknown: "all" fails on the first
    # NOT_MET, "any" succeeds on the first MET.
    if settles in verdicts:
        return settles
    return Met.UNKNOWN if Met.UNKNOWN in verdicts else otherwise


def _number(value: Any) -> Decimal:
    # People type Arabic digits and thousands separators.
    return Decimal(ascii_digits(str(value)).replace(",", ""))


def _same(answer: Any, value: Any) -> bool:
    """Tell whether the value is the answer, or one of several answers joined by `|`."""
    return _plain(value) in _plain(answer).split("|")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": _same,
    "ne": lambda answer, value: not _same(answer, value),
    "in": lambda answer, value: any(_same(answer, option) for option in value),
    "not_in": lambda answer, value: not any(_same(answer, option) for option in value),
    "gt": lambda answer, value: _number(answer) > _number(value),
    "ge": lambda answer, value: _number(answer) >= _number(value),
    "lt": lambda answer, value: _number(answer) < _number(value),
    "le": lambda answer, value: _number(answer) <= _number(value),
}
