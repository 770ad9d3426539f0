"""What waits for the data-protection officer, as the reminders count it."""

from datetime import date

from wasl.privacy.queries.destruction import how_many_due, rules
from wasl.privacy.queries.incidents import running_incidents
from wasl.privacy.queries.requests import soon_due
from wasl.privacy.queries.reviewing import unsigned


def waiting(day: date) -> dict[str, int]:
    """Count requests near their last day, running incidents, due rules and unsigned quarters."""
    active = [rule for rule in rules() if rule.is_active]
    return {
        "requests": soon_due(day).count(),
        "incidents": len(running_incidents()),
        # Only whether a rule has something due is asked, so the count stops at the first row.
        "rules": sum(how_many_due(rule, day, most=1) for rule in active),
        "reviews": unsigned().filter(until_date__lte=day).count(),
    }
