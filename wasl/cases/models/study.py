"""The social study: the visit, the household as it was found, and what the researcher recommends."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.cases.models.case import Case
from wasl.common.crypto import EncryptedTextField

USER = settings.AUTH_USER_MODEL


class Recommendation(models.TextChoices):
    ACCEPT = "accept", _("Accept")
    ACCEPT_PART = "accept_part", _("Accept in part")
    REJECT = "reject", _("Not accept")


@pghistory.track()
class Study(models.Model):
    """The researcher's visit, findings and recommendation."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="study")
    researcher = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    visit_date = models.DateField(null=True)
    visit_place = models.CharField(max_length=200, blank=True)
    present = models.CharField(max_length=300, blank=True)
    housing = EncryptedTextField(blank=True)
    income = EncryptedTextField(blank=True)
    obligations = EncryptedTextField(blank=True)
    health = EncryptedTextField(blank=True)
    findings = EncryptedTextField(blank=True)
    recommendation = models.CharField(max_length=12, choices=Recommendation.choices, blank=True)
    recommended_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    recommended_quantity = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    reason = EncryptedTextField(blank=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="study_completed_recommends", condition=Q(completed_at=None) | ~Q(recommendation="")
            ),
        ]

    class Privacy:
        personal = (
            "visit_place",
            "present",
            "housing",
            "income",
            "obligations",
            "health",
            "findings",
            "recommendation",
            "recommended_amount",
            "recommended_quantity",
            "reason",
        )
        sensitive = ("housing", "income", "obligations", "health", "findings", "reason")
        safe = ("id", "case", "researcher", "visit_date", "started_at", "completed_at")
