"""Queries about deliveries: open deliveries, earlier aid, and what is left of the budget."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import pointing
from wasl.cases.models.case import Case
from wasl.catalogue.models.offered import ServiceVersion
from wasl.catalogue.queries import offered as offered_queries
from wasl.common.dates import add_hijri_months, hijri_year
from wasl.delivery.models import Budget, Delivery, Handover, Hold, HoldOutcome
from wasl.messaging import queries as outbox
from wasl.messaging.models import CodePurpose

PAGE = 50
OPEN = Q(completed_at=None, cancelled_at=None)


def queue(*, done: bool = False, before: int | None = None) -> list[Delivery]:
    """Return a page of deliveries: open deliveries by planned day, finished deliveries newest
    first.
    """
    deliveries = Delivery.objects.select_related("case__person", "case__service_version", "budget")
    if done:
        deliveries = deliveries.exclude(completed_at=None, cancelled_at=None)
        deliveries = deliveries.filter(id__lt=before) if before else deliveries
        # One row more than a page tells whether there is a next one.
        return list(deliveries.order_by("-id")[: PAGE + 1])
    return list(deliveries.filter(OPEN).order_by("planned_date", "id")[: PAGE + 1])


def visible_deliveries(user: User) -> QuerySet[Delivery]:
    """Return the deliveries of cases that the user's role opens, with what their page shows."""
    # A delivery is reached through its case, so nobody opens by its number what they may not see.
    return Delivery.objects.filter(case__in=Case.objects.visible_to(user)).select_related(
        "case__person", "case__service_version", "decision__letter__paper", "budget", "paid_by"
    )


def of_case(case: Case) -> Delivery | None:
    """Return the delivery of a case, if there is any."""
    return Delivery.objects.filter(case=case).select_related("case__service_version").first()


def of_person(person: Person, limit: int = 10) -> list[Delivery]:
    """Return the latest deliveries to a person."""
    deliveries = Delivery.objects.filter(
        case__person__in=pointing.files_of(person.pk)
    ).select_related("case__service_version")
    return list(deliveries.order_by("-id")[:limit])


def open_hold(delivery: Delivery) -> Hold | None:
    """Return the hold of a delivery that waits for the heirs, if there is any."""
    return delivery.holds.filter(outcome="").select_related("paper").first()


def heir_of(delivery: Delivery) -> Hold | None:
    """Return the release to an heir, if the last hold of the delivery ended with it."""
    last = delivery.holds.order_by("-id").first()
    return last if last and last.outcome == HoldOutcome.RELEASED else None


def held(limit: int = PAGE) -> list[Delivery]:
    """Return the deliveries that wait for the heirs, the longest waiting first."""
    waiting = Delivery.objects.filter(holds__outcome="").select_related(
        "case__person", "case__service_version"
    )
    # At most one open hold a delivery (`hold_one_open`), so the join repeats no row.
    return list(waiting.order_by("holds__held_at", "id")[:limit])


def code_subject(delivery: Delivery) -> str:
    """Return what a receipt code is bound to: this delivery and how much of it was handed over."""
    # With the amount, so that a code for one part does not prove the next part.
    return f"delivery:{delivery.pk}:{delivery.handed}"


def receipt_code_wait(delivery: Delivery, at: datetime) -> int:
    """Return the seconds until another receipt code may be sent."""
    mark = outbox.mobile_mark(delivery.case.person.mobile)
    return outbox.seconds_to_wait(CodePurpose.RECEIVE, code_subject(delivery), mark, at)


def budget_years(day: date) -> tuple[int, int]:
    """Return the Hijri years for which budgets are set: this one and the next."""
    year = hijri_year(day)
    return year, year + 1


@dataclass(frozen=True)
class BudgetLine:
    """A service on offer with its budgets of the given years; None where there is none yet."""

    offered: ServiceVersion
    years: list[tuple[int, Budget | None]]


def budgets(day: date) -> list[BudgetLine]:
    """Return every service on offer with this Hijri year's budget and the next one's."""
    years = budget_years(day)
    budget_by_year = {
        (budget.service_id, budget.hijri_year): budget
        for budget in Budget.objects.filter(hijri_year__in=years)
    }
    return [
        BudgetLine(
            version, [(year, budget_by_year.get((version.service_id, year))) for year in years]
        )
        for version in offered_queries.offered()
    ]


def handovers(delivery: Delivery) -> QuerySet[Handover]:
    return delivery.handovers.select_related("by", "paper").order_by("id")


def same_aid(case: Case, on: date) -> list[Handover]:
    """Return aid of the same service that the person received within the service's own period. It
    is a warning, not a bar.
    """
    since = add_hijri_months(on, -case.service_version.period_months)
    earlier = Handover.objects.filter(
        # Earlier aid may hang on a file that was merged into this one.
        delivery__case__person__in=pointing.files_of(case.person_id),
        delivery__case__service_id=case.service_id,
        at__date__gte=since,
    )
    return list(
        earlier.exclude(delivery__case=case).select_related("delivery__case").order_by("-at")[:5]
    )


def remaining(budget: Budget) -> Decimal:
    return budget.amount - budget.used
