"""Who may tell stories, and what a story needs before it is published."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Person
from wasl.common.procedures import Procedure
from wasl.common.verdicts import YES, Verdict
from wasl.portal.models import Story
from wasl.portal.states import STORY_LIFECYCLE

NOT_STORYTELLER = gettext_lazy("Your role does not include telling stories.")


def can_tell(user: User | None) -> Verdict:
    """Write about somebody.

    A user of None is the association's own set-up, or the withdrawal of a consent.
    """
    if user is None or user.holds(Permission.STORIES_TELL):
        return YES
    return Verdict(NOT_STORYTELLER)


def _person_of(story: Story) -> Person:
    return story.person


STORY = Procedure(
    model=Story,
    lifecycle=STORY_LIFECYCLE,
    record=record,
    other_stage=gettext_lazy("The story is at another stage."),
    other_role=NOT_STORYTELLER,
    joined=("person",),
    root=_person_of,
)
can = STORY.can


def can_edit(user: User | None, story: Story) -> Verdict:
    """Change the text of a story that is not published.

    What the person has seen is what everybody reads.
    """
    if not (may := can_tell(user)):
        return may
    if story.status not in STORY_LIFECYCLE["publish_story"].since:
        return Verdict(_("A published story does not change. Withdraw it and write it anew."))
    return YES
