"""The stages of a version of a document, from draft to superseded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wasl.common.moves import move


class State(models.TextChoices):
    DRAFTED = "drafted", _("Drafted")
    REVIEWED = "reviewed", _("Read by the board")
    APPROVED = "approved", _("Approved")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Replaced by a newer version")


LIFECYCLE = {
    "review": move(State.DRAFTED, to=State.REVIEWED),
    "approve": move(State.REVIEWED, to=State.APPROVED),
    "bring_into_force": move(State.APPROVED, to=State.IN_FORCE),
    "supersede": move(State.IN_FORCE, to=State.SUPERSEDED),
}

# The stages that the public may read: the text in force and the old ones (APP-4).
PUBLIC = (State.IN_FORCE, State.SUPERSEDED)
