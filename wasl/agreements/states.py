"""The stages of an agreement, of a breach and of a dispute."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.permissions import Permission as P
from wasl.common.moves import move


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft agreement")
    ACTIVE = "active", _("Agreement in force")
    BREACHED = "breached", _("In force, with a breach")
    AMENDED = "amended", _("Replaced by an amendment")
    ENDED = "ended", pgettext_lazy("agreement", "Ended")
    TERMINATED = "terminated", _("Terminated after a breach")
    DISCARDED = "discarded", _("Discarded")


RUNNING = (Status.ACTIVE, Status.BREACHED)

LIFECYCLE = {
    "activate": move(Status.DRAFT, to=Status.ACTIVE, permission=P.AGREEMENTS_DECIDE),
    "discard": move(Status.DRAFT, to=Status.DISCARDED, permission=P.AGREEMENTS_KEEP),
    "record_breach": move(*RUNNING, to=Status.BREACHED, permission=P.AGREEMENTS_KEEP),
    # No permission: nobody does this directly, the amendment does when it enters into force.
    "supersede": move(Status.ACTIVE, to=Status.AMENDED),
    # Not from BREACHED: an open breach is decided first, or ends the agreement by termination.
    "end_agreement": move(Status.ACTIVE, to=Status.ENDED, permission=P.AGREEMENTS_DECIDE),
}


class BreachStatus(models.TextChoices):
    RECORDED = "recorded", _("Waits for a decision")
    DECIDED = "decided", _("Decided")
    CURED = "cured", _("Made good")
    DISMISSED = "dismissed", _("No breach")


# A decided breach stays open until it is cured, and keeps the agreement from being amended.
OPEN_BREACH = (BreachStatus.RECORDED, BreachStatus.DECIDED)

BREACH_LIFECYCLE = {
    "decide_breach": move(
        BreachStatus.RECORDED, to=BreachStatus.DECIDED, permission=P.AGREEMENTS_DECIDE
    ),
    "dismiss_breach": move(
        BreachStatus.RECORDED, to=BreachStatus.DISMISSED, permission=P.AGREEMENTS_DECIDE
    ),
    "cure_breach": move(*OPEN_BREACH, to=BreachStatus.CURED, permission=P.AGREEMENTS_KEEP),
}


class DisputeStatus(models.TextChoices):
    RAISED = "raised", _("Raised")
    SETTLED = "settled", _("Settled")


DISPUTE_LIFECYCLE = {
    "settle_dispute": move(
        DisputeStatus.RAISED, to=DisputeStatus.SETTLED, permission=P.AGREEMENTS_DECIDE
    ),
}
