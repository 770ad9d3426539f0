"""The reaction to a closed case, and the scheduled tasks of ratings."""

from procrastinate.contrib.django import app

from wasl.audit.models import Event
from wasl.cases.models.case import Case
from wasl.common import clock
from wasl.satisfaction import actions


def invite_to_rate(*, event: Event) -> None:
    """Invite the person of a closed case to rate, whatever the answer was (PRO-9, PRA-3)."""
    case = Case.objects.select_related("person", "service__department").get(pk=event.subject_id)
    actions.invite(case=case, at=event.at)


@app.task(name="wasl.satisfaction.tasks.seal_anew")
def seal_anew() -> None:
    """Encrypt the pending row every minute, as after an answer.

    Cost: three statements and one row of 1.5 kB, whatever was answered.
    """
    actions.seal_anew(at=clock.now())


@app.task(name="wasl.satisfaction.tasks.count_pending")
def count_pending() -> None:
    """Count every night ten answers at a time, and delete used links that expired.

    Cost: 64 places, and one pass over the marks of used links of two to three months.
    """
    actions.count_pending(at=clock.now())
