"""The worker: jobs from the same PostgreSQL, the periodic ones of config/schedule.py, and the sealing of the trail."""

import threading
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.middleware import SyncCallNext
from procrastinate.worker import Worker

from wasl.accounts.models import Association
from wasl.audit import tasks as audit
from wasl.common import clock

CONCURRENCY = 4
GRACE_SECONDS = 25.0


def serve() -> None:
    """Work until told to stop. A job that is cut short runs again: the sweep finds it."""
    for cron, name in settings.SCHEDULE:
        on_time(cron, name)
    stop = threading.Event()
    sealer = threading.Thread(target=audit.keep_sealing, args=[stop], daemon=True, name="sealer")
    sealer.start()
    try:
        # LISTEN needs a connection of its own, never one behind a transaction pool.
        with app.replace_connector(app.connector.get_worker_connector()):
            app.run_worker(
                concurrency=CONCURRENCY,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="successful",
                task_middleware=[close_db_connections, in_the_association],
            )
    finally:
        stop.set()
        sealer.join(timeout=5)


def on_time(cron: str, name: str) -> None:
    """Run a task on its minute; once, however many workers there are."""
    task = import_string(name)

    @app.periodic(cron=cron)
    @app.task(name=f"{name}.on_time")
    def tick(timestamp: int) -> None:
        task()


def in_the_association(call_next: SyncCallNext, context: JobContext, worker: Worker) -> Any:
    """A task reads the same clock as the pages: the sample association's may have been moved forward."""
    association = Association.objects.first()
    with clock.ahead(association.clock_ahead_days if association else 0):
        return call_next()
