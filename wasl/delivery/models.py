"""Deliveries after a decision, never beyond it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.documents import Attachment
from wasl.cases.models.case import Case
from wasl.catalogue.models.offered import Service
from wasl.committees.models import Decision
from wasl.common.crypto import EncryptedTextField
from wasl.papers.models import Paper

USER = settings.AUTH_USER_MODEL


class Budget(models.Model):
    """What a service may give in a Hijri year, in riyals or units. `used` is what was released,
    never above `amount`.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="budgets")
    hijri_year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    used = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="budget_once", fields=["service", "hijri_year"]),
            models.CheckConstraint(
                # `pay` refuses with a sentence; this holds for whatever writes the table.
                name="budget_not_exceeded",
                condition=Q(used__gte=0, used__lte=F("amount")),
            ),
        ]

    class Privacy:
        personal = ()
        safe = ("id", "service", "hijri_year", "amount", "used")


class Delivery(models.Model):
    """The plan made from a decision: how much in all, and how much is handed over so far
    (PRO-9).
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="delivery")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(
        max_length=8, choices=[("amount", _("Amount")), ("quantity", _("Quantity"))]
    )
    total = models.DecimalField(max_digits=12, decimal_places=2)
    handed = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    planned_at = models.DateTimeField()
    planned_date = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    paid_at = models.DateTimeField(null=True)
    paid_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                # PRO-9: never beyond the decision, whatever writes the table.
                name="delivery_not_beyond_decision",
                condition=Q(handed__gte=0, handed__lte=F("total")),
            ),
            models.CheckConstraint(name="delivery_total_positive", condition=Q(total__gt=0)),
            models.CheckConstraint(
                name="delivery_ends_once", condition=Q(completed_at=None) | Q(cancelled_at=None)
            ),
            models.CheckConstraint(
                name="delivery_paid_together",
                condition=Q(paid_at=None, paid_by=None)
                | Q(paid_at__isnull=False, paid_by__isnull=False),
            ),
        ]

    class Privacy:
        personal = ("place",)
        safe = (
            "id",
            "case",
            "decision",
            "budget",
            "measure",
            "total",
            "handed",
            "planned_at",
            "planned_date",
            "paid_at",
            "paid_by",
            "completed_at",
            "cancelled_at",
        )


class HoldOutcome(models.TextChoices):
    RELEASED = "released", _("Released to an heir")
    CANCELLED = "cancelled", _("Cancelled with the death")
    LIFTED = "lifted", _("The death was recorded by mistake")


class Hold(models.Model):
    """A delivery that waits because the person died, until it is released to a named heir on paper
    or cancelled.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="holds")
    held_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=HoldOutcome.choices, blank=True)
    heir_name = models.CharField(max_length=300, blank=True)
    # Identity numbers are sealed, here as in the register.
    heir_id_number = EncryptedTextField(blank=True)
    paper = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # After a lifted hold there may be another, so only an open one is unique.
                fields=["delivery"],
                condition=Q(outcome=""),
                name="hold_one_open",
            ),
            models.CheckConstraint(
                name="hold_decided_together",
                condition=Q(outcome="", decided_at=None)
                | Q(~Q(outcome=""), decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="hold_released_on_paper",
                condition=~Q(outcome=HoldOutcome.RELEASED)
                | Q(~Q(heir_name=""), paper__isnull=False),
            ),
            models.CheckConstraint(
                name="hold_cancelled_with_reason",
                condition=~Q(outcome=HoldOutcome.CANCELLED) | ~Q(reason=""),
            ),
        ]

    class Privacy:
        personal = ("heir_name", "heir_id_number", "paper", "reason")
        sensitive = ("heir_id_number",)
        safe = ("id", "delivery", "held_at", "outcome", "decided_at", "decided_by")


class Proof(models.TextChoices):
    CODE = "code", _("One-time code")
    SIGNATURE = "signature", _("Signature")


class Handover(models.Model):
    """A handing over, in part or whole, with its proof and delivery note."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="handovers")
    part = models.DecimalField(max_digits=12, decimal_places=2)
    receiver_name = models.CharField(max_length=300)
    proof = models.CharField(max_length=10, choices=Proof.choices)
    signature = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    # A form sent twice must not hand out twice.
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="handover_part_positive", condition=Q(part__gt=0)),
            models.CheckConstraint(
                name="handover_proven", condition=Q(proof="code") | Q(signature__isnull=False)
            ),
        ]

    class Privacy:
        personal = ("receiver_name", "signature", "note")
        safe = ("id", "delivery", "part", "proof", "paper", "at", "by", "once")
