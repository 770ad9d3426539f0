"""The stages of a version of the scoring guide, and of a service.

Whether a dated version waits, is in force or is superseded follows from the day alone, so no job
has to move it. The dated version that began last is in force.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wasl.accounts.permissions import Permission as P
from wasl.common.moves import move


class GuideStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for approval")
    DATED = "dated", _("Has its first day")


class Standing(models.TextChoices):
    """The standing of a version on a day."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for approval")
    WAITING = "waiting", _("Waits for its day")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Replaced by a newer version")


# The author of a draft does not approve it: `policies.can_bring_into_force` asks the trail.
SCORING_GUIDE_LIFECYCLE = {
    "submit_guide": move(GuideStatus.DRAFT, to=GuideStatus.SUBMITTED, permission=P.CATALOGUE_EDIT),
    "return_guide": move(
        GuideStatus.SUBMITTED, to=GuideStatus.DRAFT, permission=P.CATALOGUE_APPROVE
    ),
    "bring_into_force": move(
        GuideStatus.SUBMITTED, to=GuideStatus.DATED, permission=P.CATALOGUE_APPROVE
    ),
    "withdraw_guide": move(GuideStatus.DATED, to=GuideStatus.DRAFT, permission=P.CATALOGUE_APPROVE),
}


class ServiceStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")


# The author of a draft does not approve it: `policies.can_approve_service` asks the trail.
SERVICE_LIFECYCLE = {
    "approve_service": move(
        ServiceStatus.DRAFT, to=ServiceStatus.APPROVED, permission=P.CATALOGUE_APPROVE
    ),
    "withdraw_service": move(
        ServiceStatus.APPROVED, to=ServiceStatus.DRAFT, permission=P.CATALOGUE_APPROVE
    ),
}
