"""Lifecycles of an imported file of people, of a claimed identity, and of a change that waits."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.permissions import Permission as P
from wasl.common.moves import move


class ImportStatus(models.TextChoices):
    UPLOADED = "uploaded", _("Columns to be chosen")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Being brought in")
    CLOSED = "closed", _("Closed and destroyed")


class BatchStatus(models.TextChoices):
    WAITING = "waiting", _("Not brought")
    CHOSEN = "chosen", _("Next in turn")
    DONE = "done", _("Brought")
    FAILED = "failed", _("Held back")
    UNDONE = "undone", _("Undone")


# A batch is brought and undone on its own; these are the moves of the whole file.
IMPORT_LIFECYCLE = {
    "map_columns": move(
        ImportStatus.UPLOADED,
        ImportStatus.CHECKED,
        to=ImportStatus.CHECKING,
        permission=P.PEOPLE_IMPORT,
    ),
    # Moves without a permission are made by the system when its work ends.
    "finish_check": move(ImportStatus.CHECKING, to=ImportStatus.CHECKED),
    "fail_check": move(ImportStatus.CHECKING, to=ImportStatus.UPLOADED),
    # From RUNNING too: further batches may be chosen while the first are being brought.
    "bring": move(
        ImportStatus.CHECKED,
        ImportStatus.RUNNING,
        to=ImportStatus.RUNNING,
        permission=P.PEOPLE_IMPORT,
    ),
    "stop_bringing": move(
        ImportStatus.RUNNING, to=ImportStatus.CHECKED, permission=P.PEOPLE_IMPORT
    ),
    "finish_run": move(ImportStatus.RUNNING, to=ImportStatus.CHECKED),
    # Not while a check or a run works on the rows; the nightly closing by the system is the
    # exception (`policies.can_import_step`).
    "close_import": move(
        ImportStatus.UPLOADED,
        ImportStatus.CHECKED,
        to=ImportStatus.CLOSED,
        permission=P.PEOPLE_IMPORT,
    ),
}


class ClaimStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("claim", "Not proven")
    PROVEN = "proven", pgettext_lazy("claim", "Proven")
    LAPSED = "lapsed", pgettext_lazy("claim", "Closed unproven")


CLAIM_LIFECYCLE = {
    "prove_claim": move(ClaimStatus.OPEN, to=ClaimStatus.PROVEN, permission=P.PEOPLE_EDIT),
    "lapse_claim": move(ClaimStatus.OPEN, to=ClaimStatus.LAPSED),
}


class ChangeStatus(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("change", "Waiting")
    IN_FORCE = "in_force", pgettext_lazy("change", "In force")
    REFUSED = "refused", pgettext_lazy("change", "Refused")
    REPLACED = "replaced", pgettext_lazy("change", "Replaced by a later one")


CHANGE_LIFECYCLE = {
    "bring_change": move(ChangeStatus.WAITING, to=ChangeStatus.IN_FORCE),
    "refuse_change": move(ChangeStatus.WAITING, to=ChangeStatus.REFUSED, permission=P.PEOPLE_EDIT),
    # A later change of the same field, or one that came into force at once with a paper.
    "replace_change": move(ChangeStatus.WAITING, to=ChangeStatus.REPLACED),
}
