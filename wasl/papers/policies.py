"""Who on the staff may open an issued paper.

The package whose step issues a paper asks whether the user may issue it.
"""

from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.common.verdicts import YES, Verdict
from wasl.papers.models import OPENS, Paper
from wasl.papers.states import LIFECYCLE

OPENED_BY = tuple(OPENS)


def can_view(user: User, paper: Paper) -> Verdict:
    """Allow opening papers of the kinds that the user's permissions name."""
    if any(user.holds(permission) and paper.kind in kinds for permission, kinds in OPENS.items()):
        return YES
    return Verdict(_("Your role does not include this paper."))


def can_change(verb: str, paper: Paper) -> Verdict:
    """Allow the verb where the paper's status does."""
    return (
        YES
        if paper.status in LIFECYCLE[verb].since
        else Verdict(_("This paper is no longer in force."))
    )
