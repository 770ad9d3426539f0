"""Who on the staff may open an issued paper. Who may issue one is asked by the package whose step
issues it.
"""

from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.common.verdicts import YES, Verdict
from wasl.papers.models import OPENS, Paper
from wasl.papers.states import LIFECYCLE

OPENED_BY = tuple(OPENS)


def can_view(user: User, paper: Paper) -> Verdict:
    """Whether one of the user's permissions opens papers of this kind."""
    if any(user.holds(permission) and paper.kind in kinds for permission, kinds in OPENS.items()):
        return YES
    return Verdict(_("Your role does not include this paper."))


def can_change(verb: str, paper: Paper) -> Verdict:
    """Whether the paper's status allows the verb."""
    return (
        YES
        if paper.status in LIFECYCLE[verb].since
        else Verdict(_("This paper is no longer in force."))
    )
