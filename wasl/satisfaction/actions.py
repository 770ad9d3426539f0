"""Inviting once, and storing an answer that nobody can trace (PRA-3). No event, history row or job
tells of an answer.

An answer and an idle minute write the same: the single pending row, changed in every byte. An
answer also adds a mark.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Department
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Purpose
from wasl.beneficiaries.queries import reach
from wasl.cases.models.case import Case
from wasl.catalogue.models.offered import Service
from wasl.common import passing_keys
from wasl.common.clock import day_of
from wasl.common.dates import hijri_quarter
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging
from wasl.messaging.models import Message
from wasl.satisfaction import links, places, queries
from wasl.satisfaction.folding import Answer, Cell, Folded, fold, unpacked, without_unknown
from wasl.satisfaction.models import Pending, Spent
from wasl.satisfaction.queries import ANSWERS, SHELVES


@transaction.atomic
def invite(*, case: Case, at: datetime) -> Message | None:
    """Invite the person of a closed case to rate, once, on their own channel. Returns None where
    they are not to be asked.

    The message names the case and its service; its link is made when it is dispatched.
    """
    person = case.person
    address = person.mobile or person.email
    if not address or not reach.wants(person, Purpose.SURVEYS):
        return None
    return messaging.send(
        key=queries.INVITATION,
        to=address,
        carrier="sms" if person.mobile else "email",
        language=person.language,
        # The ids stay in the outbox, from which the link is made again at each dispatch.
        params={"service": case.service_id, "department": case.service.department_id},
        person_id=person.pk,
        about=case,
        # A case that is reopened and closed again invites no second time.
        once_key=f"rate:{case.pk}",
        not_before=reach.earliest(person, at),
        at=at,
    )


@transaction.atomic
def rate(*, token: str, score: int, at: datetime) -> None:
    """Store an answer and the mark of its spent link; both or neither. Raises `Refused` for a link
    that is not open.

    Anybody else who answers meanwhile waits for the single row: some milliseconds.
    """
    if not 1 <= score <= 5:
        raise Refused(_("Choose from one to five."))
    link, state = queries.link_of(token, day_of(at))
    if link is None or state != queries.LinkState.OPEN:
        raise Refused(state.label)
    row, items = _take(ANSWERS, at)
    # Checked again under the lock of the row: the second of two clicks sees the mark of the first.
    if Spent.objects.filter(mark=link.spent_mark).exists():
        raise Refused(queries.LinkState.USED.label)
    # A full row has no place for this answer, so some are counted before the night.
    if len(items) >= places.PLACES:
        items = _count(items, at, is_full=True)
    # Counts of a finished quarter never move, so a late answer counts in the running quarter.
    quarter = max(link.quarter, hijri_quarter(day_of(at)))
    answer = Answer(Cell(link.instrument, quarter, link.service, link.department), score)
    # The end follows from the day of the answer: from the link it would tell the day a case was
    # closed.
    Spent.objects.create(mark=link.spent_mark, until_date=_surely_expired(day_of(at)))
    _put_back(row, ANSWERS, [*items, answer.packed()])


@transaction.atomic
def seal_anew(*, at: datetime) -> None:
    """Encrypt the pending answers again, so that an answer looks like any minute. Costs one row,
    whatever was answered.
    """
    for shelf in SHELVES:
        row, items = _take(shelf, at)
        _put_back(row, shelf, items)


@transaction.atomic
def count_pending(*, at: datetime) -> None:
    """Count what may be counted, delete what has expired, and continue under new keys.

    Costs one row of pending answers, the marks that expire this month, and some files. The key of
    the night before stays for another night, for a database that comes back a moment older.
    """
    row, items = _take(ANSWERS, at)
    items = _count(items, at)
    # The key used so far; it goes the night after.
    keep = {row.key_name}
    row.key_name = ANSWERS.new_key_name()
    _put_back(row, ANSWERS, items)
    Spent.objects.filter(until_date__lt=day_of(at)).delete()
    outlived = [
        name for name in passing_keys.names(ANSWERS.key_prefix) if name not in keep | {row.key_name}
    ]
    outlived += links.outlived_keys(day_of(at))
    # After the commit: a rolled back transaction still needs the keys.
    transaction.on_commit(lambda: _destroy(outlived))


def _destroy(names: Sequence[str]) -> None:
    for name in names:
        passing_keys.destroy(name)


def _take(shelf: places.Shelf, at: datetime) -> tuple[Pending, list[bytes]]:
    """Lock the row of a kind and open it. A row that cannot be opened is lost: that is recorded,
    and the row begins again.
    """
    rows = Pending.objects.select_for_update().filter(kind=shelf.name)
    row = rows.first()
    if row is None:
        first = Pending(kind=shelf.name, key_name=shelf.new_key_name())
        first.sealed = shelf.seal([], first.key_name)
        # Another process may have been first.
        Pending.objects.bulk_create([first], ignore_conflicts=True)
        row = rows.get()
    try:
        return row, shelf.open(bytes(row.sealed), row.key_name)
    except places.Unopened:
        # At most 64 answers are lost; the page of figures and `wasl doctor` say when (ADR 44).
        row.key_name, row.lost_date = shelf.new_key_name(), day_of(at)
        record(
            verb="satisfaction.lose_pending", subject=row, by=None, at=at, data={"kind": shelf.name}
        )
        return row, []


def _put_back(row: Pending, shelf: places.Shelf, items: Sequence[bytes]) -> None:
    row.sealed = shelf.seal(items, row.key_name)
    row.save(update_fields=["key_name", "sealed", "lost_date"])


def _count(items: Sequence[bytes], at: datetime, *, is_full: bool = False) -> list[bytes]:
    """Add to the counts what may be added; return what still waits."""
    services = set(Service.objects.values_list("pk", flat=True))
    departments = set(Department.objects.values_list("pk", flat=True))
    answers = without_unknown(map(unpacked, items), services=services, departments=departments)
    folded = fold(answers, running=hijri_quarter(day_of(at)), is_full=is_full)
    if folded.counted:
        with connection.cursor() as cursor:
            cursor.execute(
                # The serving role has no right to write counts. The owner's function refuses a cell
                # with too few answers, whatever this code says (migration 0002).
                "SELECT satisfaction_add_counts(%s::jsonb)",
                [json.dumps(_lines(folded))],
            )
    return [answer.packed() for answer in folded.waiting]


def _lines(folded: Folded) -> list[dict[str, Any]]:
    """Return the rows to add, as the owner's function takes them."""
    return [
        {
            "instrument": answer.cell.instrument,
            "quarter": answer.cell.quarter,
            "service_id": answer.cell.service or None,
            "department_id": answer.cell.department or None,
            "score": answer.score,
            "number": number,
        }
        for answer, number in folded.counted.items()
    ]


def _surely_expired(day: date) -> date:
    """Return the day after which no link that was open on this day is open; the same for all days
    of a month.
    """
    # The first day of the next month.
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1) + links.LIFE
