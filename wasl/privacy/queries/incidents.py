"""Reads of incidents."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from wasl.accounts.models import User
from wasl.privacy.kinds import DATA_KINDS
from wasl.privacy.models.incidents import AffectedPerson, Incident

MOST_LISTED = 200


def visible_incidents(user: User) -> QuerySet[Incident]:
    """Return the incidents that this user may open, with what their page shows."""
    return Incident.objects.visible_to(user).select_related(
        "reported_by", "assessed_by", "notified_by", "notice"
    )


def incidents(user: User, *, closed: bool = False, limit: int = 100) -> list[Incident]:
    """Return open incidents, oldest clock first; with `closed`, closed ones, newest first."""
    rows = Incident.objects.visible_to(user).select_related("reported_by")
    if closed:
        return list(rows.filter(status="closed").order_by("-pk")[:limit])
    return list(rows.open().order_by("aware_at", "pk")[:limit])


def hours_left(incident: Incident, at: datetime) -> int | None:
    """Return the whole hours left to notify the authority.

    Negative when they are over; None when it was notified or need not be.
    """
    if (
        incident.notified_at is not None
        or incident.is_harmful is False
        or incident.status == "closed"
    ):
        return None
    # Floor division, so that a limit missed by a minute already counts as -1.
    return int((incident.notify_by - at).total_seconds() // 3600)


def running_incidents() -> list[Incident]:
    """Return incidents whose 72 hours run: not judged harmless, authority not notified."""
    # NULL means "not judged yet", and its clock runs too.
    running = Incident.objects.open().filter(notified_at=None).exclude(is_harmful=False)
    return list(running.order_by("aware_at", "pk")[:100])


def incident_page(incident: Incident) -> dict[str, Any]:
    """Return the affected people, how many are uninformed, and the kinds of data."""
    affected = (
        AffectedPerson.objects.filter(incident=incident)
        .select_related("person")
        # Who was not informed yet comes first, however long the list is.
        .order_by(F("told_at").asc(nulls_first=True), "pk")
    )
    return {
        "affected": list(affected[:MOST_LISTED]),
        # Counted apart: the incident is closed by this number, and the list is cut.
        "untold": affected.filter(told_at=None).count(),
        "data_kinds": [DATA_KINDS[code] for code in incident.data_kinds if code in DATA_KINDS],
    }
