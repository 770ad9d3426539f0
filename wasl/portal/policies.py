"""Who tells stories, and what a story needs before anybody reads it."""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict
from wasl.portal.models import Story
from wasl.portal.states import STORY_LIFECYCLE


def can_tell(user: User | None) -> Verdict:
    """Write about somebody; nobody is the association's own set-up, or a consent that was taken
    back.
    """
    if user is None or user.holds(Permission.STORIES_TELL):
        return YES
    return Verdict(_("Your role does not include telling stories."))


def can(user: User | None, verb: str, story: Story) -> Verdict:
    """A move of a story, by the table."""
    if not (may := can_tell(user)):
        return may
    if story.status not in STORY_LIFECYCLE[verb].since:
        return Verdict(_("The story is at another stage."))
    return YES


def can_edit(user: User | None, story: Story) -> Verdict:
    """Words change only before they are published: what a person has seen is what everybody
    reads.
    """
    if not (may := can_tell(user)):
        return may
    if story.status not in STORY_LIFECYCLE["publish_story"].since:
        return Verdict(_("A published story does not change. Withdraw it and write it anew."))
    return YES
