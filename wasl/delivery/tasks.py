"""Reactions to a registration, a death, and a death recorded by mistake."""

from wasl.audit.models import Event
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case
from wasl.delivery import actions


def hold_for_heirs(*, event: Event) -> None:
    """Hold the deliveries of a person who died until somebody decides."""
    person = Person.objects.get(pk=event.subject_id)
    # A reaction runs later than its event; the death may have been struck out since.
    if person.has_died:
        actions.hold(person=person, by=event.actor, at=event.at)


def lift_holds(*, event: Event) -> None:
    """Lift the holds of a person whose death was recorded by mistake."""
    person = Person.objects.get(pk=event.subject_id)
    # A reaction runs later than its event; the death may have been recorded again since.
    if not person.has_died:
        actions.lift_holds(person=person, by=event.actor, at=event.at)


def plan_delivery(*, event: Event) -> None:
    """Create the delivery of a registered case from its decision."""
    actions.plan(case=Case.objects.get(pk=event.subject_id), by=event.actor, at=event.at)
