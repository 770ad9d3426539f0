"""The stages of a story, from draft to withdrawal."""

from django.db import models
from django.utils.translation import pgettext_lazy

from wasl.accounts.permissions import Permission
from wasl.common.moves import move


class StoryStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("story", "Being written")
    PUBLISHED = "published", pgettext_lazy("story", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("story", "Withdrawn")


STORY_LIFECYCLE = {
    "publish_story": move(
        StoryStatus.DRAFT, to=StoryStatus.PUBLISHED, permission=Permission.STORIES_TELL
    ),
    "withdraw_story": move(
        StoryStatus.DRAFT,
        StoryStatus.PUBLISHED,
        to=StoryStatus.WITHDRAWN,
        permission=Permission.STORIES_TELL,
    ),
}
