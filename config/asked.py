"""Policies of higher packages that are asked before an action below: audit verb → policies.

Each returns a verdict; the first refusal counts. They get the action's objects by keyword, inside
its transaction, with the rows already locked.
"""

ASKED: dict[str, list[str]] = {
    "beneficiaries.merge": ["wasl.cases.policies.can_join"],
    "beneficiaries.undo_merge": ["wasl.cases.policies.can_part"],
}
