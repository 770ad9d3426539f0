"""Work lists: urgent first, then by the last day of the answer; pages by key, no count over a growing table (PRE-7)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wasl.accounts.models import User
from wasl.cases.models import Case, CaseQuerySet, Outcome
from wasl.cases.states import Status

PAGE = 30
FILTERS: dict[str, tuple[str | Promise, Callable[[CaseQuerySet, User, date], CaseQuerySet]]] = {
    "mine": (_("My work"), lambda cases, user, day: cases.filter(owner=user)),
    "all": (_("All open"), lambda cases, user, day: cases),
    "overdue": (_("Past their last day"), lambda cases, user, day: cases.overdue(day)),
    "waiting": (_("Waiting for the applicant"), lambda cases, user, day: cases.filter(status=Status.RETURNED)),
}
S = Status
# What comes next at each stage, and where it is done; `#part` leads to a part of the case's own page.
NEXT: dict[str, tuple[str | Promise, str]] = {
    S.DRAFT: (_("Fill in"), "cases:fill"),
    S.RETURNED: (_("Complete"), "cases:fill"),
    S.SUBMITTED: (_("Match the data"), "cases:match"),
    S.VERIFIED: (_("Start the study"), "#next"),
    S.REOPENED: (_("Start the study"), "#next"),
    S.IN_STUDY: (_("Record the study"), "cases:study"),
    S.IN_COMMITTEE: (_("See the agenda"), "#panel-committees"),
    S.DEFERRED: (_("See the agenda"), "#panel-committees"),
    S.APPROVED: (_("Release the answer"), "#panel-committees"),
    S.REJECTED: (_("Release the answer"), "#panel-committees"),
    S.ANSWERED: (_("Register"), "#next"),
    S.REGISTERED: (_("Deliver"), "#panel-delivery"),
    S.IN_DELIVERY: (_("Deliver"), "#panel-delivery"),
    S.DELIVERED: (_("Close"), "#next"),
}


@dataclass(frozen=True)
class Row:
    """One case in a list, ready to draw: how late it is in words, a tone, and its next step as a link."""

    case: Case
    url: str
    lateness: str
    tone: str
    next_label: str | Promise
    next_url: str


@dataclass(frozen=True)
class Page:
    """A page of a list, and the key where the next one begins ('' = the last)."""

    rows: list[Row]
    next: str


def queue(user: User, which: str, day: date, after: str = "") -> Page:
    """One page of open cases, as the filter asks."""
    _label, narrow = FILTERS[which]
    cases = narrow(Case.objects.visible_to(user).open(), user, day).select_related("person", "service_version", "owner")
    cases = cases.filter(_beyond(after)) if after else cases
    found = list(cases.order_by("-is_urgent", "answer_due_date", "id")[: PAGE + 1])
    return Page(rows=[row(case, day) for case in found[:PAGE]], next=_key(found[PAGE - 1]) if len(found) > PAGE else "")


def of_person(user: User, person_id: int, day: date, limit: int = 20) -> list[Row]:
    """A person's requests, newest first."""
    cases = Case.objects.visible_to(user).filter(person_id=person_id)
    found = cases.select_related("person", "service_version", "owner").order_by("-opened_at")[:limit]
    return [row(case, day) for case in found]


def _key(case: Case) -> str:
    return f"{int(case.is_urgent)}_{case.answer_due_date or ''}_{case.pk}"


def _beyond(after: str) -> Q:
    """What stands behind the key; a key that is none begins at the first page."""
    try:
        urgent, due, pk = after.split("_")
        place = Q(answer_due_date=date.fromisoformat(due) if due else None, pk__gt=int(pk))
        if due:
            place |= Q(answer_due_date__gt=date.fromisoformat(due)) | Q(answer_due_date=None)
        return Q(is_urgent=urgent == "1") & place | (Q(is_urgent=False) if urgent == "1" else Q(pk__in=[]))
    except ValueError:
        return Q()


def row(case: Case, day: date) -> Row:
    """How a case stands in a list on a day."""
    url = reverse("cases:detail", args=[case.pk])
    label, where = NEXT.get(case.status, ("", ""))
    if case.status == Status.ANSWERED and case.outcome == Outcome.REJECTED:
        label = _("Close")
    lateness, tone = lateness_of(case, day)
    return Row(case=case, url=url, lateness=lateness, tone=tone, next_label=label, next_url=_where(case, url, where))


def _where(case: Case, url: str, where: str) -> str:
    if where.startswith("#"):
        return url + where
    if not where:
        return ""
    arguments: list[Any] = [case.pk, "next"] if where == "cases:fill" else [case.pk]
    return reverse(where, args=arguments)


def lateness_of(case: Case, day: date) -> tuple[str, str]:
    """In words and tone, how the case stands against its last day; computed when read, never stored."""
    if case.status == Status.RETURNED and case.paused_date:
        days = (day - case.paused_date).days
        return ngettext("waiting for %(count)s day", "waiting for %(count)s days", days) % {"count": days}, "wait"
    if case.answer_due_date is None or case.answered_at is not None:
        return "", ""
    left = (case.answer_due_date - day).days
    if left < 0:
        return ngettext("late by %(count)s day", "late by %(count)s days", -left) % {"count": -left}, "late"
    words = ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left}
    return words, "wait" if left <= 5 else ""
