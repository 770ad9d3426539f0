"""What is printed once an agreement is in force."""

from wasl.agreements import papers
from wasl.agreements.models import Agreement
from wasl.audit.models import Event


def print_agreement(*, event: Event) -> None:
    """What entered into force is printed on the letterhead, once (PRE-3)."""
    agreement = Agreement.objects.select_related("person").get(pk=event.subject_id)
    papers.print_agreement(agreement, by=event.actor, at=event.at)
