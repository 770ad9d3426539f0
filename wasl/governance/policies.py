"""Who may change the association's documents."""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict


def can_govern(user: User | None) -> Verdict:
    """Entering, approving and publishing texts. No user is the association's own set-up, which has
    no one signed in.
    """
    if user is None or user.holds(Permission.POLICIES_EDIT):
        return YES
    return Verdict(_("Your role does not include changing policies."))


def can_read_for_board(user: User | None, member: User | None) -> Verdict:
    """Note a reading: whoever keeps the policies, or a member of the board of themself (APP-1)."""
    if user is not None and user == member and user.holds(Permission.POLICIES_DECIDE):
        return YES
    return can_govern(user)
