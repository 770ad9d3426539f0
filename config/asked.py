"""Who above is asked before something is done below: audit verb → policies. Each answers a verdict;
the first no counts.

They get what the action is about by keyword, inside its transaction, with the rows already locked.
"""

ASKED: dict[str, list[str]] = {
    "beneficiaries.merge": ["wasl.cases.policies.can_join"],
    "beneficiaries.undo_merge": ["wasl.cases.policies.can_part"],
}
