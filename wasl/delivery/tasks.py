"""What hears of a completed registration."""

from wasl.audit.models import Event
from wasl.cases.models import Case
from wasl.delivery import actions


def plan_delivery(*, event: Event) -> None:
    """A registered case gets its delivery, measured by its decision."""
    actions.plan(case=Case.objects.get(pk=event.subject_id), by=event.actor, at=event.at)
