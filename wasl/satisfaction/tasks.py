"""What hears of a closed case."""

from wasl.audit.models import Event
from wasl.cases.models import Case
from wasl.satisfaction import actions


def invite_to_rate(*, event: Event) -> None:
    """A closed case invites its person to rate, whatever the answer was (PRO-9, PRA-3)."""
    case = Case.objects.select_related("person", "service__department").get(pk=event.subject_id)
    actions.invite(case=case, at=event.at)
