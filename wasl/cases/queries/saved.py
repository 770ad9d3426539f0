"""Saved filters of the queue, and the result of a sharing-out (PRE-7)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from wasl.accounts.models import Department, Membership, User
from wasl.cases.models.case import FirstFilter, SavedFilter, Sharing
from wasl.cases.queries.counting import capped, counts
from wasl.cases.queries.lists import LOOSE, SHOWN, Wanted
from wasl.cases.queries.rows import address

# The parts of a filter that narrow the list chosen by `show`.
NARROWING = ("stage", "service", "owner", "urgent")


def departments(user: User) -> list[Department]:
    """Return the departments in which this user has a role."""
    department_ids = Membership.objects.current().filter(user=user).values("department")
    return list(Department.objects.filter(pk__in=department_ids).order_by("name_ar"))


def saved(user: User) -> list[SavedFilter]:
    """Return this user's own filters and those shared with their departments.

    `is_first` says whether a filter opens their queue.
    """
    department_ids = Membership.objects.current().filter(user=user).values("department")
    first = FirstFilter.objects.filter(user=user, filter=OuterRef("pk"))
    saved_filters = SavedFilter.objects.filter(Q(user=user) | Q(department__in=department_ids))
    return list(
        saved_filters.annotate(is_first=Exists(first))
        .select_related("user", "department")
        .order_by("name", "pk")
    )


def chips(filters: list[SavedFilter], queue_filters: Wanted | None) -> list[dict[str, Any]]:
    """Return saved filters as links; the current one is marked."""
    return [
        {
            "pk": saved_filter.pk,
            "name": saved_filter.name,
            # Read anew: a filter saved when lists had other names keeps what still makes sense.
            "url": Wanted.read(saved_filter.wanted).address(),
            "current": Wanted.read(saved_filter.wanted) == queue_filters,
            "first": saved_filter.is_first,  # type: ignore[attr-defined]
            "owner_id": saved_filter.user_id,
            "owner": saved_filter.user.name,
            "department": saved_filter.department.name if saved_filter.department else "",
        }
        for saved_filter in filters
    ]


def tabs(user: User, filters: Wanted, day: date) -> list[dict[str, Any]]:
    """Return the lists of the queue with their counts; the narrowing goes along."""
    counted = counts(user, day, "mine", "department", "overdue", "waiting", *LOOSE)
    return [
        {
            "label": label,
            "url": replace(filters, show=code).address(),
            "current": code == filters.show,
            "key": str(place),
            "count": capped(counted[code]) if counted.get(code) else "",
        }
        for place, (code, (label, _narrow)) in enumerate(SHOWN.items(), 1)
        if code not in LOOSE or counted.get(code) or code == filters.show
    ]


@dataclass(frozen=True)
class Report:
    """A sharing-out as its author reads it.

    How many cases went to whom, and which were refused with why.
    """

    sharing: Sharing
    done: int
    refused: list[dict[str, Any]]


def report(user: User, key: str) -> Report | None:
    """Return what this user's sharing-out did, or None for a key that is not theirs."""
    try:
        # The key comes from the address; what is no UUID is no report.
        sharing = Sharing.objects.select_related("to").filter(pk=UUID(key), by=user).first()
    except ValueError:
        return None
    if sharing is None:
        return None
    refused = [
        {**refusal, "url": address("cases:detail", refusal["case"])} for refusal in sharing.refused
    ]
    return Report(sharing, sharing.hand_overs.count(), refused)
