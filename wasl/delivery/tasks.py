"""What hears of a completed registration."""

from wasl.audit.models import Event
from wasl.beneficiaries.models import Person
from wasl.cases.models import Case
from wasl.delivery import actions


def hold_for_heirs(*, event: Event) -> None:
    """What was to be delivered to somebody who died waits for a decision."""
    person = Person.objects.get(pk=event.subject_id)
    if person.has_died:
        actions.hold(person=person, by=event.actor, at=event.at)


def lift_holds(*, event: Event) -> None:
    """A death that was recorded by mistake holds nothing back."""
    person = Person.objects.get(pk=event.subject_id)
    if not person.has_died:
        actions.lift_holds(person=person, by=event.actor, at=event.at)


def plan_delivery(*, event: Event) -> None:
    """A registered case gets its delivery, measured by its decision."""
    actions.plan(case=Case.objects.get(pk=event.subject_id), by=event.actor, at=event.at)
