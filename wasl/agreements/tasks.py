"""Background work of agreements: printing what entered into force, and reminders of duties."""

from procrastinate.contrib.django import app

from wasl.agreements import papers
from wasl.agreements.actions import reminding
from wasl.agreements.models.agreement import Agreement
from wasl.audit.models import Event
from wasl.common import clock


@app.task(name="wasl.agreements.tasks.remind_duties")
def remind_duties() -> None:
    """Remind every morning of duties due within seven days and of those that became late, once each
    (PRE-3).

    Cost: by duties of agreements in force, some hundreds.
    """
    reminding.remind_duties(by=None, at=clock.now())


def print_agreement(*, event: Event) -> None:
    """Print an agreement that entered into force on the letterhead, once (PRE-3)."""
    agreement = Agreement.objects.select_related("person", "amends").get(pk=event.subject_id)
    papers.print_agreement(agreement, by=event.actor, at=event.at)
