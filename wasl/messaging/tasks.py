"""Sending in the background, tried again while that may help."""

from procrastinate.contrib.django import app

from wasl.common import clock
from wasl.common.jobs import Patient
from wasl.messaging import actions


@app.task(name=actions.SEND, retry=Patient())
def send_message(*, message_id: int) -> None:
    """Hand a message of the outbox to its carrier."""
    failure = actions.hand_over(message_id=message_id, at=clock.now())
    if failure is not None:
        # The exception makes the worker try again (`Patient`).
        raise failure


@app.task(name="wasl.messaging.tasks.clear_codes")
def clear_codes() -> None:
    """Every night: delete codes older than forty days.

    Cost: by what it deletes; their index is read from its old end.
    """
    actions.clear_codes(by=None, at=clock.now())
