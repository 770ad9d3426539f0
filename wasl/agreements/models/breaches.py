"""Breaches of duties, and disputes settled by somebody who took no part (PRE-4, PRE-5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.agreements.models.agreement import Agreement, Party, Term
from wasl.agreements.states import BreachStatus, DisputeStatus
from wasl.governance.models.documents import Clause

USER = settings.AUTH_USER_MODEL


class Consequence(models.TextChoices):
    """The consequence of a breach, within the agreement's own limits."""

    WARNING = "warning", _("A warning")
    CURE = "cure", _("To be made good by a day")
    COMPENSATION = "compensation", _("Compensation within the limits of liability")
    SUSPENSION = "suspension", _("What is owed in return is held back")
    TERMINATION = "termination", _("The agreement is terminated")


class Breach(models.Model):
    """A duty that was not performed: the duty cited, what happened, and the consequence decided
    (PRE-4).
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="breaches")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="breaches")
    # A clause of the association's own documents may speak of the duty; the duty itself is always
    # cited.
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="+")
    happened_date = models.DateField()
    facts = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=9, choices=BreachStatus.choices, default=BreachStatus.RECORDED
    )
    consequence = models.CharField(max_length=12, choices=Consequence.choices, blank=True)
    reasons = models.TextField(blank=True)
    cure_by = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    cured_date = models.DateField(null=True)
    cure_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="breach_decided_together",
                condition=Q(decided_at=None, decided_by=None, reasons="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(reasons="")),
            ),
            models.CheckConstraint(
                name="breach_decided_has_consequence",
                condition=~Q(status="decided") | ~Q(consequence=""),
            ),
            models.CheckConstraint(
                # `policies.can_on_breach` says so in a sentence; this holds for whatever writes the
                # table.
                name="breach_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("recorded_by")),
            ),
            models.CheckConstraint(
                name="breach_cured_on_a_day",
                condition=~Q(status="cured") | Q(cured_date__isnull=False),
            ),
            models.CheckConstraint(
                name="breach_to_cure_by_a_day",
                condition=~Q(consequence="cure") | Q(cure_by__isnull=False),
            ),
        ]

    class Privacy:
        personal = ("facts", "reasons", "cure_note")
        person = ("agreement__person",)
        at_work = Q(status__in=["recorded"])
        safe = (
            "id", "agreement", "term", "clause", "happened_date", "recorded_at", "recorded_by",
            "status", "consequence", "cure_by", "decided_at", "decided_by", "cured_date",
        )  # fmt: skip


class Dispute(models.Model):
    """A party's dispute, settled as the agreement says by somebody who took no part (PRE-5)."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="disputes_raised"
    )
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, null=True, related_name="disputes")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    grounds = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=7, choices=DisputeStatus.choices, default=DisputeStatus.RAISED
    )
    outcome = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dispute_settled_together",
                condition=Q(status="raised", settled_at=None, settled_by=None, outcome="")
                | (
                    Q(status="settled", settled_at__isnull=False, settled_by__isnull=False)
                    & ~Q(outcome="")
                ),
            ),
            models.CheckConstraint(
                name="dispute_settled_by_another",
                condition=Q(settled_by=None) | ~Q(settled_by=models.F("raised_by")),
            ),
        ]

    class Privacy:
        personal = ("grounds", "outcome")
        person = ("agreement__person",)
        at_work = Q(status="raised")
        safe = (
            "id", "agreement", "breach", "party", "raised_at", "raised_by", "status", "settled_at",
            "settled_by",
        )  # fmt: skip
