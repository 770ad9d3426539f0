"""Circulars to members and beneficiaries, and each of their recipients (PRE-8)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.person import Person
from wasl.catalogue.models.offered import Service
from wasl.common.bilingual import pick
from wasl.governance.models.documents import PolicyVersion
from wasl.messaging.models import Message
from wasl.outreach.states import Status

USER = settings.AUTH_USER_MODEL
# Letters; the title is part of a text message beside the link.
TITLE = 60


class Kind(models.TextChoices):
    POLICY = "policy", _("A policy in force")
    ANNOUNCEMENT = "announcement", _("An announcement")


class Audience(models.TextChoices):
    MEMBERS = "members", _("Members of the general assembly")
    BENEFICIARIES = "beneficiaries", _("Beneficiaries")
    EVERYBODY = "everybody", _("Members and beneficiaries")
    SERVICE = "service", _("Those of one service")


class Reach(models.TextChoices):
    """How a person is reached: as they prefer, otherwise by what is known."""

    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    CALL = "call", _("Phone call")
    PAPER = "paper", _("On paper or by a visit")
    DESK = "desk", _("When they next come")


BY_MESSAGE = (Reach.SMS, Reach.EMAIL)


class How(models.TextChoices):
    LINK = "link", _("By the link they were sent")
    CALL = "call", _("By phone")
    DESK = "desk", _("At the desk")
    PAPER = "paper", _("On paper")


class Circular(models.Model):
    """A text to many people. `last_person` is how far the sending has come; a killed worker
    continues from there.
    """

    kind = models.CharField(max_length=12, choices=Kind)
    version = models.ForeignKey(
        PolicyVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField(max_length=13, choices=Audience)
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title_ar = models.CharField(max_length=TITLE)
    title_en = models.CharField(max_length=TITLE, blank=True)
    body_ar = models.TextField()
    body_en = models.TextField(blank=True)
    reduces_rights = models.BooleanField(default=False)
    reduces_ar = models.TextField(blank=True)
    reduces_en = models.TextField(blank=True)
    due_date = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    # By reach, so that the approval shows how many messages it costs.
    counts = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    last_person = models.BigIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["status"], name="circular_sending", condition=Q(status=Status.SENDING)
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="circular_of_a_policy_names_its_version",
                condition=Q(kind=Kind.POLICY, version__isnull=False)
                | Q(kind=Kind.ANNOUNCEMENT, version=None),
            ),
            models.CheckConstraint(
                name="circular_of_a_service_names_it",
                condition=Q(audience=Audience.SERVICE, service__isnull=False)
                | (~Q(audience=Audience.SERVICE) & Q(service=None)),
            ),
            models.CheckConstraint(
                name="circular_explains_a_reduced_right",
                condition=Q(reduces_rights=False) | ~Q(reduces_ar=""),
            ),
            models.CheckConstraint(
                name="circular_approved_with_its_time",
                condition=Q(status=Status.DRAFT, approved_at=None)
                | (~Q(status=Status.DRAFT) & Q(approved_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="circular_approved_by_another",
                condition=Q(approved_by=None)
                | Q(written_by=None)
                | ~Q(approved_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="circular_sent_with_its_time",
                condition=Q(status__in=[Status.DRAFT, Status.APPROVED])
                | Q(started_at__isnull=False),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "kind", "version", "audience", "service", "title_ar", "title_en", "body_ar",
            "body_en", "reduces_rights", "reduces_ar", "reduces_en", "due_date", "status", "counts",
            "counted_at", "written_at", "written_by", "approved_at", "approved_by", "started_at",
            "last_person", "sent_at",
        )  # fmt: skip

    @property
    def title(self) -> str:
        return pick(self.title_ar, self.title_en)

    @property
    def body(self) -> str:
        return pick(self.body_ar, self.body_en)

    @property
    def reduces(self) -> str:
        return pick(self.reduces_ar, self.reduces_en)

    @property
    def is_policy(self) -> bool:
        return self.kind == Kind.POLICY


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def waiting(self) -> "RecipientQuerySet":
        """Filter recipients who have not acknowledged."""
        return self.filter(acknowledged_at=None)

    def to_tell(self) -> "RecipientQuerySet":
        """Filter recipients whom no message reached: to be called, visited, or informed when they
        come.
        """
        unreached = ~Q(reach__in=BY_MESSAGE) | Q(message__status="failed")
        return self.filter(unreached, told_at=None, acknowledged_at=None)


class Recipient(models.Model):
    """A person to whom a circular goes: how, whether it reached them, and whether they acknowledged
    it.
    """

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="recipients")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="circulars")
    # Decided at the sending; a later change of the person's preference does not rewrite it.
    reach = models.CharField(max_length=5, choices=Reach)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_how = models.CharField(max_length=5, choices=How, blank=True)
    acknowledged_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circular", "person"], name="recipient_once"),
            models.CheckConstraint(
                name="recipient_acknowledged_together",
                condition=Q(acknowledged_at=None, acknowledged_how="", acknowledged_by=None)
                | (Q(acknowledged_at__isnull=False) & ~Q(acknowledged_how="")),
            ),
            models.CheckConstraint(
                name="recipient_acknowledged_by_link_or_staff",
                condition=Q(acknowledged_by=None) | ~Q(acknowledged_how=How.LINK),
            ),
            models.CheckConstraint(
                name="recipient_told_together",
                condition=Q(told_at=None, told_by=None)
                | Q(told_at__isnull=False, told_by__isnull=False),
            ),
        ]

    class Privacy:
        personal = ("person", "reach", "acknowledged_how")
        safe = (
            "id", "circular", "message", "added_at", "told_at", "told_by", "acknowledged_at",
            "acknowledged_by", "reminders", "reminded_at",
        )  # fmt: skip
