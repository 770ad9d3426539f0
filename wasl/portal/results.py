"""The figures of a finished quarter that may be published: small counts are withheld and cannot be
worked out.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from wasl.cases.models.case import Case
from wasl.common.clock import RIYADH, day_of
from wasl.common.dates import add_hijri_months, hijri_quarter, hijri_quarter_days
from wasl.delivery.models import Delivery
from wasl.portal.models import PublishedFigures
from wasl.satisfaction import queries as ratings
from wasl.satisfaction.withholding import parts, totals

# The number of past quarters looked at for figures still to publish.
KEPT = 4


def unpublished_quarters(day: date) -> list[str]:
    """Return the last finished quarters that were not published yet, oldest first.

    The running quarter is left out: its figures would reveal each request.
    """
    last = [hijri_quarter(add_hijri_months(day, -3 * back)) for back in range(KEPT, 0, -1)]
    existing = set(
        PublishedFigures.objects.filter(quarter__in=last).values_list("quarter", flat=True)
    )
    return [quarter for quarter in last if quarter not in existing]


def figures_of(quarter: str) -> dict[str, Any]:
    """Return the figures of a quarter (PRA-2).

    They are the counts (None where withheld), the median days to the answer, the services and the
    rating.
    """
    # Cases are dated by moments, quarters by days in Riyadh; the end is the first moment after the
    # last day.
    first, last = hijri_quarter_days(quarter)
    within = (
        datetime.combine(first, time.min, RIYADH),
        datetime.combine(last + timedelta(days=1), time.min, RIYADH),
    )
    least = ratings.floor()
    received = _between("submitted_at", within).values_list("pk", "service_id")
    answered = list(
        _between("answered_at", within).values_list(
            "pk", "answered_at", "answer_due_date", "clock_date"
        )
    )
    delivered = Delivery.objects.filter(completed_at__gte=within[0], completed_at__lt=within[1])
    services: dict[object, set[int]] = defaultdict(set)
    for pk, service in received:
        services[service].add(pk)
    # As sets of keys, not as numbers: only sets show that the difference of two counts is too
    # small.
    cells = totals(
        (
            ("received", frozenset[int]().union(*services.values())),
            ("answered", frozenset(pk for pk, *_rest in answered)),
            ("in_time", frozenset(pk for pk, at, due, _began in answered if day_of(at) <= due)),
            ("delivered", frozenset(delivered.values_list("case_id", flat=True))),
        ),
        least,
    )
    by_service = parts(
        "service", {service: frozenset(pks) for service, pks in services.items()}, least, cells
    )
    counts = {cell.cut: cell.n for cell in cells}
    days = [(day_of(at) - began).days for _pk, at, _due, began in answered]
    return {
        **{name: counts.get(name) for name in ("received", "answered", "in_time", "delivered")},
        # A median of a few cases would tell of each of them.
        "days": round(median(days)) if len(days) >= least else None,
        "services": [[cell.value, cell.n] for cell in by_service],
        "rating": _rating(quarter, least),
        # The floor in force when the figures were made; the page names it.
        "least": least,
    }


def _between(name: str, within: tuple[datetime, datetime]) -> Any:
    return Case.objects.filter(**{f"{name}__gte": within[0], f"{name}__lt": within[1]})


def _rating(quarter: str, least: int) -> dict[str, Any] | None:
    total = next(iter(ratings.figures(quarter, least)), None)
    if total is None:
        return None
    return {"n": total.n, "mean": round(total.mean, 1), "margin": round(total.margin, 1)}
