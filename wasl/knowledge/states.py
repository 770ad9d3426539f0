"""The stages of an answer's wording, and of a correction, from draft to withdrawn."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.permissions import Permission
from wasl.common.moves import move


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", pgettext_lazy("answer", "Approved")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LIFECYCLE = {
    "approve": move(Status.DRAFT, to=Status.APPROVED, permission=Permission.KNOWLEDGE_EDIT),
    "return_to_writing": move(
        Status.APPROVED, to=Status.DRAFT, permission=Permission.KNOWLEDGE_EDIT
    ),
    "publish": move(Status.APPROVED, to=Status.PUBLISHED, permission=Permission.KNOWLEDGE_EDIT),
    "supersede": move(Status.PUBLISHED, to=Status.SUPERSEDED),
    "withdraw": move(Status.PUBLISHED, to=Status.WITHDRAWN, permission=Permission.KNOWLEDGE_EDIT),
}

CORRECTION_LIFECYCLE = {
    "publish_correction": move(
        Status.DRAFT, Status.WITHDRAWN, to=Status.PUBLISHED, permission=Permission.KNOWLEDGE_EDIT
    ),
    "withdraw_correction": move(
        Status.PUBLISHED, to=Status.WITHDRAWN, permission=Permission.KNOWLEDGE_EDIT
    ),
}

# Not yet public. An article has one such version at a time, so that two people never edit two.
COMING = (Status.DRAFT, Status.APPROVED)
