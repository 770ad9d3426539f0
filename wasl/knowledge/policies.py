"""Who may add to the library of answers."""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict


def can_draft(user: User | None) -> Verdict:
    """Executives draft by answering what was referred; so may whoever publishes, and the association's set-up."""
    if user is None or user.holds(Permission.REFERRALS_ANSWER) or user.holds(Permission.KNOWLEDGE_EDIT):
        return YES
    return Verdict(_("Your role does not include drafting answers."))


def can_publish(user: User | None) -> Verdict:
    """Publishing an answer that everyone will then give."""
    if user is None or user.holds(Permission.KNOWLEDGE_EDIT):
        return YES
    return Verdict(_("Your role does not include publishing answers."))
