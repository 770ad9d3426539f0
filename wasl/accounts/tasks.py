"""Periodic work: delete sign-ins and jobs that are over."""

from datetime import timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from wasl.common import clock, growth


@app.task(name="wasl.accounts.tasks.clear_expired")
def clear_expired() -> None:
    """Every night: delete ended sign-ins and jobs that failed for good (`config/growth.py`).

    Cost: by rows that expired since last night, in batches of a thousand.
    """
    now = clock.real_now()
    for label, (column, days) in settings.EXPIRED.items():
        growth.clear_rows(label, column, now - timedelta(days=days))
    growth.clear_jobs(now)
