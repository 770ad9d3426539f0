"""What a row was before a change, from the history that the database keeps (pghistory)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models

from wasl.beneficiaries.models.person import Person


def death_recorded_at(person: Person) -> datetime | None:
    """Return the moment of the transaction that recorded the present death.

    Every row that it changed has the same moment.
    """
    alive = person.events.filter(death_date=None).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    # A death struck as a mistake and recorded again counts from the later record.
    after = person.events.filter(death_date__isnull=False, pgh_id__gt=alive.pgh_id if alive else 0)  # type: ignore[attr-defined]
    first = after.order_by("pgh_id").first()
    return first.pgh_created_at if first else None


def made_at(row: models.Model) -> datetime | None:
    """Return the moment of the transaction that created the row."""
    first = row.events.order_by("pgh_id").first()  # type: ignore[attr-defined]
    return first.pgh_created_at if first else None


def before(row: models.Model, moment: datetime, fields: Sequence[str]) -> dict[str, Any] | None:
    """Return the fields as they were before that transaction.

    Return None when it did not change them, or when somebody has changed them since.
    """
    events = row.events.order_by("pgh_id")  # type: ignore[attr-defined]
    change = events.filter(pgh_created_at=moment).last()
    columns = {field.name: field.attname for field in row._meta.concrete_fields}
    names = [columns[name] for name in fields]
    if change is None or any(getattr(change, name) != getattr(row, name) for name in names):
        return None
    earlier = events.filter(pgh_id__lt=change.pgh_id).last()
    if earlier is None or all(getattr(earlier, name) == getattr(change, name) for name in names):
        return None
    return {name: getattr(earlier, name) for name in names}
