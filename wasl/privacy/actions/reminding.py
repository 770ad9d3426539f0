"""E-mail reminders to the data-protection officer about work with a deadline.

The pages show the same.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.accounts.queries import holders
from wasl.common.clock import day_of
from wasl.messaging.actions import send
from wasl.messaging.models import Carrier
from wasl.privacy import policies
from wasl.privacy.queries import incidents
from wasl.privacy.queries import waiting as waiting_queries

# `date.weekday()` counts from Monday as 0. Sunday opens the working week.
SUNDAY = 6
# Hours left at each reminder of an incident (ADR 32).
HOURS_BEFORE = (24, 6, 0)


@transaction.atomic
def remind_waiting(*, by: User | None, at: datetime) -> int:
    """Remind the officers of what waits, and return how many were notified.

    Every morning while a request is within a week of its last day. Every Sunday also of what is due
    for destruction or waits to be signed off.
    """
    if by is not None:
        policies.can_handle(by).require()
    day = day_of(at)
    waiting = waiting_queries.waiting(day)
    if not (waiting["requests"] or (day.weekday() == SUNDAY and any(waiting.values()))):
        return 0
    return _tell(
        "privacy_waits", {name: str(count) for name, count in waiting.items()}, f"{day}", at
    )


@transaction.atomic
def remind_incidents(*, by: User | None, at: datetime) -> int:
    """Remind, 24, 6 and 0 hours before the limit, of incidents the authority does not know of.

    Runs every hour. The limit is the 72nd hour.
    """
    if by is not None:
        policies.can_handle(by).require()
    notified_count = 0
    for incident in incidents.running_incidents():
        left = incident.notify_by - at
        # A run that comes late still reminds: the smallest limit passed is the key of the message,
        # so each limit is announced once.
        passed = [hours for hours in HOURS_BEFORE if left <= timedelta(hours=hours)]
        if passed:
            params = {
                "reference": incident.reference,
                "hours": str(max(int(left.total_seconds() // 3600), 0)),
            }
            notified_count += _tell("incident_clock", params, f"{incident.pk}-{min(passed)}", at)
    return notified_count


def _tell(key: str, params: dict[str, Any], once: str, at: datetime) -> int:
    officers = [user for user in holders(P.PRIVACY_HANDLE) if user.email]
    for user in officers:
        send(
            key=key, to=user.email, carrier=Carrier.EMAIL, params=params,
            once_key=f"{key}-{once}-{user.pk}", at=at,
        )  # fmt: skip
    return len(officers)
