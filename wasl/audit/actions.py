"""Write the audit trail.

The event is the outbox: its reactions are enqueued in the same transaction (ADR 4).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.module_loading import import_string

from wasl.audit import queries
from wasl.audit.models import Event, Seal
from wasl.common.clock import RIYADH
from wasl.common.hashing import canonical
from wasl.common.jobs import defer_once, give_back

REACT = "wasl.audit.tasks.react"
# Any number, the same in every process.
SEALER_LOCK = 0x5EA1
# Seconds.
HEARTBEAT_LOST = 30
# Written each time a file is opened, so in one statement: the ORM would wrap a transaction around
# it.
READ = """
INSERT INTO audit_event (verb, subject_type, subject_id, root_type, root_id, actor_id, at, once_key, data)
VALUES (%(verb)s, %(label)s, %(key)s, %(label)s, %(key)s, %(actor)s, %(at)s, %(once)s, '{}')
ON CONFLICT (once_key) DO NOTHING
"""


def record(
    *,
    verb: str,
    subject: models.Model,
    by: models.Model | None,
    at: datetime,
    root: models.Model | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Write an event in the caller's transaction and enqueue its verb's handlers.

    The handlers are named in config/reactions.py.

    `data` holds ids, codes and field names only, never a person's values. Raises `RuntimeError`
    outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of what it records")
    # Raises `TypeError` now for data that could never be sealed.
    canonical(data or {})
    root = root or subject
    event = Event.objects.create(
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        root_type=root._meta.label_lower,
        root_id=str(root.pk),
        actor_id=by.pk if by else None,
        at=at,
        data=data or {},
    )
    for handler in settings.REACTIONS.get(verb, ()):
        _enqueue(event.pk, handler)
    return event


def record_many(
    *,
    verb: str,
    subjects: Sequence[tuple[models.Model, models.Model, dict[str, Any]]],
    by: models.Model | None,
    at: datetime,
) -> list[Event]:
    """Write an event for each (subject, root, data), as `record` does, in few statements."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record_many() belongs inside the transaction of what it records")
    events = [
        Event(
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            root_type=root._meta.label_lower,
            root_id=str(root.pk),
            actor_id=by.pk if by else None,
            at=at,
            data=data,
        )
        for subject, root, data in subjects
    ]
    for event in events:
        canonical(event.data)
    created = Event.objects.bulk_create(events, batch_size=1_000)
    for handler in settings.REACTIONS.get(verb, ()):
        for event in created:
            _enqueue(event.pk, handler)
    return created


def read(*, subject: models.Model, by: models.Model, at: datetime) -> None:
    """Record that a personal file was opened: once per reader, file and hour (PRE-6)."""
    label, hour = subject._meta.label_lower, at.astimezone(RIYADH).strftime("%Y%m%d%H")
    params = {
        "verb": f"{subject._meta.app_label}.view", "label": label, "key": str(subject.pk),
        "actor": by.pk, "at": at, "once": f"view:{by.pk}:{label}:{subject.pk}:{hour}",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(READ, params)


@transaction.atomic
def react(*, event_id: int, handler: str) -> bool:
    """Run a handler for an event exactly once.

    Its work and the note that it ran are one transaction.
    """
    # The unique row is written first: a second job with the same handler waits here for the first
    # one's transaction, and then has nothing to do.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_done (event_id, handler) VALUES (%s, %s) ON CONFLICT (event_id, "
            "handler) DO NOTHING",
            [event_id, handler],
        )
        is_first = bool(cursor.rowcount == 1)
    if is_first:
        import_string(handler)(event=Event.objects.get(pk=event_id))
    return is_first


def _enqueue(event_id: int, handler: str) -> bool:
    return defer_once(REACT, f"react:{event_id}:{handler}", event_id=event_id, handler=handler)


def enqueue_missing(*, since: timedelta | None = timedelta(days=2)) -> int:
    """Enqueue again every reaction that should have run a minute ago and left no note."""
    return sum(_enqueue(event_id, handler) for event_id, handler in queries.undone(since=since))


def rescue_stalled(*, at: datetime, lost_after: int = HEARTBEAT_LOST) -> int:
    """Give back the jobs of killed workers; return how many."""
    stalled = queries.stalled_jobs(lost_after)
    for job_id in stalled:
        give_back(job_id, at)
    return len(stalled)


@transaction.atomic
def seal(*, limit: int = 5_000, everywhere: bool = False) -> int:
    """Add new events to the hash chain, in the order of their ids, in one process at a time.

    Return how many.
    """
    with connection.cursor() as cursor:
        # Without waiting: the next second brings another sealer (ADR 4).
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    position, previous = queries.head()
    seals = []
    for event in queries.unsealed(everywhere=everywhere).values(*queries.COLUMNS)[:limit]:
        position += 1
        previous = queries.link(previous, position, event["id"], event)
        seals.append(Seal(position=position, event_id=event["id"], hash=previous))
    Seal.objects.bulk_create(seals)
    return len(seals)
