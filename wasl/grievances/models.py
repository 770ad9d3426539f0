"""Objections to decisions: at most one for a case, decided by people who took no part before
(PRE-5).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.committees.models import Decision
from wasl.grievances.states import Status
from wasl.papers.models import Paper

USER = settings.AUTH_USER_MODEL


class Advice(models.TextChoices):
    """The advice of the first of two reviewers; the second decides."""

    UPHOLD = "uphold", _("Uphold it")
    DISMISS = "dismiss", _("Do not uphold it")


class Objection(models.Model):
    """What the person objects to and why, who reviews it, and how it ended."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="objection")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.LODGED)
    grounds = models.TextField()
    channel = models.CharField(max_length=16)
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    advice = models.CharField(max_length=10, choices=Advice.choices, blank=True)
    advice_reasons = models.TextField(blank=True)
    advised_at = models.DateTimeField(null=True)
    reasons = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="objection_settled_together",
                condition=(
                    Q(settled_at=None, settled_by=None)
                    & Q(status__in=["lodged", "in_review", "advised"])
                )
                | (
                    Q(
                        settled_at__isnull=False,
                        settled_by__isnull=False,
                        status__in=["upheld", "dismissed"],
                    )
                    & ~Q(reasons="")
                ),
            ),
            models.CheckConstraint(
                name="objection_advised_together",
                condition=(Q(advised_at=None, advice="", advice_reasons="") & ~Q(status="advised"))
                | (
                    Q(advised_at__isnull=False, reviewer__isnull=False)
                    & ~Q(advice="")
                    & ~Q(advice_reasons="")
                ),
            ),
            models.CheckConstraint(
                # ADR 20: of two reviewers, the one who advised does not decide.
                name="objection_decided_by_another",
                condition=Q(advised_at=None)
                | Q(settled_by=None)
                | ~Q(settled_by=models.F("reviewer")),
            ),
        ]

    class Privacy:
        personal = ("grounds", "advice_reasons", "reasons")
        at_work = Q(settled_at=None)
        safe = (
            "id",
            "decision",
            "status",
            "channel",
            "lodged_at",
            "lodged_by",
            "reviewer",
            "advice",
            "advised_at",
            "settled_at",
            "settled_by",
            "paper",
        )
