"""Retention rules, which non-engineers edit."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.verdicts import Refused
from wasl.privacy import policies
from wasl.privacy.defaults import shipped
from wasl.privacy.models.destruction import Action, RetentionRule
from wasl.privacy.retention import KEPT


@transaction.atomic
def load_rules(*, by: User | None, at: datetime) -> int:
    """Create the shipped rules of categories that have none, and return how many were created."""
    existing_categories = set(RetentionRule.objects.values_list("category", flat=True))
    fresh = []
    for entry in shipped()["rules"]:
        # A copy, since `shipped()` is cached and `pop` would change it.
        data = dict(entry)
        basis_ar, basis_en = data.pop("basis")
        if data["category"] not in existing_categories:
            fresh.append(
                RetentionRule(
                    **data, basis_ar=basis_ar, basis_en=basis_en, changed_at=at, changed_by=by
                )
            )
    RetentionRule.objects.bulk_create(fresh)
    return len(fresh)


@transaction.atomic
def change_rule(
    *, rule: RetentionRule, changes: dict[str, Any], by: User, at: datetime
) -> RetentionRule:
    """Change a rule.

    What it destroyed stays destroyed, and those records keep the wording of their day.
    """
    policies.can_handle(by).require()
    rule = RetentionRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    changed = sorted(name for name, value in changes.items() if getattr(rule, name) != value)
    for name in changed:
        setattr(rule, name, changes[name])
    _refuse_rule(rule)
    if changed:
        rule.changed_at, rule.changed_by = at, by
        rule.save()
        data = {"category": rule.category, "fields": changed}
        record(verb="privacy.change_rule", subject=rule, by=by, at=at, data=data)
    return rule


def _refuse_rule(rule: RetentionRule) -> None:
    if rule.trigger not in KEPT[rule.category].triggers:
        raise Refused(_("The months of this cannot be counted from there."))
    if not 1 <= rule.months <= 600:
        raise Refused(_("Between one month and fifty years."))
    if rule.action not in Action.values or not rule.basis_ar.strip():
        raise Refused(_("Say on which ground it is kept, and what happens then."))
