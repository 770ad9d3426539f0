"""Who may write letters, and which letters may still be voided."""

from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict
from wasl.letters.models import Letter, Register

WRITERS = (
    Permission.LETTERS_ISSUE,
    Permission.ANSWERS_RELEASE,
    Permission.OBJECTIONS_DECIDE,
    Permission.PRIVACY_HANDLE,
)


def can_issue(user: User) -> Verdict:
    """Allow those who keep the registers, and those who answer people, which is a letter too."""
    if any(user.holds(p) for p in WRITERS):
        return YES
    return Verdict(_("Your role does not include writing letters."))


def can_receive(user: User) -> Verdict:
    """Allow those who keep the registers to enter an incoming letter."""
    return (
        YES
        if user.holds(Permission.LETTERS_ISSUE)
        else Verdict(_("Your role does not include keeping the registers."))
    )


def can_void(user: User, letter: Letter) -> Verdict:
    """Allow voiding a numbered letter that is not void; its number stays taken (LET-1)."""
    if not (verdict := can_receive(user)):
        return verdict
    if letter.number is None:
        return Verdict(_("This letter has no number yet."))
    if letter.voided_at:
        return Verdict(_("This letter is void already."))
    # The applicant holds it, and the days to object run from it.
    if letter.register == Register.OUTGOING and letter.case_id:
        return Verdict(_("The answer to a case stays as it was sent."))
    return YES
