"""Who writes, approves and publishes answers and corrections.

No user means the association's own set-up.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.audit.actions import record
from wasl.common.procedures import Procedure
from wasl.common.verdicts import YES, Verdict
from wasl.knowledge.models import Article, ArticleVersion, Misconception
from wasl.knowledge.states import CORRECTION_LIFECYCLE, LIFECYCLE, Status

NOT_EDITOR = gettext_lazy("Your role does not include writing answers.")


def can_write(user: User | None) -> Verdict:
    """Allow writing and sorting drafts, and recording reviews and tellings."""
    if user is None or user.holds(Permission.KNOWLEDGE_EDIT):
        return YES
    return Verdict(NOT_EDITOR)


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


def _answer_rules(user: User | None, verb: str, version: ArticleVersion) -> Verdict:
    """Let another than the author of the words approve them."""
    # The database has the same rule as a constraint.
    if verb == "approve" and user is not None and version.drafted_by_id == user.pk:
        return Verdict(_("You wrote this; somebody else approves it."))
    # The one move without a permission of its own: publishing the next version takes it.
    return can_write(user) if verb == "supersede" else YES


def _article_of(version: ArticleVersion) -> Article:
    return version.article


def _lock_article(version: ArticleVersion) -> Article:
    """Lock the article before its version, so that two steps of one answer never cross."""
    return Article.objects.select_for_update().get(pk=version.article_id)


def _answer_data(verb: str, version: ArticleVersion) -> dict[str, int]:
    """Tell the trail which version it is; of a replaced one, the next version's event tells it."""
    return {} if verb == "supersede" else {"number": version.number}


ANSWER = Procedure(
    model=ArticleVersion,
    lifecycle=LIFECYCLE,
    record=record,
    other_stage=gettext_lazy("This version is at another stage."),
    other_role=NOT_EDITOR,
    rules=_answer_rules,
    joined=("article",),
    lock_parent=_lock_article,
    root=_article_of,
    data=_answer_data,
)
can = ANSWER.can


def _correction_rules(user: User | None, verb: str, misconception: Misconception) -> Verdict:
    """Let another than the author of the words publish them."""
    # The database has the same rule as a constraint.
    if verb == "publish_correction" and user is not None and misconception.written_by_id == user.pk:
        return Verdict(_("You wrote this; somebody else publishes it."))
    return YES


CORRECTION = Procedure(
    model=Misconception,
    lifecycle=CORRECTION_LIFECYCLE,
    record=record,
    other_stage=gettext_lazy("This correction is at another stage."),
    other_role=NOT_EDITOR,
    rules=_correction_rules,
)
can_correct = CORRECTION.can


def can_rewrite(user: User | None, misconception: Misconception) -> Verdict:
    """Allow changing the words of a correction that is not published."""
    if not (may := can_write(user)):
        return may
    if misconception.status == Status.PUBLISHED:
        return Verdict(_("A published correction is withdrawn before its words are changed."))
    return YES
