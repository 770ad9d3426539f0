"""Rows of a list of cases, ready to draw.

Every cell is formatted here once; the template only places it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wasl.accounts.models import in_language
from wasl.beneficiaries.queries import pointing
from wasl.cases.models.case import Case, CaseQuerySet, Outcome
from wasl.cases.states import OPEN, Status
from wasl.common.templatetags import wasl as show

S = Status
# The next step at each stage, and the page where it is done; `#part` is a part of the case's page.
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
TONES = {
    S.DRAFT: "", S.RETURNED: "", S.SUBMITTED: "wait", S.VERIFIED: "wait", S.IN_STUDY: "wait",
    S.APPROVED: "go", S.REJECTED: "stop", S.ANSWERED: "go", S.REOPENED: "stop",
}  # fmt: skip
# The labels are lazy, so each reader gets their own language.
LABELS = {str(status): status.label for status in Status}
PAIRS = ("service_version__name", "owner__name", "urgent_by__name")
COLUMNS = (
    "pk", "version", "reference", "place", "status", "outcome", "is_urgent", "urgent_reason",
    "answer_due_date", "answered_at", "paused_date", "opened_at", "owner_id", "person_id",
    "person__full_name", *(f"{pair}_{language}" for pair in PAIRS for language in ("ar", "en")),
)  # fmt: skip

Row = dict[str, Any]


def case_rows(cases: CaseQuerySet, day: date) -> list[Row]:
    """Return these cases as rows: one query, only what a row shows."""
    return [row(record, day) for record in cases.values(*COLUMNS)]


def row(record: Mapping[str, Any], day: date) -> Row:
    """Return one case of a list, ready to draw.

    It says who, what, at which stage with whom and how late, and links to the next step.
    """
    pk, status = record["pk"], record["status"]
    url, (label, where) = address("cases:detail", pk), NEXT.get(status, ("", ""))
    # After a no there is nothing to register.
    if status == S.ANSWERED and record["outcome"] == Outcome.REJECTED:
        label = _("Close")
    due, tone = lateness_in(record, day)
    return {
        "pk": pk,
        "key": f"{pk}:{record['version']}",
        "place": record["place"],
        "url": url,
        "person": show.name(record["person__full_name"]),
        "service": named(record, "service_version__name"),
        "reference": show.ref(record["reference"]),
        "status": status,
        "stage": stage_name(status),
        "stage_tone": TONES.get(S(status), "note"),
        "owner_id": record["owner_id"],
        "owner": show.name(named(record, "owner__name")),
        "due": due,
        "day": show.hijri(record["answer_due_date"]) if due else show.NOTHING,
        "opened": record["opened_at"],
        "tone": tone,
        "urgent": record["urgent_reason"] if record["is_urgent"] else "",
        "urgent_by": named(record, "urgent_by__name"),
        "step": str(label),
        "step_url": _where(pk, url, where),
    }


def stage_name(status: str) -> str:
    """Return a stage as it is shown."""
    return str(LABELS[status])


def named(record: Mapping[str, Any], pair: str) -> str:
    """Return a name of a row in the reader's language."""
    return in_language(record[f"{pair}_ar"] or "", record[f"{pair}_en"] or "")


@lru_cache(maxsize=256)
def _around(name: str, *more: str) -> tuple[str, str]:
    # Resolving an address for every row is slow: the pattern is resolved once, with a key that no
    # other part of an address contains.
    before, _mark, after = reverse(name, args=[777_777_777, *more]).partition("777777777")
    return before, after


def address(name: str, pk: int, *more: str) -> str:
    """Return the address of one thing, from the pattern that `_around` resolved once."""
    before, after = _around(name, *more)
    return f"{before}{pk}{after}"


def _where(pk: int, url: str, where: str) -> str:
    if where.startswith("#"):
        return url + where
    if not where:
        return ""
    return address(where, pk, "next") if where == "cases:fill" else address(where, pk)


def by_reference_and_mobile(reference: str, mobile: str) -> Case | None:
    """Return the case with this number, if the mobile is that of its applicant's file.

    After a merge that is the file that survives.
    """
    case = Case.objects.filter(reference=reference).select_related("person__merged_into").first()
    return case if case and mobile and case.person.survivor.mobile == mobile else None


def of_person(user: Any, person_id: int, day: date, limit: int = 20) -> tuple[list[Row], list[Row]]:
    """Return a person's open cases and their finished ones, newest first.

    Each row says whose turn it is. Cases of files that were merged into theirs are among them.
    """
    cases = (
        Case.objects.visible_to(user)
        .filter(person__in=pointing.files_of(person_id))
        .order_by("-opened_at")[:limit]
    )
    rows = [
        {**case_row, "opened": show.hijri(case_row["opened"]), "turn": _turn(case_row)}
        for case_row in case_rows(cases, day)
    ]
    running = [case_row for case_row in rows if case_row["status"] in OPEN]
    return running, [case_row for case_row in rows if case_row["status"] not in OPEN]


def _turn(row: Row) -> str:
    """Return who owes the next step: the applicant, or the owner of the case."""
    return str(_("The applicant")) if row["status"] in (S.DRAFT, S.RETURNED) else row["owner"]


def lateness_in(record: Mapping[str, Any], day: date) -> tuple[str, str]:
    """Return the lateness of a row of a list; see `lateness`."""
    return lateness(
        record["status"],
        record["answer_due_date"],
        record["answered_at"],
        record["paused_date"],
        day,
    )


def lateness_of(case: Case, day: date) -> tuple[str, str]:
    """Return in words and tone how late a case is; see `lateness`."""
    return lateness(case.status, case.answer_due_date, case.answered_at, case.paused_date, day)


def lateness(
    status: str, due: date | None, answered: datetime | None, paused: date | None, day: date
) -> tuple[str, str]:
    """Return in words and tone how a case is against its last day.

    Computed when read, never stored.
    """
    if status == S.RETURNED and paused:
        days = (day - paused).days
        return ngettext("waiting for %(count)s day", "waiting for %(count)s days", days) % {
            "count": days
        }, "wait"
    if due is None or answered is not None:
        return "", ""
    left = (due - day).days
    if left < 0:
        return ngettext("late by %(count)s day", "late by %(count)s days", -left) % {
            "count": -left
        }, "late"
    words = ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left}
    return words, "wait" if left <= 5 else ""
