"""The statuses of an issued paper.

A void paper stays void; a correction is a new paper that supersedes.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wasl.common.moves import move


class Status(TextChoices):
    ISSUED = "issued", _("Issued")
    SUPERSEDED = "superseded", _("Superseded")
    VOID = "void", _("Void")


LIFECYCLE = {
    "supersede": move(Status.ISSUED, to=Status.SUPERSEDED),
    "void": move(Status.ISSUED, Status.SUPERSEDED, to=Status.VOID),
}
