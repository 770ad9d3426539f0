"""Scheduled jobs, and reactions to a publication and to a new association."""

import contextlib

from procrastinate.contrib.django import app

from wasl.audit.models import Event
from wasl.common import clock
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.governance import defaults, papers, queries
from wasl.governance.actions import approving, circulating
from wasl.governance.models.circulation import Circulation
from wasl.governance.models.documents import PolicyVersion


@app.task(name="wasl.governance.tasks.bring_scheduled")
def bring_scheduled() -> None:
    """Put approved versions into force when their day has come (APP-3). Runs every hour.

    Cost: by approved versions that wait, a handful.
    """
    for version in queries.ready_to_start(clock.today()):
        assert version.in_force_from  # noqa: S101 - the query asks for it
        # A version that lacks terms is refused. `wasl doctor` reports it, and it comes into force
        # once they are set.
        with contextlib.suppress(Refused):
            approving.bring_into_force(
                version=version, from_date=version.in_force_from, by=None, at=clock.now()
            )


@app.task(name="wasl.governance.tasks.remind_waiting")
def remind_waiting() -> None:
    """Remind staff of acknowledgements from the day before they are due (PRE-8), every morning.

    Cost: by circulations so far, a few a year, and the staff of each.
    """
    for circulation in Circulation.objects.filter(due_date__lte=queries.tomorrow(clock.today())):
        circulating.remind(circulation=circulation, by=None, at=clock.now())


def lay_down_texts(*, event: Event) -> None:
    """Load the declaration and disclosure that come with the software into a new association."""
    defaults.load_texts(day_of(event.at))


def print_approved(*, event: Event) -> None:
    """Print a published text on the letterhead, once (APP-4)."""
    version = PolicyVersion.objects.select_related("document", "approved_meeting").get(
        pk=event.subject_id
    )
    # Publishing again raises the event again, and the approved paper is issued once.
    if queries.approved_paper(version) is None:
        papers.print_approved(version, by=event.actor, at=event.at)
