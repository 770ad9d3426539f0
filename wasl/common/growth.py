"""Taking away what nobody needs any more: small batches, each in a transaction of its own, so that
nobody waits for it.
"""

from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

BATCH = 1000
AT_MOST = 200  # batches a night; what is left waits for the next
JOBS_STAY = timedelta(days=90)
# Jobs are taken away when they succeed; these ended otherwise and are kept for a while for who
# looks into it.
DEAD_JOBS = """
    DELETE FROM procrastinate_jobs WHERE id IN (
        SELECT job.id FROM procrastinate_jobs AS job
        WHERE job.status IN ('succeeded', 'failed', 'cancelled', 'aborted')
            AND (SELECT max(at) FROM procrastinate_events AS event WHERE event.job_id = job.id) < %s
        ORDER BY job.id LIMIT %s
    )
"""


def clear_rows(label: str, column: str, before: datetime) -> int:
    """Delete the rows of a model whose moment lies before; the number of them."""
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
    """Return the column itself where it has an index, else the key: what came first has expired
    first.
    """
    return column if getattr(model._meta.get_field(column), "db_index", False) else "pk"


def clear_jobs(now: datetime) -> int:
    """Delete jobs that ended long ago in whatever way; the number of them."""
    deleted = 0
    for _batch in range(AT_MOST):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(DEAD_JOBS, [now - JOBS_STAY, BATCH])
            deleted += cursor.rowcount
            if cursor.rowcount < BATCH:
                break
    return deleted
