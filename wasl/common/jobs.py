"""Enqueueing jobs in the caller's transaction, and how a failed job is tried again."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from procrastinate import BaseRetryStrategy, RetryDecision, exceptions
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from procrastinate.types import TimeDeltaParams

# Seconds.
LONGEST_WAIT = 900

# Inside the worker the app uses connections of its own; what a task enqueues must still commit with
# its data (ADR 4).
manager = JobManager(DjangoConnector())


class Patient(BaseRetryStrategy):
    """Wait 3, 9, 27 … seconds, at most a quarter of an hour, for as long as it takes."""

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision:
        return RetryDecision(
            retry_in={"seconds": min(3 ** (min(job.attempts, 8) + 1), LONGEST_WAIT)}
        )


def defer_once(task: str, key: str, *, wait: timedelta | None = None, **arguments: Any) -> bool:
    """Enqueue a task in the caller's transaction, unless a task with the same key waits already.

    Return whether it was enqueued. `wait` puts it off.
    """
    later: TimeDeltaParams | None = {"seconds": int(wait.total_seconds())} if wait else None
    try:
        # A savepoint: the refused insert would otherwise break the caller's transaction.
        with transaction.atomic():
            configure_task(
                name=task, job_manager=manager, queueing_lock=key, schedule_in=later
            ).defer(**arguments)
    except exceptions.AlreadyEnqueued:
        return False
    return True


def give_back(job_id: int, at: datetime) -> None:
    """Let a job of a killed worker be taken again.

    Close it as failed when the same work waits already.
    """
    try:
        with transaction.atomic():
            manager.retry_job_by_id(job_id, retry_at=at)
    except (exceptions.ConnectorException, exceptions.UniqueViolation):
        manager.connector.get_sync_connector().execute_query(
            "SELECT procrastinate_finish_job_v1(%(job)s, 'failed', false)", job=job_id
        )
