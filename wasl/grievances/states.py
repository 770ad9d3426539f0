"""The stages of an objection."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.permissions import Permission as P
from wasl.common.moves import move


class Status(models.TextChoices):
    LODGED = "lodged", pgettext_lazy("objection", "Lodged")
    IN_REVIEW = "in_review", _("Being reviewed")
    ADVISED = "advised", _("Waiting for the second reviewer")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Not upheld")


LIFECYCLE = {
    "assign_reviewer": move(Status.LODGED, to=Status.IN_REVIEW, permission=P.OBJECTIONS_DECIDE),
    "advise": move(Status.IN_REVIEW, to=Status.ADVISED, permission=P.OBJECTIONS_DECIDE),
    # From IN_REVIEW where one reviewer decides alone, from ADVISED where two do.
    "uphold": move(
        Status.IN_REVIEW, Status.ADVISED, to=Status.UPHELD, permission=P.OBJECTIONS_DECIDE
    ),
    "dismiss": move(
        Status.IN_REVIEW, Status.ADVISED, to=Status.DISMISSED, permission=P.OBJECTIONS_DECIDE
    ),
}
