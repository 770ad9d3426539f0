"""The groups of people a service is for, and what a person answers that shows they belong to one.

Pure: no row is read. Only an answer is evidence. What was left out says nothing, for or against.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from wasl.catalogue.conditions import Met, fields_of, judge
from wasl.catalogue.models import Criterion, TargetGroup

SIXTY = 60
ALONE = ["widowed", "divorced", "left"]
INCOMES = frozenset({"study.income_per_person", "study.income", "monthly_income"})


def _at_least(key: str, number: int) -> dict[str, Any]:
    return {"field": key, "op": "ge", "value": number}


def _in(key: str, *values: str) -> dict[str, Any]:
    return {"field": key, "op": "in", "value": list(values)}


def _has(circumstance: str) -> dict[str, Any]:
    return _in("special_case", circumstance)


IMPLIED_BY: dict[str, dict[str, Any]] = {
    TargetGroup.ORPHANS: {"any": [_at_least("study.orphans", 1)]},
    TargetGroup.WIDOWS: {
        "all": [
            {"any": [_in("study.marital", *ALONE), _in("person.marital", *ALONE)]},
            {"field": "person.gender", "op": "eq", "value": "female"},
        ]
    },
    TargetGroup.ELDERLY: {
        "any": [_at_least("person.age", SIXTY), _at_least("study.elderly", 1), _has("elderly")]
    },
    TargetGroup.DISABLED: {"any": [_at_least("study.disabled", 1), _has("disability")]},
    TargetGroup.ILL: {"any": [_at_least("study.ill", 1), _has("illness")]},
    TargetGroup.PUPILS: {"any": [_at_least("study.pupils", 1)]},
    TargetGroup.TENANTS: {"any": [_in("study.tenure", "rented"), _in("housing", "rented")]},
    TargetGroup.FARMERS: {"any": [_at_least("study.livestock", 1)]},
    TargetGroup.MEMBERS: {"field": "person.is_member", "op": "eq", "value": "yes"},
}


def implied(answers: Mapping[str, str], criteria: Iterable[Criterion] = ()) -> set[str]:
    """Return the groups these answers show somebody to belong to.

    How little income is little is each service's own to say: its criterion of income says it.
    """
    groups = {
        group for group, condition in IMPLIED_BY.items() if judge(condition, answers) is Met.MET
    }
    of_income = (rule.condition for rule in criteria if fields_of(rule.condition) & INCOMES)
    if any(judge(condition, answers) is Met.MET for condition in of_income):
        groups.add(TargetGroup.LOW_INCOME)
    return groups
