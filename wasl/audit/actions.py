"""Writing the trail. The event is the outbox: its reactions are enqueued in the same transaction."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from procrastinate.contrib.django import app

from wasl.audit.models import Event
from wasl.common.clock import RIYADH

REACT = "wasl.audit.tasks.react"


def record(
    *,
    verb: str,
    subject: models.Model,
    by: models.Model | None,
    at: datetime,
    root: models.Model | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Write one event inside the caller's transaction and enqueue what config/reactions.py names for its verb.

    `data` holds ids, codes and field names only, never a person's values. Raises `RuntimeError` outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of what it records")
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
        app.configure_task(REACT).defer(event_id=event.pk, handler=handler)
    return event


def read(*, subject: models.Model, by: models.Model, at: datetime) -> None:
    """Record that a personal file was opened: once per reader, file and hour (PRE-6)."""
    label, hour = subject._meta.label_lower, at.astimezone(RIYADH).strftime("%Y%m%d%H")
    event = Event(
        verb=f"{subject._meta.app_label}.view",
        subject_type=label,
        subject_id=str(subject.pk),
        root_type=label,
        root_id=str(subject.pk),
        actor_id=by.pk,
        at=at,
        once_key=f"view:{by.pk}:{label}:{subject.pk}:{hour}",
    )
    Event.objects.bulk_create([event], ignore_conflicts=True)
