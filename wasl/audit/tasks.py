"""The trail's work in the background: reactions, the sweep of what was left behind, and the
sealing.
"""

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
    """One handler of config/reactions.py for one event."""
    actions.react(event_id=event_id, handler=handler)


@app.task(name="wasl.audit.tasks.sweep")
def sweep() -> None:
    """Every minute: what a killed worker took with it, and reactions that were lost; once an hour,
    however old.

    Cost: by the jobs at work and the events of two days that have reactions; once an hour by all of
    these.
    """
    actions.rescue_stalled(at=clock.real_now())
    if clock.real_now().minute == 0:
        actions.enqueue_missing(since=None)
        actions.seal(everywhere=True)
    else:
        actions.enqueue_missing()


def keep_sealing(stop: threading.Event, every: float = 1.0) -> None:
    """Seal new events every second until told to stop; the worker runs this in a thread of its
    own.
    """
    first = True
    while not stop.wait(every):
        try:
            actions.seal(everywhere=first)
            first = False
        except DatabaseError:
            logger.warning("The trail could not be sealed; trying again.")
        finally:
            close_old_connections()
