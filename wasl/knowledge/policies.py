"""Who writes, approves and publishes answers and corrections.

No user means the association's own set-up.
"""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict
from wasl.knowledge.models import ArticleVersion, Misconception
from wasl.knowledge.states import CORRECTION_LIFECYCLE, LIFECYCLE, Status


def can_write(user: User | None) -> Verdict:
    """Allow writing and sorting drafts, and recording reviews and tellings."""
    if user is None or user.holds(Permission.KNOWLEDGE_EDIT):
        return YES
    return Verdict(_("Your role does not include writing answers."))


def can_draft(user: User | None) -> Verdict:
    """Allow drafting to editors, and to executives who answer a referral."""
    if user is not None and user.holds(Permission.REFERRALS_ANSWER):
        return YES
    return can_write(user)


def can_change(user: User | None, version: ArticleVersion) -> Verdict:
    """Allow changing the words of a draft; an approved version first returns to writing."""
    if not (may := can_write(user)):
        return may
    if version.status != Status.DRAFT:
        return Verdict(_("Only a draft can be changed."))
    return YES


def can_revise(user: User | None, latest: ArticleVersion) -> Verdict:
    """Allow beginning a new version; an article has one unpublished version at a time."""
    if not (may := can_write(user)):
        return may
    if latest.status in (Status.DRAFT, Status.APPROVED):
        return Verdict(_("A new version of this answer is on its way already."))
    return YES


def can(user: User | None, verb: str, version: ArticleVersion) -> Verdict:
    """Allow a step of a version; the author of its words may not approve them."""
    move = LIFECYCLE[verb]
    if not (may := can_write(user)):
        return may
    if version.status not in move.since:
        return Verdict(_("This version is at another stage."))
    # The database has the same rule as a constraint.
    if verb == "approve" and user is not None and version.drafted_by_id == user.pk:
        return Verdict(_("You wrote this; somebody else approves it."))
    return YES


def can_correct(user: User | None, verb: str, misconception: Misconception) -> Verdict:
    """Allow a step of a correction; the author of its words may not publish it."""
    move = CORRECTION_LIFECYCLE[verb]
    if not (may := can_write(user)):
        return may
    if misconception.status not in move.since:
        return Verdict(_("This correction is at another stage."))
    # The database has the same rule as a constraint.
    if verb == "publish_correction" and user is not None and misconception.written_by_id == user.pk:
        return Verdict(_("You wrote this; somebody else publishes it."))
    return YES


def can_rewrite(user: User | None, misconception: Misconception) -> Verdict:
    """Allow changing the words of a correction that is not published."""
    if not (may := can_write(user)):
        return may
    if misconception.status == Status.PUBLISHED:
        return Verdict(_("A published correction is withdrawn before its words are changed."))
    return YES
