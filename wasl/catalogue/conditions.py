"""Conditions of fields and documents as data: {"field": key, "op": operator, "value": …} → met, not
met, unknown.

Pure: no row is read. A list of conditions under "all" or "any" is allowed. Unknown means that what
it depends on is not yet answered; what hangs on an unknown condition is neither asked nor missing
yet, the open question itself is.
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
    """Whether a condition holds for these answers. No condition always holds."""
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
    except InvalidOperation:
        return Met.UNKNOWN
    return Met.MET if is_met else Met.NOT_MET


def fields_of(condition: Mapping[str, Any] | None) -> set[str]:
    """The keys a condition depends on."""
    if not condition:
        return set()
    nested = [*condition.get("all", []), *condition.get("any", [])]
    own = {condition["field"]} if "field" in condition else set()
    return own.union(*(fields_of(statement) for statement in nested))


def _together(verdicts: list[Met], *, settles: Met, otherwise: Met) -> Met:
    if settles in verdicts:
        return settles
    return Met.UNKNOWN if Met.UNKNOWN in verdicts else otherwise


def _number(value: Any) -> Decimal:
    return Decimal(ascii_digits(str(value)).replace(",", ""))


def _same(answer: Any, value: Any) -> bool:
    """Whether this is the answer, or one of them where several were given (they stand with `|`
    between them).
    """
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
