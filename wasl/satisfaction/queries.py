"""Whether a link is open; the figures of ratings (finished quarters only, five answers at least,
and no two cuts with a smaller difference); and whether the pending row can be read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Department
from wasl.catalogue.models.offered import ServiceVersion
from wasl.common.dates import hijri_quarter
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.queries import relationship_policy
from wasl.satisfaction import folding, links
from wasl.satisfaction.links import Link
from wasl.satisfaction.models import Count, Pending, Spent
from wasl.satisfaction.places import Shelf, Unopened
from wasl.satisfaction.withholding import Cell, parts

# PRA-3: nothing is shown below five answers.
FLOOR = 5
CUTS = ("service_id", "department_id")
INVITATION = "rate_invitation"
ANSWERS = Shelf("answers", folding.SIZE)
# Every kind of row that is encrypted again each minute.
SHELVES = (ANSWERS,)

# A service and a department, as they are counted together.
Group = tuple[int | None, int | None]


class LinkState(TextChoices):
    """What may be done with a link; each label is a kind sentence for the person who holds it."""

    OPEN = "open", _("How was the service?")
    USED = "used", _("We have your answer already. Thank you for your time.")
    EXPIRED = (
        "expired",
        _("This link was open for sixty days and has closed. Thank you for your time."),
    )
    EARLY = "early", _("This link opens later. Please try again tomorrow.")
    UNKNOWN = (
        "unknown",
        _("This link is not whole. Open it from the message itself, by touching it."),
    )


def link_of(token: str, on: date) -> tuple[Link | None, LinkState]:
    """Return the content of a link, and whether it is open on a day."""
    link = links.read(token)
    if link is None:
        return None, LinkState.EXPIRED if links.is_former(token) else LinkState.UNKNOWN
    if link.expiry < on:
        return link, LinkState.EXPIRED
    # A clock that was set back, or a link of a later day: it opens by itself.
    if on < link.first_day:
        return link, LinkState.EARLY
    if Spent.objects.filter(mark=link.spent_mark).exists():
        return link, LinkState.USED
    return link, LinkState.OPEN


@dataclass(frozen=True)
class Figure:
    """A published cell: the number of answers, their mean of 1–5, and the half-width of its 95 %
    confidence interval.
    """

    cut: str
    value: object
    groups: frozenset[Group]
    n: int
    mean: float
    margin: float


def service_name(service_id: int) -> str:
    dated = ServiceVersion.objects.filter(service_id=service_id, in_force_from__isnull=False)
    version = dated.order_by("-in_force_from", "-number").first()
    return version.name if version else ""


def service_names(service_ids: Iterable[object]) -> dict[object, str]:
    """Return today's names of these services, in a single query."""
    dated = ServiceVersion.objects.filter(
        service_id__in=list(service_ids), in_force_from__isnull=False
    )
    return {
        # Sorted by age, so the newest name of a service is the one that stays.
        version.service_id: version.name
        for version in dated.order_by("in_force_from", "number")
    }


def department_names() -> dict[object, str]:
    """Return the names of the departments by key."""
    return {department.pk: department.name for department in Department.objects.order_by("pk")}


def floor() -> int:
    """Return the smallest number of answers for a figure: the policy's, never below five."""
    try:
        return max(FLOOR, relationship_policy().rating_floor or FLOOR)
    except PolicyVersion.DoesNotExist:
        return FLOOR


def finished_quarters(on: date) -> list[str]:
    """Return the quarters that are over, newest first. A running quarter would change ten answers
    at a time, and so tell each ten.
    """
    quarters = Count.objects.exclude(quarter__gte=hijri_quarter(on)).values_list(
        "quarter", flat=True
    )
    return sorted(set(quarters.distinct()), reverse=True)


def figures(quarter: str, least: int = FLOOR) -> list[Figure]:
    """Return the quarter's total and its cuts, as far as they may be shown; empty when even the
    total is below `least`.

    The value None of a cut is what was too little to be counted by itself.
    """
    scores = _scores(quarter)
    sizes = {group: sum(counted.values()) for group, counted in scores.items()}

    def size(groups: frozenset[Any]) -> int:
        return sum(sizes[group] for group in groups)

    all_groups: frozenset[Group] = frozenset(scores)
    if size(all_groups) < least:
        return []
    # The total first: every cut is then compared with it and with the cuts before.
    visible_cells = [Cell("", None, all_groups, size(all_groups))]
    for place, cut in enumerate(CUTS):
        cells: dict[object, set[Group]] = defaultdict(set)
        for group in all_groups:
            cells[group[place]].add(group)
        visible_cells += parts(
            cut,
            {value: frozenset(groups) for value, groups in cells.items()},
            least,
            visible_cells,
            size,
        )
    return [_figure(cell, scores) for cell in visible_cells]


def _scores(quarter: str) -> dict[Group, Counter[int]]:
    """Count each score by service and department: a few rows, however many people answered."""
    scores: dict[Group, Counter[int]] = defaultdict(Counter)
    rows = Count.objects.filter(quarter=quarter, instrument=links.SERVICE)
    for *group, score, number in rows.values_list(*CUTS, "score", "number"):
        scores[group[0], group[1]][score] += number
    return scores


def _figure(cell: Cell, scores: dict[Group, Counter[int]]) -> Figure:
    counted: Counter[int] = sum((scores[group] for group in cell.members), Counter())
    mean = sum(score * number for score, number in counted.items()) / cell.n
    # The variance of a sample; `max` saves a single answer from a division by zero.
    spread = sum(number * (score - mean) ** 2 for score, number in counted.items()) / max(
        1, cell.n - 1
    )
    # 1.96 standard errors on either side hold 95 % of a normal distribution.
    return Figure(cell.cut, cell.value, cell.members, cell.n, mean, 1.96 * sqrt(spread / cell.n))


def last_loss() -> date | None:
    """Return the last day on which pending answers were lost because their key was missing, as
    after a restore; None if never.
    """
    return Pending.objects.filter(kind=ANSWERS.name).values_list("lost_date", flat=True).first()


def unopened() -> list[str]:
    """Return the kinds of pending rows that cannot be opened with the present keys."""
    closed = []
    for shelf in SHELVES:
        row = Pending.objects.filter(kind=shelf.name).first()
        try:
            if row is not None:
                shelf.open(bytes(row.sealed), row.key_name)
        except Unopened:
            closed.append(shelf.name)
    return closed
