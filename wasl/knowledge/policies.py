"""Who writes, approves and publishes answers and corrections. No user is the association's own
set-up.
"""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict
from wasl.knowledge.models import ArticleVersion, Misconception
from wasl.knowledge.states import CORRECTION_LIFECYCLE, LIFECYCLE, Status


def can_write(user: User | None) -> Verdict:
    """Write drafts, sort them, record reviews and where a correction was told."""
    if user is None or user.holds(Permission.KNOWLEDGE_EDIT):
        return YES
    return Verdict(_("Your role does not include writing answers."))


def can_draft(user: User | None) -> Verdict:
    """Executives draft by answering what was referred; so may whoever writes answers."""
    if user is not None and user.holds(Permission.REFERRALS_ANSWER):
        return YES
    return can_write(user)


def can_change(user: User | None, version: ArticleVersion) -> Verdict:
    """Change the words of a draft; what was approved goes back to writing first."""
    if not (may := can_write(user)):
        return may
    if version.status != Status.DRAFT:
        return Verdict(_("Only a draft can be changed."))
    return YES


def can_revise(user: User | None, latest: ArticleVersion) -> Verdict:
    """Begin a new version; one is on its way at a time."""
    if not (may := can_write(user)):
        return may
    if latest.status in (Status.DRAFT, Status.APPROVED):
        return Verdict(_("A new version of this answer is on its way already."))
    return YES


def can(user: User | None, verb: str, version: ArticleVersion) -> Verdict:
    """One step of an answer's words; who wrote them last does not approve them."""
    move = LIFECYCLE[verb]
    if not (may := can_write(user)):
        return may
    if version.status not in move.since:
        return Verdict(_("This version is at another stage."))
    if verb == "approve" and user is not None and version.drafted_by_id == user.pk:
        return Verdict(_("You wrote this; somebody else approves it."))
    return YES


def can_correct(user: User | None, verb: str, misconception: Misconception) -> Verdict:
    """One step of a correction; who wrote it last does not publish it."""
    move = CORRECTION_LIFECYCLE[verb]
    if not (may := can_write(user)):
        return may
    if misconception.status not in move.since:
        return Verdict(_("This correction is at another stage."))
    if verb == "publish_correction" and user is not None and misconception.written_by_id == user.pk:
        return Verdict(_("You wrote this; somebody else publishes it."))
    return YES


def can_rewrite(user: User | None, misconception: Misconception) -> Verdict:
    """Change the words of a correction that is not published."""
    if not (may := can_write(user)):
        return may
    if misconception.status == Status.PUBLISHED:
        return Verdict(_("A published correction is withdrawn before its words are changed."))
    return YES
