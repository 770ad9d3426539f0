"""The sample's circulars: one that went to everybody, and one that waits for approval."""

from datetime import datetime, timedelta

from wasl.accounts.models import User
from wasl.common.clock import day_of
from wasl.governance.queries import relationship_policy
from wasl.outreach import actions
from wasl.outreach.models import Circular, How
from wasl.program.reference import read

SENT = 6  # days ago


def load(at: datetime) -> None:
    """Write both, send the first; nothing where there are circulars already."""
    if Circular.objects.exists():
        return
    data = read("circulars")
    maha, khalid, noura = (User.objects.get(username=name) for name in ("maha", "khalid", "noura"))
    then = at - timedelta(days=SENT)
    words = {
        **data["sent"],
        "version": relationship_policy(),
        "due_date": day_of(at) + timedelta(days=8),
    }
    circular = actions.approve(
        circular=actions.draft(words=words, by=maha, at=then), by=khalid, at=then
    )
    circular = actions.send(circular=circular, by=maha, at=then)
    while actions.send_batch(circular=circular, by=None, at=then):
        pass
    for place, recipient in enumerate(circular.recipients.order_by("pk")):
        if place % 3 == 0 and recipient.message_id:
            actions.acknowledge(
                recipient=recipient, how=How.LINK, by=None, at=at - timedelta(days=2)
            )
        elif place % 5 == 1 and recipient.message_id:
            actions.acknowledge(
                recipient=recipient, how=How.DESK, by=noura, at=at - timedelta(days=1)
            )
    actions.draft(words=data["draft"], by=maha, at=at)
