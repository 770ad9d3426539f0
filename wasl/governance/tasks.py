"""What runs by the clock, and what is printed after a publication."""

import contextlib

from procrastinate.contrib.django import app

from wasl.audit.models import Event
from wasl.common import clock
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.governance import actions, defaults, papers, queries
from wasl.governance.models import Circulation, PolicyVersion


@app.task(name="wasl.governance.tasks.bring_scheduled")
def bring_scheduled() -> None:
    """Every hour: approved versions whose day has come are in force (APP-3).

    Cost: by approved versions that wait, a handful.
    """
    for version in queries.scheduled(clock.today()):
        assert version.in_force_from  # noqa: S101 - the query asks for it
        with contextlib.suppress(
            Refused
        ):  # its terms lack; the doctor says so, and it begins once they are set
            actions.bring_into_force(
                version=version, from_date=version.in_force_from, by=None, at=clock.now()
            )


@app.task(name="wasl.governance.tasks.remind_waiting")
def remind_waiting() -> None:
    """Every morning: those who have not acknowledged, from the day before it is due (PRE-8).

    Cost: by circulations so far, a few a year, and the staff of each.
    """
    for circulation in Circulation.objects.filter(due_date__lte=queries.tomorrow(clock.today())):
        actions.remind(circulation=circulation, by=None, at=clock.now())


def lay_down_texts(*, event: Event) -> None:
    """A new association starts with the declaration and the disclosure that come with the
    software.
    """
    defaults.load_texts(day_of(event.at))


def print_approved(*, event: Event) -> None:
    """A published text is printed on the letterhead, once (APP-4)."""
    version = PolicyVersion.objects.select_related("document", "approved_meeting").get(
        pk=event.subject_id
    )
    if queries.approved_paper(version) is None:
        papers.print_approved(version, by=event.actor, at=event.at)
