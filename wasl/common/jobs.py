"""How a job that failed is tried again: patiently, and never so often that it hurts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate import BaseRetryStrategy, RetryDecision, exceptions
from procrastinate.contrib.django import app

LONGEST_WAIT = 900


class Patient(BaseRetryStrategy):
    """Wait 3, 9, 27 … seconds, at most a quarter of an hour, for as long as it takes."""

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision:
        return RetryDecision(retry_in={"seconds": min(3 ** (min(job.attempts, 8) + 1), LONGEST_WAIT)})


def defer_once(task: str, key: str, *, not_before: datetime | None = None, **arguments: Any) -> bool:
    """Enqueue a task in the caller's transaction unless the same one, by its key, waits already."""
    options = {"schedule_at": not_before} if not_before else {}
    try:
        with transaction.atomic():
            app.configure_task(task, queueing_lock=key, **options).defer(**arguments)
    except exceptions.AlreadyEnqueued:
        return False
    return True
