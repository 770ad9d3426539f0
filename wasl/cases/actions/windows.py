"""Answer windows of cases that were submitted while their policy left the days open."""

from datetime import datetime, timedelta

from django.db import transaction

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.cases.models.case import Case
from wasl.governance.models.documents import PolicyVersion


@transaction.atomic
def reckon_windows(*, version: PolicyVersion, by: User | None, at: datetime) -> int:
    """Give the unanswered cases of a policy version the days that it names now.

    Counted from each case's own first day. Only after the board has completed a version: until then
    their window was the day of filing. Returns how many moved.
    """
    first, due = version.answer_not_before_days, version.answer_due_days
    assert first is not None and due is not None  # noqa: S101  # completed
    waiting = Case.objects.select_for_update(of=("self",)).filter(
        policy_version=version, clock_date__isnull=False, answered_at=None
    )
    moved = 0
    for case in waiting.order_by("pk"):
        assert case.clock_date  # noqa: S101  # asked for
        # Pauses that are over moved the window, as in `window.resumed`.
        days = (timedelta(days=first + case.paused_days), timedelta(days=due + case.paused_days))
        window = (case.clock_date + days[0], case.clock_date + days[1])
        if window == (case.answer_from_date, case.answer_due_date):
            continue
        case.answer_from_date, case.answer_due_date = window
        # An open tab shows the old days, so it has to count as stale.
        case.version += 1
        case.save(update_fields=["answer_from_date", "answer_due_date", "version"])
        record(
            verb="cases.reckon_window",
            subject=case,
            by=by,
            at=at,
            root=case,
            data={"policy": version.pk},
        )
        moved += 1
    return moved
