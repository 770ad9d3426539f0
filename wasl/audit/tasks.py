"""Background work of the audit trail: reactions, the sweep for lost work, and sealing."""

import logging
import threading

from django.db import DatabaseError, close_old_connections
from procrastinate.contrib.django import app

from wasl.audit import actions
from wasl.common import clock
from wasl.common.jobs import Patient

logger = logging.getLogger(__name__)


@app.task(name=actions.REACT, retry=Patient())
def react(*, event_id: int, handler: str) -> None:
    """Run a handler of config/reactions.py for an event."""
    actions.react(event_id=event_id, handler=handler)


@app.task(name="wasl.audit.tasks.sweep")
def sweep() -> None:
    """Every minute: give back jobs of killed workers and enqueue lost reactions.

    Once an hour however old they are.

    Cost: by the jobs at work and the events of two days that have reactions; once an hour by all of
    these.
    """
    actions.rescue_stalled(at=clock.real_now())
    # Once an hour also what lies further back than two days or 10,000 ids (ADR 4).
    if clock.real_now().minute == 0:
        actions.enqueue_missing(since=None)
        actions.seal(everywhere=True)
    else:
        actions.enqueue_missing()


def keep_sealing(stop: threading.Event, every: float = 1.0) -> None:
    """Seal new events every second until told to stop, in a thread of the worker."""
    first = True
    while not stop.wait(every):
        try:
            # The first round looks everywhere: events may have been left unsealed while no worker
            # ran.
            actions.seal(everywhere=first)
            first = False
        except DatabaseError:
            logger.warning("The trail could not be sealed; trying again.")
        finally:
            # Outside of requests nobody closes a broken connection for this thread.
            close_old_connections()
