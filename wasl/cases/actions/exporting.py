"""The queue as an Excel file: recorded with count, reason and filter (PRE-6, PRE-7)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.models.imports import ExportReason
from wasl.cases import policies
from wasl.cases.queries import lists
from wasl.cases.queries import rows as rows_queries
from wasl.cases.queries.lists import Wanted
from wasl.common.clock import day_of
from wasl.common.dates import format_dual
from wasl.common.spreadsheets import Column, Sheet, about
from wasl.common.verdicts import Refused

# A file is to work on, not a copy of the register (ADR 34).
MOST = 5_000
COLUMNS = (
    Column(gettext_lazy("Request number"), "code", 16),
    Column(gettext_lazy("Person"), width=34),
    Column(gettext_lazy("Service"), width=26),
    Column(gettext_lazy("Stage"), width=18),
    Column(gettext_lazy("Owner"), width=28),
    Column(gettext_lazy("Urgent"), "yes_no", 10),
    Column(gettext_lazy("Opened"), "moment", 18),
    Column(gettext_lazy("Last day of the answer"), "day", 14),
    Column(gettext_lazy("Against that day"), width=22),
)


@transaction.atomic
def export_queue(*, filters: Wanted, reason: str, by: User, at: datetime) -> list[Sheet]:
    """Return the sheets of the cases that the queue shows with this filter, in its order.

    Raises `Refused` without a reason, and for more rows than can be looked over.
    """
    policies.can_export_queue(by, filters).require()
    if reason not in ExportReason.values:
        raise Refused(_("Say what the list is for."))
    # One row over the limit tells that there are too many, without counting the table (ADR 25).
    rows = lists.queue_facts(by, filters, day_of(at), MOST + 1)
    if len(rows) > MOST:
        message = _(
            "This list holds more than %(most)s requests. Narrow it by stage, service "
            "or owner first."
        )
        raise Refused(message % {"most": MOST})
    data = {"count": len(rows), "reason": reason, "wanted": filters.kept}
    # The list is of many people, so the event is about the user who takes it out.
    record(verb="cases.export_queue", subject=by, by=by, at=at, data=data)
    return [
        Sheet(_("Requests"), COLUMNS, _lines(rows, day_of(at))),
        _about(filters, len(rows), reason, by, at),
    ]


def _lines(rows: list[rows_queries.Row], day: date) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            row["reference"],
            row["person__full_name"],
            rows_queries.named(row, "service_version__name"),
            rows_queries.stage_name(row["status"]),
            rows_queries.named(row, "owner__name"),
            row["is_urgent"],
            row["opened_at"],
            row["answer_due_date"],
            rows_queries.lateness_in(row, day)[0],
        ]


def _about(filters: Wanted, count: int, reason: str, by: User, at: datetime) -> Sheet:
    how_many = ngettext("%(count)s request", "%(count)s requests", count) % {"count": count}
    mind = _(
        "This list holds personal data. Keep it as you keep the people's files, and delete it "
        "when it has served."
    )
    return about(
        [
            (_("List"), lists.in_words(filters)),
            (_("Rows"), how_many),
            (_("What for"), ExportReason(reason).label),
            (_("Taken out by"), by.name),
            (_("On"), format_dual(day_of(at))),
            (_("Mind"), mind),
        ]
    )
