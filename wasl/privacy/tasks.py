"""The package's work in the background: carrying out what two people agreed on, and taking files off the disk."""

from procrastinate.contrib.django import app

from wasl.common import clock
from wasl.common.jobs import Patient
from wasl.privacy import actions
from wasl.privacy.models import Destruction, ItemOutcome

SLICE = 200


@app.task(name=actions.CARRY_OUT, retry=Patient())
def carry_out(*, destruction_id: int) -> None:
    """Item by item, each in a transaction of its own: a worker that is killed goes on where it was."""
    destruction = Destruction.objects.get(pk=destruction_id)
    if destruction.status != "approved":
        return
    while waiting := list(destruction.items.filter(outcome=ItemOutcome.PENDING).order_by("pk")[:SLICE]):
        for item in waiting:
            actions.destroy_item(item=item, by=None, at=clock.now())
    actions.carry_out(destruction=destruction, by=None, at=clock.now())


@app.task(name=actions.DELETE_FILES, retry=Patient())
def delete_files(*, destruction_id: int) -> None:
    """The files of what was destroyed."""
    actions.delete_files(destruction=Destruction.objects.get(pk=destruction_id), by=None, at=clock.now())
