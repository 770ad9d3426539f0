"""The stages of a data request, of an incident, and of a destruction."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.permissions import Permission as P
from wasl.common.moves import move


class Status(models.TextChoices):
    RECEIVED = "received", _("Received")
    IN_PROGRESS = "in_progress", _("Being answered")
    EXTENDED = "extended", _("Extended")
    GRANTED = "granted", _("Granted")
    IN_PART = "in_part", _("Granted in part")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# The thirty days run in these stages.
OPEN = (Status.RECEIVED, Status.IN_PROGRESS, Status.EXTENDED)
# In these stages it is certain who asks; only then is anything done for the request.
PROVEN = (Status.IN_PROGRESS, Status.EXTENDED)

REQUEST_LIFECYCLE = {
    "prove_identity": move(Status.RECEIVED, to=Status.IN_PROGRESS, permission=P.PRIVACY_RECEIVE),
    # Only from IN_PROGRESS, so a second extension is impossible.
    "extend": move(Status.IN_PROGRESS, to=Status.EXTENDED, permission=P.PRIVACY_HANDLE),
    "grant": move(*PROVEN, to=Status.GRANTED, permission=P.PRIVACY_HANDLE),
    "grant_in_part": move(*PROVEN, to=Status.IN_PART, permission=P.PRIVACY_HANDLE),
    # Also from RECEIVED: a missing proof of identity is itself a reason to refuse.
    "refuse": move(*OPEN, to=Status.REFUSED, permission=P.PRIVACY_HANDLE),
    "withdraw": move(*OPEN, to=Status.WITHDRAWN, permission=P.PRIVACY_RECEIVE),
}


class IncidentStatus(models.TextChoices):
    REPORTED = "reported", _("Reported")
    ASSESSED = "assessed", _("Assessed")
    NOTIFIED = "notified", _("Authority notified")
    CLOSED = "closed", pgettext_lazy("incident", "Closed")


INCIDENT_LIFECYCLE = {
    # An assessment may be replaced until the authority is notified.
    "assess": move(
        IncidentStatus.REPORTED,
        IncidentStatus.ASSESSED,
        to=IncidentStatus.ASSESSED,
        permission=P.PRIVACY_HANDLE,
    ),
    "notify_authority": move(
        IncidentStatus.ASSESSED, to=IncidentStatus.NOTIFIED, permission=P.PRIVACY_HANDLE
    ),
    # From ASSESSED where it does no harm; a harmful one must be notified first (`policies`).
    "close_incident": move(
        IncidentStatus.ASSESSED,
        IncidentStatus.NOTIFIED,
        to=IncidentStatus.CLOSED,
        permission=P.PRIVACY_HANDLE,
    ),
}


class DestructionStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", pgettext_lazy("destruction", "Approved")
    DONE = "done", _("Done")
    REJECTED = "rejected", _("Not approved")


DESTRUCTION_LIFECYCLE = {
    "approve_destruction": move(
        DestructionStatus.PROPOSED, to=DestructionStatus.APPROVED, permission=P.PRIVACY_APPROVE
    ),
    "reject_destruction": move(
        DestructionStatus.PROPOSED, to=DestructionStatus.REJECTED, permission=P.PRIVACY_APPROVE
    ),
    # No permission: the worker carries out what two people agreed on.
    "carry_out": move(DestructionStatus.APPROVED, to=DestructionStatus.DONE),
}
