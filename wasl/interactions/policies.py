"""Who records contacts, who answers, and who may be asked.

`None` means somebody on the public site who asks a question.
"""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict
from wasl.interactions.models import Interaction, InteractionKind, Referral
from wasl.knowledge import policies as knowledge
from wasl.knowledge.models import ArticleVersion


def can_record(user: User | None) -> Verdict:
    """Allow recording that somebody came, called or wrote."""
    if user is not None and user.holds(Permission.VISITS_RECORD):
        return YES
    return Verdict(_("Your role does not include recording contacts."))


def can_ask(user: User | None) -> Verdict:
    """Allow recording an enquiry: an officer for a visitor, or anybody on the public site."""
    return YES if user is None else can_record(user)


def can_answer_enquiry(user: User, enquiry: Interaction) -> Verdict:
    """Allow answering an enquiry, which closes it."""
    if not (may := can_record(user)):
        return may
    if enquiry.kind != InteractionKind.ENQUIRY:
        return Verdict(_("Only an enquiry is answered."))
    if enquiry.closed_at:
        return Verdict(_("This enquiry is answered already."))
    return YES


def can_send_short(enquiry: Interaction, version: ArticleVersion) -> Verdict:
    """Allow sending the short form of an answer to the mobile of the person who asked."""
    if not version.short_ar:
        return Verdict(_("This answer has no short form for text messages."))
    if enquiry.person is None or not enquiry.person.mobile or enquiry.person.has_died:
        return Verdict(_("There is no mobile to send it to."))
    return YES


def can_refer(user: User) -> Verdict:
    """Allow referring an unclear question to an executive (PRO-5)."""
    if user.holds(Permission.VISITS_RECORD) or user.holds(Permission.CASES_STUDY):
        return YES
    return Verdict(_("Your role does not include referring questions to the executives."))


def can_be_asked(executive: User) -> Verdict:
    """Check whether a question may be referred to this user."""
    if executive.holds(Permission.REFERRALS_ANSWER):
        return YES
    return Verdict(_("%(name)s does not answer referred questions.") % {"name": executive.name})


def can_answer_referral(user: User, referral: Referral) -> Verdict:
    """Allow an executive to answer a referred question, unless they asked it."""
    if not user.holds(Permission.REFERRALS_ANSWER):
        return Verdict(_("Your role does not include answering referred questions."))
    # Any other executive may answer, not only the one asked, so a question never waits for an
    # absence.
    if referral.asked_by_id == user.pk:
        return Verdict(_("You asked this yourself; another executive answers it."))
    if referral.answered_at:
        return Verdict(_("This question is answered already."))
    return YES


def can_hand_on(user: User, to: User | None, permission: Permission) -> Verdict:
    """Allow the administrator to give the work of a person who leaves to somebody whose role
    includes it.
    """
    if not user.holds(Permission.SYSTEM_MANAGE):
        return Verdict(_("Your role does not include this step."))
    if to and to.holds(permission):
        return YES
    return Verdict(_("%(name)s has no role for this.") % {"name": to.name if to else ""})


def can_tell(user: User, referral: Referral) -> Verdict:
    """Allow passing the executive's answer to the person."""
    # A researcher who asked passes the answer on, without the permission to record visits.
    if referral.asked_by_id != user.pk and not user.holds(Permission.VISITS_RECORD):
        return Verdict(_("Your role does not include recording contacts."))
    if not referral.answered_at:
        return Verdict(_("The answer has not come yet."))
    if referral.told_at:
        return Verdict(_("The person was told already."))
    return YES


def can_draft_article(user: User, referral: Referral) -> Verdict:
    """Allow drafting an article from this answer."""
    if not referral.answered_at:
        return Verdict(_("The answer has not come yet."))
    if referral.article_id:
        return Verdict(_("A draft was made of this answer already."))
    return knowledge.can_draft(user)
