"""Who may change the association's documents."""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict


def can_govern(user: User | None) -> Verdict:
    """Allow entering, approving and publishing texts.

    No user means the association's own set-up, where nobody is signed in.
    """
    if user is None or user.holds(Permission.POLICIES_EDIT):
        return YES
    return Verdict(_("Your role does not include changing policies."))


def can_read_for_board(user: User | None, member: User | None) -> Verdict:
    """Allow recording a reading: to policy editors, and to a board member's own (APP-1)."""
    if user is not None and user == member and user.holds(Permission.POLICIES_DECIDE):
        return YES
    return can_govern(user)
