"""Sending and reminding in the background, and the scheduled tasks of circulars."""

from procrastinate.contrib.django import app

from wasl.common import clock
from wasl.common.jobs import Patient
from wasl.outreach import actions, queries
from wasl.outreach.models import Circular


@app.task(name=actions.SEND, retry=Patient())
def send_batch(*, circular_id: int) -> None:
    """Send a batch of a circular; it enqueues the next batch itself."""
    actions.send_batch(circular=Circular.objects.get(pk=circular_id), by=None, at=clock.now())


@app.task(name=actions.REMIND, retry=Patient())
def remind_batch(*, circular_id: int) -> None:
    """Send a batch of reminders."""
    actions.remind_batch(circular=Circular.objects.get(pk=circular_id), by=None, at=clock.now())


@app.task(name="wasl.outreach.tasks.go_on")
def go_on() -> None:
    """Make sure every five minutes that a circular being sent has its job, even after a job was
    lost.

    Cost: by circulars that are being sent, one or two.
    """
    actions.go_on(by=None, at=clock.now())


@app.task(name="wasl.outreach.tasks.remind_due")
def remind_due() -> None:
    """Remind every morning those who have not acknowledged what is due in three days or less.

    Cost: by circulars due in these days; their recipients are reminded in batches of their own
    jobs.
    """
    for circular in queries.reminding(clock.today()):
        actions.remind(circular=circular, by=None, at=clock.now())
