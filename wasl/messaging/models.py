"""Messages to people, and the codes they send back."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.common.crypto import EncryptedTextField


class Channel(models.TextChoices):
    """The seven channels of the policy (CHA-1…CHA-7)."""

    INTERVIEW = "interview", _("Interview")
    TELEPHONE = "telephone", _("Telephone")
    SOCIAL_MEDIA = "social_media", _("Social media")
    LETTER = "letter", _("Letter")
    HELP_REQUEST = "help_request", _("Help request")
    VOLUNTEERING = "volunteering", _("Volunteering")
    WEBSITE = "website", _("Website")


class Carrier(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")


class MessageStatus(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")


class Template(models.Model):
    """The words of a message in a language and version; placeholders as {name}.

    No personal data in SMS.
    """

    key = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    version = models.PositiveIntegerField(default=1)
    subject = models.CharField(max_length=150, blank=True)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="template_version_once", fields=["key", "language", "version"]
            )
        ]

    class Privacy:
        personal = ()
        safe = ("id", "key", "language", "version", "subject", "body")


class Message(models.Model):
    """A message to an address.

    `secret` (a code or a link) is never shown and is cleared once sent.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True)
    carrier = models.CharField(max_length=10, choices=Carrier.choices)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    recipient = EncryptedTextField()
    params = models.JSONField(default=dict)
    secret = EncryptedTextField(blank=True)
    # No foreign key: the register is a layer above.
    person_id = models.BigIntegerField(null=True, db_index=True)
    about_type = models.CharField(max_length=80, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    status = models.CharField(
        max_length=10, choices=MessageStatus.choices, default=MessageStatus.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    address_refused = models.BooleanField(default=False)
    external_id = models.CharField(max_length=80, blank=True, db_index=True)
    # NULL, not '': PostgreSQL accepts any number of NULLs in a unique column.
    once_key = models.CharField(max_length=160, null=True, unique=True)  # noqa: DJ001 (unique where given)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["status", "created_at"], name="message_status")]
        constraints = [
            models.CheckConstraint(
                name="message_sent_at_with_status",
                condition=Q(status__in=["queued", "failed"]) | Q(sent_at__isnull=False),
            ),
        ]

    @property
    def has_failed(self) -> bool:
        return self.status == MessageStatus.FAILED

    class Privacy:
        personal = ("recipient", "params", "secret", "person_id")
        sensitive = ("recipient", "secret")
        person = ("person_id",)
        safe = (
            "id",
            "reference",
            "carrier",
            "template",
            "about_type",
            "about_id",
            "status",
            "attempts",
            "error",
            "address_refused",
            "external_id",
            "once_key",
            "created_at",
            "sent_at",
            "delivered_at",
        )


class CodePurpose(models.TextChoices):
    """The purpose of a code.

    Each has its own budget, so that nobody can use up another's (ADR 42).
    """

    VERIFY_MOBILE = "verify_mobile", _("Verify a mobile")
    OPEN_FILE = "open_file", _("Open one's own file")
    CONFIRM_MOBILE = "confirm_mobile", _("Confirm the mobile of a file")
    SIGN = "sign", _("Sign a declaration")
    TRACK = "track", _("Follow a request")
    RECEIVE = "receive", _("Confirm a receipt")


class OneTimeCode(models.Model):
    """A six-digit code sent to a mobile.

    Only its hash is stored; it holds for one purpose and subject, for a few minutes and tries.

    A decoy was sent to nobody and never counts against the mobile. `address_blind` marks where it
    was requested from.
    """

    purpose = models.CharField(max_length=20, choices=CodePurpose.choices)
    subject = models.CharField(max_length=80)
    mobile_blind = models.CharField(max_length=64)
    address_blind = models.CharField(max_length=64, blank=True)
    is_decoy = models.BooleanField(default=False)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["purpose", "subject", "created_at"], name="code_subject"),
            models.Index(fields=["mobile_blind", "created_at"], name="code_mobile"),
            models.Index(
                fields=["address_blind", "created_at"],
                name="code_address",
                condition=~Q(address_blind=""),
            ),
            models.Index(fields=["purpose", "created_at"], name="code_purpose"),
        ]

    class Privacy:
        personal = ("mobile_blind", "address_blind")
        nobody = "keyed marks of a mobile and an address, of use for minutes and gone after a month"
        safe = (
            "id", "purpose", "subject", "is_decoy", "code_hash", "created_at", "expires_at",
            "attempts", "used_at",
        )  # fmt: skip
