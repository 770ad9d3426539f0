"""What is printed once an agreement is in force, and the duties of which people are reminded by the
clock.
"""

from procrastinate.contrib.django import app

from wasl.agreements import actions, papers
from wasl.agreements.models import Agreement
from wasl.audit.models import Event
from wasl.common import clock


@app.task(name="wasl.agreements.tasks.remind_duties")
def remind_duties() -> None:
    """Every morning: duties due within seven days, and those that have become late, once each
    (PRE-3).

    Cost: by duties of agreements in force, some hundreds.
    """
    actions.remind_duties(by=None, at=clock.now())


def print_agreement(*, event: Event) -> None:
    """What entered into force is printed on the letterhead, once (PRE-3)."""
    agreement = Agreement.objects.select_related("person", "amends").get(pk=event.subject_id)
    papers.print_agreement(agreement, by=event.actor, at=event.at)
