"""Figures of ratings: finished quarters only, five answers at least, and no two cuts whose difference is smaller."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from math import sqrt

from wasl.catalogue.models import ServiceVersion
from wasl.common.dates import hijri_quarter
from wasl.governance.models import PolicyVersion
from wasl.governance.queries import relationship_policy
from wasl.satisfaction.models import Invitation, Rating
from wasl.satisfaction.withholding import Cell, parts

FLOOR = 5
CUTS = ("service_id", "department_id", "channel")


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Figure:
    """A published cell: how many answered, their mean of 1–5, and the half-width of its 95 % confidence interval."""

    cut: str
    value: object
    answers: frozenset
    mean: float
    margin: float

    @property
    def n(self) -> int:
        return len(self.answers)


def invitation(token_hash: str, on: date) -> Invitation | None:
    """The standing invitation of a link, if any."""
    return Invitation.objects.select_related("service").filter(token_hash=token_hash, expires_date__gte=on).first()


def service_name(service_id: int) -> str:
    dated = ServiceVersion.objects.filter(service_id=service_id, in_force_from__isnull=False)
    version = dated.order_by("-in_force_from", "-number").first()
    return version.name if version else ""


def floor() -> int:
    """The smallest number of answers a figure may rest on: the policy's, never below five."""
    try:
        return max(FLOOR, relationship_policy().rating_floor or FLOOR)
    except PolicyVersion.DoesNotExist:
        return FLOOR


def finished_quarters(on: date) -> list[str]:
    """Quarters that are over, newest first. A running one would change answer by answer, and so tell each."""
    quarters = Rating.objects.exclude(quarter__gte=hijri_quarter(on)).values_list("quarter", flat=True)
    return sorted(set(quarters), reverse=True)


def figures(quarter: str, least: int = FLOOR) -> list[Figure]:
    """The quarter's total and its cuts, as far as they may be shown; empty when even the total is below `least`."""
    rows = list(Rating.objects.filter(quarter=quarter).values("id", "score", *CUTS))
    if len(rows) < least:
        return []
    scores = {row["id"]: row["score"] for row in rows}
    shown = [Cell("", None, frozenset(scores))]
    for cut in CUTS:
        cells: dict[object, set] = defaultdict(set)
        for row in rows:
            cells[row[cut]].add(row["id"])
        shown += parts(cut, {value: frozenset(ids) for value, ids in cells.items()}, least, shown)
    return [_figure(one, scores) for one in shown]


def _figure(cell: Cell, scores: dict) -> Figure:
    values = [scores[key] for key in cell.members]
    mean = sum(values) / len(values)
    spread = sum((value - mean) ** 2 for value in values) / max(1, len(values) - 1)
    return Figure(cell.cut, cell.value, cell.members, mean, 1.96 * sqrt(spread / len(values)))
