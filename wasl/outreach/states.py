"""The stages of a circular: draft, approved, being sent, stopped and resumed, sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.permissions import Permission as P
from wasl.common.moves import move


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", pgettext_lazy("circular", "Approved")
    SENDING = "sending", _("Being sent")
    STOPPED = "stopped", _("Stopped")
    SENT = "sent", _("Sent to everybody")


LIFECYCLE = {
    "approve": move(Status.DRAFT, to=Status.APPROVED, permission=P.CIRCULARS_APPROVE),
    "return_to_writing": move(Status.APPROVED, to=Status.DRAFT, permission=P.CIRCULARS_WRITE),
    "send": move(Status.APPROVED, to=Status.SENDING, permission=P.CIRCULARS_WRITE),
    "stop": move(Status.SENDING, to=Status.STOPPED, permission=P.CIRCULARS_WRITE),
    "resume": move(Status.STOPPED, to=Status.SENDING, permission=P.CIRCULARS_APPROVE),
    # No permission: only the worker finishes, when nobody is left.
    "finish": move(Status.SENDING, to=Status.SENT),
}
