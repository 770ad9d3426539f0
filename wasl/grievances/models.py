"""Objections to decisions: one a case, decided by people who took no part before (PRE-5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from wasl.committees.models import Decision
from wasl.grievances.states import Status
from wasl.papers.models import Paper

USER = settings.AUTH_USER_MODEL


class Objection(models.Model):
    """What the person objects to and why, who reviews it, and how it ended."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="objection")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.LODGED)
    grounds = models.TextField()
    channel = models.CharField(max_length=16)
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    reasons = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="objection_settled_together",
                condition=(Q(settled_at=None, settled_by=None) & Q(status__in=["lodged", "in_review"]))
                | (
                    Q(settled_at__isnull=False, settled_by__isnull=False, status__in=["upheld", "dismissed"])
                    & ~Q(reasons="")
                ),
            ),
        ]

    class Privacy:
        personal = ("grounds", "reasons")
        at_work = Q(settled_at=None)
        safe = (
            "id",
            "decision",
            "status",
            "channel",
            "lodged_at",
            "lodged_by",
            "reviewer",
            "settled_at",
            "settled_by",
            "paper",
        )
