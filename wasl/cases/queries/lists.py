"""The queue: urgent first, then by the last day of the answer; pages by key (PRE-7).

The order does not change with the clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wasl.accounts import queries as accounts
from wasl.accounts.models import Membership, User
from wasl.accounts.permissions import Permission
from wasl.cases.models.case import ENDED, NORMAL, Case, CaseQuerySet
from wasl.cases.queries.rows import COLUMNS, Row, case_rows
from wasl.cases.states import STEPS, Status
from wasl.common.text import whole_number

# Rows on a page; days ahead in which a document counts as ending; day 0 of `Case.place`.
PAGE = 30
SOON = 30
FIRST_DAY = date(2000, 1, 1)
ME = "me"


@dataclass(frozen=True)
class Wanted:
    """A filter of the queue.

    `show` is one of `SHOWN`; the rest narrows it: a stage, a service, an owner, urgent cases.
    """

    show: str = "mine"
    stage: str = ""
    service: str = ""
    owner: str = ""
    urgent: str = ""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Wanted":
        """Return the filter of an address or a saved filter; leave out what makes no sense."""
        values = {field.name: str(data.get(field.name, "")) for field in fields(cls)}
        return cls(
            show=values["show"] if values["show"] in SHOWN else "mine",
            stage=values["stage"] if values["stage"] in STAGES else "",
            service=values["service"] if _is_number(values["service"]) else "",
            owner=values["owner"] if values["owner"] == ME or _is_number(values["owner"]) else "",
            urgent="1" if values["urgent"] else "",
        )

    @classmethod
    def at(cls, address: str) -> "Wanted":
        """Return the filter of the query string of an address, with its question mark."""
        return cls.read(dict(parse_qsl(address[:300].removeprefix("?"))))

    @property
    def kept(self) -> dict[str, str]:
        """Return the filter as it is saved: only what was chosen."""
        return {name: value for name, value in asdict(self).items() if value}

    def address(self, **more: str) -> str:
        return f"?{urlencode({**self.kept, **more})}"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.stage or self.service or self.owner or self.urgent)


def _is_number(text: str) -> bool:
    return whole_number(text) is not None


@dataclass(frozen=True)
class Page:
    """A page of the queue, and the keys of the pages before and after it ('' for none)."""

    rows: list[Row]
    previous: str = ""
    next: str = ""


def _overdue(cases: CaseQuerySet, user: User, day: date) -> CaseQuerySet:
    """Narrow to late cases, in a range of `place` where the index can stop."""
    # Late cases come before those that are not, so the added limit finds no fewer and ends the scan
    # of the index. NORMAL lets urgent and usual cases in alike.
    return cases.overdue(day).filter(place__lt=NORMAL + (day - FIRST_DAY).days)


Narrow = Callable[[CaseQuerySet, User, date], CaseQuerySet]
SHOWN: dict[str, tuple[str | Promise, Narrow]] = {
    "mine": (_("My work"), lambda cases, user, day: cases.filter(owner=user)),
    "department": (
        _("My department"),
        lambda cases, user, day: cases.filter(owner__in=colleagues(user)),
    ),
    "all": (_("All open"), lambda cases, user, day: cases),
    "overdue": (_("Past their last day"), _overdue),
    "waiting": (
        _("Waiting for the applicant"),
        lambda cases, user, day: cases.filter(status=Status.RETURNED),
    ),
    # This list is of documents (`queries.ending`); the cases are those whose people it looks at.
    "expiring": (_("Documents ending"), lambda cases, user, day: cases),
    "died": (
        _("The applicant has died"),
        lambda cases, user, day: cases.filter(person__death_date__isnull=False),
    ),
    "ownerless": (
        _("Without an owner on duty"),
        lambda cases, user, day: cases.filter(owner__in=accounts.off_duty(Permission.CASES_VIEW)),
    ),
}
# Lists that are shown only while they hold a case.
LOOSE = ("died", "ownerless")
STAGES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    code: (label, tuple(str(status) for status in statuses if status not in ENDED))
    for code, label, statuses in STEPS
}


def colleagues(user: User) -> list[int]:
    """Return everybody with a role in a department where this user has a role.

    A case belongs to its owner's department.
    """
    memberships = Membership.objects.current()
    own_departments = memberships.filter(user=user).values("department")
    return sorted(
        set(memberships.filter(department__in=own_departments).values_list("user", flat=True))
    )


def narrowed(user: User, filters: Wanted, day: date) -> CaseQuerySet:
    """Return the open cases that a filter asks for, in no order yet."""
    cases = SHOWN[filters.show][1](Case.objects.visible_to(user).open(), user, day)
    if filters.stage:
        cases = cases.filter(status__in=STAGES[filters.stage][1])
    if filters.service:
        cases = cases.filter(service=int(filters.service))
    if filters.owner:
        cases = cases.filter(owner=user.pk if filters.owner == ME else int(filters.owner))
    # Urgent cases come first, so the limit of `place` ends the scan of the index behind them.
    return cases.filter(is_urgent=True, place__lt=NORMAL) if filters.urgent else cases


def queue(user: User, filters: Wanted, day: date, after: str = "", before: str = "") -> Page:
    """Return a page of the queue: the first, after the key `after`, or before `before`."""
    cases = narrowed(user, filters, day)
    if key := _read(before):
        # One row more than a page tells whether there is another page, without counting.
        rows = case_rows(cases.filter(_less(key)).order_by("-place", "-pk")[: PAGE + 1], day)
        if len(rows) > PAGE:
            page = rows[:PAGE][::-1]
            return Page(page, _key(page[0]), _key(page[-1]))
        # At most a page is left before the key, so the first page is shown.
        key = None
    else:
        key = _read(after)
    rows = case_rows(
        (cases.filter(_more(key)) if key else cases).order_by("place", "pk")[: PAGE + 1], day
    )
    page = rows[:PAGE]
    return Page(
        page, _key(page[0]) if key and page else "", _key(page[-1]) if len(rows) > PAGE else ""
    )


def queue_facts(user: User, filters: Wanted, day: date, most: int) -> list[Row]:
    """Return the raw rows of the queue, in its order, for an export."""
    return list(narrowed(user, filters, day).order_by("place", "pk").values(*COLUMNS)[:most])


def in_words(filters: Wanted) -> str:
    """Return a filter in words: which list, at which stage, urgent only."""
    words = [str(SHOWN[filters.show][0])]
    if filters.stage:
        words.append(str(STAGES[filters.stage][0]))
    return " · ".join([*words, *([_now("Urgent only")] if filters.urgent else [])])


def _key(row: Row) -> str:
    return f"{row['place']}_{row['pk']}"


def _read(key: str) -> tuple[int, int] | None:
    """Return a page key, or None: the page is then the first."""
    before, _mark, after = key.partition("_")
    place, pk = whole_number(before), whole_number(after)
    return None if place is None or pk is None else (place, pk)


def _more(key: tuple[int, int]) -> Q:
    # The same as `place > … OR (place = … AND pk > …)`, but the first condition alone is a range
    # at which the index can start.
    return Q(place__gte=key[0]) & (Q(place__gt=key[0]) | Q(pk__gt=key[1]))


def _less(key: tuple[int, int]) -> Q:
    return Q(place__lte=key[0]) & (Q(place__lt=key[0]) | Q(pk__lt=key[1]))
