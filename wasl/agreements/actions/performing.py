"""Performances of duties, and the events from which some due days are counted (PRE-3)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.agreements import policies, queries
from wasl.agreements.models.agreement import Agreement, Occurrence, Performance, Term, TermKind
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused


@transaction.atomic
def perform(
    *, term: Term, due: date | None, done_date: date, note: str = "", by: User, at: datetime
) -> Performance:
    """Record that a duty was performed for one of its days. A second click records nothing. Raises
    `Refused`.
    """
    agreement = _running(term, by)
    if term.waits_for_event and not term.occurrences.exists():
        raise Refused(
            _("Record first that the event happened; the day of the duty is counted from it.")
        )
    # The day comes from the address of the page, so it is checked against the duty's own days.
    if term.kind != TermKind.DUTY or due not in queries.days_to_perform(term, day_of(at)):
        raise Refused(_("This is not a day on which the duty is due."))
    if done_date > day_of(at):
        raise Refused(_("It cannot have been performed in the future."))
    # The unique constraint on term and day decides a double click; only the first writes an event.
    performance, is_new = Performance.objects.get_or_create(
        term=term, due_date=due,
        defaults={
            "done_date": done_date, "note": note.strip()[:300], "recorded_at": at, "recorded_by": by,
        },
    )  # fmt: skip
    if is_new:
        policies.AGREEMENT.note(
            "perform", agreement, by=by, at=at, order=term.order, due=due.isoformat() if due else ""
        )
    return performance


@transaction.atomic
def record_event(
    *, term: Term, happened_date: date, note: str = "", by: User, at: datetime
) -> Occurrence:
    """Record that the event of a duty happened, from which its due day is counted. A second click
    records nothing. Raises `Refused`.
    """
    agreement = _running(term, by)
    if not term.waits_for_event:
        raise Refused(_("This duty is due on a day of its own; it waits for no event."))
    if happened_date > day_of(at):
        raise Refused(_("It cannot have happened in the future."))
    if agreement.starts_date and happened_date < agreement.starts_date:
        raise Refused(_("It cannot have happened before the first day of the agreement."))
    # The unique constraint on term and day decides a double click; only the first writes an event.
    occurrence, is_new = Occurrence.objects.get_or_create(
        term=term, happened_date=happened_date,
        defaults={"note": note.strip()[:300], "recorded_at": at, "recorded_by": by},
    )  # fmt: skip
    if is_new:
        due = queries.due_after(term, occurrence)
        policies.AGREEMENT.note(
            "record_event", agreement, by=by, at=at, order=term.order, due=due.isoformat()
        )
    return occurrence


@transaction.atomic
def withdraw_event(*, event: Occurrence, reason: str, by: User, at: datetime) -> None:
    """Delete an event that was recorded in error, with a reason, while nothing was performed for
    its day. Raises `Refused`.
    """
    agreement = _running(event.term, by)
    due = queries.due_after(event.term, event)
    if Performance.objects.filter(term=event.term, due_date=due).exists():
        raise Refused(_("The duty was performed for this day already."))
    if not reason.strip():
        raise Refused(_("Write why."))
    # The row is deleted, so the trail carries what it said.
    details = {
        "order": event.term.order,
        "happened": event.happened_date.isoformat(),
        "reason": reason.strip()[:300],
    }
    policies.AGREEMENT.note("withdraw_event", agreement, by=by, at=at, **details)
    event.delete()


def _running(term: Term, by: User) -> Agreement:
    # Locked, so that the agreement is not ended or replaced between the check and the row.
    agreement = policies.AGREEMENT.lock(Agreement(pk=term.agreement_id))
    policies.can_record(by, agreement).require()
    return agreement
