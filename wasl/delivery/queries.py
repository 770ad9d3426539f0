"""Reads of deliveries: what waits, what was given before, what the budget still holds."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from wasl.beneficiaries import queries as people
from wasl.cases.models import Case
from wasl.common.dates import add_hijri_months
from wasl.delivery.models import Budget, Delivery, Handover

PAGE = 50


def queue(*, done: bool = False, before: int | None = None) -> list[Delivery]:
    """A page of deliveries, open ones by day planned, finished ones newest first."""
    found = Delivery.objects.select_related("case__person", "case__service_version", "budget")
    if done:
        found = found.filter(completed_at__isnull=False)
        found = found.filter(id__lt=before) if before else found
        return list(found.order_by("-id")[: PAGE + 1])
    return list(found.filter(completed_at=None).order_by("planned_date", "id")[: PAGE + 1])


def handovers(delivery: Delivery) -> QuerySet[Handover]:
    return delivery.handovers.select_related("by", "paper").order_by("id")


def same_aid(case: Case, on: date) -> list[Handover]:
    """Aid of the same service that the person received within the service's own period: a warning, not a bar."""
    since = add_hijri_months(on, -case.service_version.period_months)
    earlier = Handover.objects.filter(
        delivery__case__person__in=people.files_of(case.person_id),
        delivery__case__service_id=case.service_id,
        at__date__gte=since,
    )
    return list(earlier.exclude(delivery__case=case).select_related("delivery__case").order_by("-at")[:5])


def remaining(budget: Budget) -> Decimal:
    return budget.amount - budget.used
