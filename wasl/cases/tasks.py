"""Reactions of cases to events of the packages below."""

from wasl.audit.models import Event
from wasl.cases.actions.windows import reckon_windows
from wasl.governance.models.documents import PolicyVersion


def give_windows(*, event: Event) -> None:
    """Give cases their windows once the board has set the days of their policy.

    For those submitted while the policy lacked them.
    """
    version = PolicyVersion.objects.get(pk=event.subject_id)
    reckon_windows(version=version, by=event.actor, at=event.at)
