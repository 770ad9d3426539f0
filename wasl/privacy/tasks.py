"""Background work: carry out approved destructions, delete files, remind, and count reads."""

from procrastinate.contrib.django import app

from wasl.common import clock
from wasl.common.jobs import Patient
from wasl.privacy.actions import destruction as destruction_actions
from wasl.privacy.actions import reminding, reviewing
from wasl.privacy.models.destruction import Destruction, ItemOutcome
from wasl.privacy.models.processing import AccessReview
from wasl.privacy.queries import reviewing as reviewing_queries

# Items fetched at a time; each is still destroyed in a transaction of its own.
SLICE = 200


@app.task(name=destruction_actions.CARRY_OUT, retry=Patient())
def carry_out(*, destruction_id: int) -> None:
    """Carry out a destruction item by item, so that a killed worker resumes where it was."""
    destruction = Destruction.objects.get(pk=destruction_id)
    # The task may run twice: it retries until it succeeds.
    if destruction.status != "approved":
        return
    # An erasure and its answer are a single transaction, so it is not done item by item here.
    if destruction.asked_id:
        destruction_actions.destroy_as_asked(destruction=destruction, by=None, at=clock.now())
        return
    while waiting := list(
        destruction.items.filter(outcome=ItemOutcome.PENDING).order_by("pk")[:SLICE]
    ):
        for item in waiting:
            destruction_actions.destroy_item(item=item, by=None, at=clock.now())
    destruction_actions.carry_out(destruction=destruction, by=None, at=clock.now())


@app.task(name=destruction_actions.DELETE_FILES, retry=Patient())
def delete_files(*, destruction_id: int) -> None:
    """Delete the files of destroyed items."""
    destruction_actions.delete_files(
        destruction=Destruction.objects.get(pk=destruction_id), by=None, at=clock.now()
    )


@app.task(name="wasl.privacy.tasks.remind_waiting")
def remind_waiting() -> None:
    """Remind officers every morning of requests near their last day.

    On Sundays also of what is due for destruction or to be signed off.

    Cost: by open requests; on Sundays by the rows of each retention rule that are old enough.
    """
    reminding.remind_waiting(by=None, at=clock.now())


@app.task(name="wasl.privacy.tasks.remind_incidents")
def remind_incidents() -> None:
    """Remind officers every hour of incidents near their 72nd hour.

    Cost: by open incidents, hardly ever one.
    """
    reminding.remind_incidents(by=None, at=clock.now())


@app.task(name="wasl.privacy.tasks.count_reads")
def count_reads() -> None:
    """Count the quarter that has ended, once; runs every night.

    Cost: one row a night; once a quarter by the events of reading in it.
    """
    day, _next = reviewing_queries.quarter_before(clock.today())
    # A count made during the quarter missed its last days, so it is made again.
    if not AccessReview.objects.filter(
        from_date=day, counted_at__gt=reviewing_queries.ended_at(day)
    ).exists():
        reviewing.count_reads(day=day, by=None, at=clock.now())
