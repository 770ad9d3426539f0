"""The written part of the record of processing, and the quarterly review of reads."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.beneficiaries.models.person import Person
from wasl.common.bilingual import pick

USER = settings.AUTH_USER_MODEL


class LegalBasis(models.TextChoices):
    """The ground on which the law allows data to be used."""

    CONSENT = "consent", _("The person agreed")
    AGREEMENT = "agreement", _("An agreement the person is party to")
    LAW = "law", _("A law or rule obliges us to")
    OWN_INTEREST = "own_interest", _("It serves the person's own interest")
    LEGITIMATE = "legitimate", _("A legitimate interest of the association")


class ProcessingActivity(models.Model):
    """An activity of the record: the part that people must write.

    Which data it uses follows from the fields themselves.
    """

    code = models.CharField(max_length=24, unique=True)
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    purpose = models.TextField()
    whom = models.CharField(max_length=300)
    basis = models.CharField(max_length=12, choices=LegalBasis.choices)
    basis_note = models.CharField(max_length=300, blank=True)
    recipients = models.TextField()
    retention = models.CharField(max_length=300, blank=True)
    measures = models.TextField(blank=True)
    abroad = models.CharField(max_length=300, blank=True)
    # Only for activities outside the software, such as cameras: their data are in no table of ours.
    data_kinds = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="processing_is_explained",
                condition=~Q(name_ar="") & ~Q(purpose="") & ~Q(whom="") & ~Q(recipients=""),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "code", "name_ar", "name_en", "purpose", "whom", "basis", "basis_note",
            "recipients", "retention", "measures", "abroad", "data_kinds", "is_active",
            "changed_at", "changed_by",
        )  # fmt: skip

    @property
    def name(self) -> str:
        return pick(self.name_ar, self.name_en)


class AccessReviewQuerySet(models.QuerySet["AccessReview"]):
    def visible_to(self, user: User) -> "AccessReviewQuerySet":
        return self if user.holds(P.PRIVACY_HANDLE) else self.none()


class AccessReview(models.Model):
    """The reads of people's files in one quarter, counted from the audit trail and signed off."""

    from_date = models.DateField(unique=True)
    until_date = models.DateField()
    # Counted once and stored: the trail grows without end, so a page must not count it (ADR 32).
    figures = models.JSONField(default=list)
    unexplained = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()
    note = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="access_review_days", condition=Q(from_date__lt=F("until_date"))),
            models.CheckConstraint(
                name="access_review_signed_with_note",
                condition=Q(signed_at=None, signed_by=None) | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(note="")),
            ),
        ]  # fmt: skip

    class Privacy:
        personal = ()
        safe = (
            "id", "from_date", "until_date", "figures", "unexplained", "counted_at", "note",
            "signed_at", "signed_by",
        )  # fmt: skip

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class UnexplainedRead(models.Model):
    """A read in the quarter that nothing in the person's file or household explains."""

    # The rows are deleted and rewritten when an unsigned quarter is counted again.
    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="outliers")
    reader = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    reads = models.PositiveIntegerField()

    class Privacy:
        personal = ("person",)
        safe = ("id", "review", "reader", "first_at", "reads")
