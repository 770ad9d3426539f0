"""Circulation of a version to staff, acknowledgements, and reviews of a document (PRE-8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.governance.models.documents import PolicyDocument, PolicyVersion

USER = settings.AUTH_USER_MODEL


class Circulation(models.Model):
    """A version sent to all staff, with the day by which each acknowledges it (PRE-8)."""

    version = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="circulations"
    )
    note = models.TextField(blank=True)
    due_date = models.DateField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        personal = ()
        safe = ("id", "version", "note", "due_date", "started_at", "started_by")


class Acknowledgement(models.Model):
    """A staff member to whom a version was sent, and when they acknowledged it."""

    circulation = models.ForeignKey(
        Circulation, on_delete=models.CASCADE, related_name="acknowledgements"
    )
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="acknowledgements")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circulation", "user"], name="one_acknowledgement_per_user"
            ),
        ]
        indexes = [
            models.Index(
                # Partial, since every user's desk asks for the open ones alone.
                fields=["user"],
                name="acknowledgement_waiting",
                condition=Q(acknowledged_at=None),
            ),
        ]

    class Privacy:
        personal = ()
        safe = ("id", "circulation", "user", "acknowledged_at", "reminded_at")


class ReviewOutcome(models.TextChoices):
    KEEP = "keep", _("Kept as it is")
    AMEND = "amend", _("To be amended")
    REPEAL = "repeal", _("To be repealed")


class PolicyReview(models.Model):
    """A periodic review of a document and its outcome (PRE-8)."""

    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    reviewed_date = models.DateField()
    outcome = models.CharField(max_length=6, choices=ReviewOutcome)
    notes = models.TextField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        personal = ()
        safe = (
            "id",
            "document",
            "version",
            "reviewed_date",
            "outcome",
            "notes",
            "reviewed_at",
            "reviewed_by",
        )
