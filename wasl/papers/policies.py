"""Who on the staff may open an issued paper. Who may issue one is asked by the package whose step issues it."""

from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict
from wasl.papers.kinds import LETTERS
from wasl.papers.models import Paper
from wasl.papers.states import LIFECYCLE

OPENED_BY = (Permission.CASES_VIEW, Permission.LETTERS_VIEW)


def can_view(user: User, paper: Paper) -> Verdict:
    """Holders of the case files open every paper; holders of the registers open letters."""
    if user.holds(Permission.CASES_VIEW) or (paper.kind in LETTERS and user.holds(Permission.LETTERS_VIEW)):
        return YES
    return Verdict(_("Your role does not include this paper."))


def can_change(verb: str, paper: Paper) -> Verdict:
    """Whether the paper's status allows the verb."""
    return YES if paper.status in LIFECYCLE[verb].since else Verdict(_("This paper is no longer in force."))
