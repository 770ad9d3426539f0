"""The target groups of services, and the answers that show a person belongs to one.

Pure: no row is read. Only an answer is evidence; a missing answer counts neither for nor against.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from wasl.catalogue.conditions import Met, fields_of, judge
from wasl.catalogue.models.offered import Criterion, TargetGroup

# Years; the study counts people of sixty or more as elderly too (`facts.PIECES`).
SIXTY = 60
ALONE = ["widowed", "divorced", "left"]
# Subjects of a condition that are income, in a study or in a form.
INCOMES = frozenset({"study.income_per_person", "study.income", "monthly_income"})


# Keys without a dot are questions of `shipped/common_fields.yaml`, which services share.
def _at_least(key: str, number: int) -> dict[str, Any]:
    return {"field": key, "op": "ge", "value": number}


def _in(key: str, *values: str) -> dict[str, Any]:
    return {"field": key, "op": "in", "value": list(values)}


def _has(circumstance: str) -> dict[str, Any]:
    return _in("special_case", circumstance)


# LOW_INCOME is absent, because each service sets its own limit of income.
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
    """Return the groups that these answers show a person to belong to.

    A criterion of income decides LOW_INCOME, since each service sets its own limit.
    """
    groups = {
        group for group, condition in IMPLIED_BY.items() if judge(condition, answers) is Met.MET
    }
    of_income = (rule.condition for rule in criteria if fields_of(rule.condition) & INCOMES)
    if any(judge(condition, answers) is Met.MET for condition in of_income):
        groups.add(TargetGroup.LOW_INCOME)
    return groups
