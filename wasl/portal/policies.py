"""Who may tell stories, and what a story needs before it is published."""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict
from wasl.portal.models import Story
from wasl.portal.states import STORY_LIFECYCLE


def can_tell(user: User | None) -> Verdict:
    """Write about somebody.

    A user of None is the association's own set-up, or the withdrawal of a consent.
    """
    if user is None or user.holds(Permission.STORIES_TELL):
        return YES
    return Verdict(_("Your role does not include telling stories."))


def can(user: User | None, verb: str, story: Story) -> Verdict:
    """Move a story as its lifecycle table allows."""
    if not (may := can_tell(user)):
        return may
    if story.status not in STORY_LIFECYCLE[verb].since:
        return Verdict(_("The story is at another stage."))
    return YES


def can_edit(user: User | None, story: Story) -> Verdict:
    """Change the text of a story that is not published.

    What the person has seen is what everybody reads.
    """
    if not (may := can_tell(user)):
        return may
    if story.status not in STORY_LIFECYCLE["publish_story"].since:
        return Verdict(_("A published story does not change. Withdraw it and write it anew."))
    return YES
