"""Reads of objections."""

from wasl.cases.models import Case
from wasl.grievances.models import Objection
from wasl.grievances.states import Status

OPEN = (Status.LODGED, Status.IN_REVIEW)


def queue(*, settled: bool = False, limit: int = 100) -> list[Objection]:
    """Objections that wait for a decision, oldest first; or the settled ones, newest first."""
    found = Objection.objects.select_related("decision__case__person", "decision__case__service_version", "reviewer")
    if settled:
        return list(found.exclude(status__in=OPEN).order_by("-id")[:limit])
    return list(found.filter(status__in=OPEN).order_by("id")[:limit])


def of_case(case: Case) -> list[Objection]:
    return list(Objection.objects.filter(decision__case=case).select_related("reviewer", "paper").order_by("-id"))
