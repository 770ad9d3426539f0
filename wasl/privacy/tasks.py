"""The package's work in the background: carrying out what two people agreed on, and taking files
off the disk.
"""

from procrastinate.contrib.django import app

from wasl.common import clock
from wasl.common.jobs import Patient
from wasl.privacy import actions, queries
from wasl.privacy.models import AccessReview, Destruction, ItemOutcome

SLICE = 200


@app.task(name=actions.CARRY_OUT, retry=Patient())
def carry_out(*, destruction_id: int) -> None:
    """Item by item, each in a transaction of its own: a worker that is killed goes on where it
    was.
    """
    destruction = Destruction.objects.get(pk=destruction_id)
    if destruction.status != "approved":
        return
    if destruction.asked_id:
        actions.destroy_as_asked(destruction=destruction, by=None, at=clock.now())
        return
    while waiting := list(
        destruction.items.filter(outcome=ItemOutcome.PENDING).order_by("pk")[:SLICE]
    ):
        for item in waiting:
            actions.destroy_item(item=item, by=None, at=clock.now())
    actions.carry_out(destruction=destruction, by=None, at=clock.now())


@app.task(name=actions.DELETE_FILES, retry=Patient())
def delete_files(*, destruction_id: int) -> None:
    """The files of what was destroyed."""
    actions.delete_files(
        destruction=Destruction.objects.get(pk=destruction_id), by=None, at=clock.now()
    )


@app.task(name="wasl.privacy.tasks.remind_waiting")
def remind_waiting() -> None:
    """Every morning: requests near their last day; on Sundays what is due for destruction or to be
    signed off.

    Cost: by open requests; on Sundays by the rows of each retention rule that are old enough.
    """
    actions.remind_waiting(by=None, at=clock.now())


@app.task(name="wasl.privacy.tasks.remind_incidents")
def remind_incidents() -> None:
    """Every hour: incidents near their seventy-second hour.

    Cost: by open incidents, hardly ever one.
    """
    actions.remind_incidents(by=None, at=clock.now())


@app.task(name="wasl.privacy.tasks.count_reads")
def count_reads() -> None:
    """Every night: the quarter that has ended is counted, once.

    Cost: one row a night; once a quarter by the events of reading in it.
    """
    day, _next = queries.quarter_before(clock.today())
    if not AccessReview.objects.filter(
        from_date=day, counted_at__gt=queries.ended_at(day)
    ).exists():
        actions.count_reads(day=day, by=None, at=clock.now())
