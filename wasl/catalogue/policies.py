"""Who may change the catalogue."""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict


def can_edit(user: User | None) -> Verdict:
    """The catalogue follows the research guide: whoever keeps the documents keeps it, and the association's set-up."""
    if user is None or user.holds(Permission.POLICIES_EDIT):
        return YES
    return Verdict(_("Your role does not include changing the catalogue."))
