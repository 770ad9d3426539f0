"""The worker: jobs from the same PostgreSQL, the periodic ones of config/schedule.py, and the
sealing of the trail.
"""

import asyncio
import threading
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.middleware import SyncCallNext
from procrastinate.worker import Worker

from wasl.accounts.models import Association
from wasl.audit import tasks as audit
from wasl.common import clock
from wasl.program.stopping import Stop

CONCURRENCY = 4
GRACE_SECONDS = 25.0


def serve(stop: Stop) -> None:
    """Work until told to stop. A job that is cut short runs again: the sweep finds it."""
    for cron, name in settings.SCHEDULE:
        on_time(cron, name)
    ended = threading.Event()
    sealer = threading.Thread(target=audit.keep_sealing, args=[ended], daemon=True, name="sealer")
    sealer.start()
    try:
        # LISTEN needs a connection of its own, never one behind a transaction pool.
        connector = cast(DjangoConnector, app.connector)
        with app.replace_connector(connector.get_worker_connector()):
            asyncio.run(work(stop))
    finally:
        ended.set()
        sealer.join(timeout=5)


async def work(stop: Stop) -> None:
    """Take jobs until the stop is asked for; those in hand are finished within the grace."""
    worker = Worker(
        app=app,
        concurrency=CONCURRENCY,
        shutdown_graceful_timeout=GRACE_SECONDS,
        delete_jobs="successful",
        # Its own handlers leave after the first signal, and the second would end a job in its
        # middle.
        install_signal_handlers=False,
        task_middleware=[close_db_connections, in_the_association],
    )
    loop = asyncio.get_running_loop()

    def heed() -> None:
        loop.remove_reader(stop.bell)
        worker.stop()  # type: ignore[no-untyped-call]  # procrastinate leaves it so

    async with app.open_async():
        loop.add_reader(stop.bell, heed)
        await worker.run()  # type: ignore[no-untyped-call]  # procrastinate leaves it so


def on_time(cron: str, name: str) -> None:
    """Run a task on its minute; once, however many workers there are."""
    task = import_string(name)

    @app.periodic(cron=cron)
    @app.task(name=f"{name}.on_time")
    def tick(timestamp: int) -> None:
        task()


def in_the_association(call_next: SyncCallNext, context: JobContext, worker: Worker) -> Any:
    """A task reads the same clock as the pages: the sample association's may have been moved
    forward.
    """
    association = Association.objects.first()
    with clock.ahead(association.clock_ahead_days if association else 0):
        return call_next()
