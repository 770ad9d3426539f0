"""What requests hear of from below."""

from wasl.audit.models import Event
from wasl.cases.actions.windows import reckon_windows
from wasl.governance.models import PolicyVersion


def give_windows(*, event: Event) -> None:
    """The board has set the days of a policy that lacked them: requests submitted meanwhile get
    theirs.
    """
    version = PolicyVersion.objects.get(pk=event.subject_id)
    reckon_windows(version=version, by=event.actor, at=event.at)
