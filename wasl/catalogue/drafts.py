"""Two people editing the same draft: the second is shown the first, and keeps what they typed."""

from datetime import datetime

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.common.clock import RIYADH
from wasl.common.verdicts import Verdict


def changed_by(user: User | None, at: datetime | None, link: str) -> Verdict:
    """Return the refusal of a stale page: who changed the draft, when, and a link to it."""
    message = _(
        "%(name)s changed this draft at %(time)s. What you typed is still here: "
        "compare, then save again."
    )
    details = {
        "name": user.name if user else "—",
        "time": f"{at.astimezone(RIYADH):%H:%M}" if at else "—",
    }
    return Verdict(message % details, link=link)
