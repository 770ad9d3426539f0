"""Files that were handed in, and a person's documents."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.beneficiaries.models.person import Person
from wasl.catalogue.models.offered import DocumentType
from wasl.common.crypto import EncryptedTextField


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User) -> "AttachmentQuerySet":
        """Return the files for those who may open a person's file or a case; none for others."""
        opens = user.holds(Permission.PEOPLE_FIND) or user.holds(Permission.CASES_VIEW)
        return self if opens else self.none()


class Attachment(models.Model):
    """A file that was handed in or drawn: content checked, images re-encoded, under a random name.

    `invoice` is the XML of an e-invoice that a PDF carried inside it, kept as a file of its own
    (ADR 46).
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to="attachments/%Y/%m")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    invoice = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carrier"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AttachmentQuerySet.as_manager()

    class Privacy:
        personal = ("person", "file", "name", "sha256")
        safe = ("id", "key", "kind", "size", "pages", "invoice", "added_at", "added_by")


@pghistory.track()
class Document(models.Model):
    """A person's document: a stored copy, or «seen and matched» without one (PDPL).

    Dates are kept as written and as days.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    document_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+")
    number = EncryptedTextField(blank=True)
    issuer = models.CharField(max_length=150, blank=True)
    issued_date = models.DateField(null=True, blank=True)
    issued_written = models.CharField(max_length=30, blank=True)
    expires_date = models.DateField(null=True, blank=True)
    expires_written = models.CharField(max_length=30, blank=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "document_type", "-added_at"], name="document_person"),
            models.Index(
                fields=["expires_date", "id"],
                name="document_ending",
                condition=Q(expires_date__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="document_seen_together",
                condition=Q(seen_at=None, seen_by=None)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
            ),
            models.CheckConstraint(
                # Without `added_by` the person stated it on the website, and an officer sees it
                # later.
                name="document_copy_or_seen",
                condition=Q(attachment__isnull=False) | Q(seen_at__isnull=False) | Q(added_by=None),
            ),
            models.CheckConstraint(
                name="document_dates_in_order",
                condition=Q(issued_date=None)
                | Q(expires_date=None)
                | Q(issued_date__lte=models.F("expires_date")),
            ),
        ]

    @property
    def is_only_stated(self) -> bool:
        """Whether the person stated it from afar: no copy is kept, and no officer saw it yet."""
        return self.attachment_id is None and self.seen_at is None

    class Privacy:
        personal = (
            "person",
            "number",
            "issuer",
            "issued_date",
            "issued_written",
            "expires_date",
            "expires_written",
            "attachment",
        )
        sensitive = ("number",)
        safe = ("id", "document_type", "seen_at", "seen_by", "added_at", "added_by", "once")
