"""Deletion of expired rows in small batches, each in its own transaction, so nobody waits."""

from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

BATCH = 1000
# Batches a night; the rest waits for the next night.
AT_MOST = 200
JOBS_STAY = timedelta(days=90)
# Procrastinate deletes jobs that succeed; these ended otherwise and stay a while for whoever
# investigates.
DEAD_JOBS = """
    DELETE FROM procrastinate_jobs WHERE id IN (
        SELECT job.id FROM procrastinate_jobs AS job
        WHERE job.status IN ('succeeded', 'failed', 'cancelled', 'aborted')
            AND (SELECT max(at) FROM procrastinate_events AS event WHERE event.job_id = job.id) < %s
        ORDER BY job.id LIMIT %s
    )
"""


def clear_rows(label: str, column: str, before: datetime) -> int:
    """Delete the rows of a model whose moment lies before; return how many."""
    # The base manager: a default manager that hides rows would leave them for ever.
    rows = apps.get_model(label)._base_manager.filter(**{f"{column}__lt": before})
    deleted = 0
    for _batch in range(AT_MOST):
        pks = list(
            rows.order_by(_in_the_order_of_an_index(rows.model, column)).values_list(
                "pk", flat=True
            )[:BATCH]
        )
        with transaction.atomic():
            deleted += rows.filter(pk__in=pks).delete()[0]
        if len(pks) < BATCH:
            break
    return deleted


def _in_the_order_of_an_index(model: type[Model], column: str) -> str:
    """Return the column if it is indexed, else the key: rows that came first expire first."""
    return column if getattr(model._meta.get_field(column), "db_index", False) else "pk"


def clear_jobs(now: datetime) -> int:
    """Delete jobs that ended long ago in any way; return how many."""
    deleted = 0
    for _batch in range(AT_MOST):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(DEAD_JOBS, [now - JOBS_STAY, BATCH])
            deleted += cursor.rowcount
            if cursor.rowcount < BATCH:
                break
    return deleted
