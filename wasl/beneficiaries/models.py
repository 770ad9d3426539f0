"""People and what is known of them."""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.accounts.permissions import Permission
from wasl.catalogue.models import DocumentType
from wasl.common.crypto import EncryptedTextField


class IdKind(models.TextChoices):
    NATIONAL_ID = "national_id", _("National ID")
    IQAMA = "iqama", _("Iqama")


class Calendar(models.TextChoices):
    HIJRI = "hijri", _("Hijri")
    GREGORIAN = "gregorian", _("Gregorian")


class UnmaskReason(models.TextChoices):
    """Why somebody needs to see an identifier in full; the code goes into the trail (PRE-6)."""

    MATCHING = "matching", _("To match it with the original")
    CONTACT = "contact", _("To contact the person")
    PAYMENT = "payment", _("To prepare a payment")
    CORRECTION = "correction", _("To correct the file")
    AUTHORITY = "authority", _("An authority asked by law")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user) -> "PersonQuerySet":
        """Everyone, for those who may search the register; nobody for the rest. There is no page that lists all."""
        return self if user.holds(Permission.PEOPLE_FIND) else self.none()


@pghistory.track()
class Person(models.Model):
    """One human being, once (PRE-2): whatever roles they hold, there is one row, found by its keys."""

    full_name = models.CharField(max_length=300)
    known_as = models.CharField(max_length=100, blank=True)
    latin_name = models.CharField(max_length=300, blank=True)
    name_tokens = ArrayField(models.CharField(max_length=300), default=list)
    name_grams = ArrayField(models.CharField(max_length=3), default=list)
    sort_key = models.CharField(max_length=300, db_index=True)
    gender = models.CharField(max_length=6, choices=Gender.choices)
    id_kind = models.CharField(max_length=12, choices=IdKind.choices)
    id_number = EncryptedTextField()
    id_blind = models.CharField(max_length=64, unique=True)
    birth_date = models.DateField(null=True, blank=True)
    birth_written = models.CharField(max_length=30, blank=True)
    birth_calendar = models.CharField(max_length=9, choices=Calendar.choices, blank=True)
    mobile = models.CharField(max_length=16, blank=True, db_index=True)
    mobile_verified_at = models.DateTimeField(null=True, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="ar")
    iban = EncryptedTextField(blank=True)
    iban_blind = models.CharField(max_length=64, blank=True, db_index=True)
    city = models.CharField(max_length=100, blank=True)
    district = models.CharField(max_length=100, blank=True)
    short_address = models.CharField(max_length=8, blank=True)
    is_member = models.BooleanField(default=False)
    member_number = models.CharField(max_length=20, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    once = models.UUIDField(null=True, unique=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["name_tokens"], name="person_tokens"),
            GinIndex(fields=["name_grams"], name="person_grams"),
        ]

    class Privacy:
        personal = (
            "full_name",
            "known_as",
            "latin_name",
            "name_tokens",
            "name_grams",
            "sort_key",
            "gender",
            "id_kind",
            "id_number",
            "id_blind",
            "birth_date",
            "birth_written",
            "birth_calendar",
            "mobile",
            "email",
            "iban",
            "iban_blind",
            "city",
            "district",
            "short_address",
            "is_member",
            "member_number",
        )
        safe = ("id", "mobile_verified_at", "language", "registered_at", "registered_by", "once")

    @property
    def is_female(self) -> bool:
        return self.gender == Gender.FEMALE


class BeneficiaryFile(models.Model):
    """The registration as a beneficiary: the number is issued once, when the gate passes (PRO-8)."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="file")
    number = models.CharField(max_length=16, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        personal = ("person", "number")
        safe = ("id", "opened_at", "opened_by")


class Relation(models.TextChoices):
    SPOUSE = "spouse", _("Spouse")
    SON = "son", _("Son")
    DAUGHTER = "daughter", _("Daughter")
    PARENT = "parent", _("Parent")
    SIBLING = "sibling", _("Brother or sister")
    OTHER = "other", _("Other relative")


@pghistory.track()
class Dependant(models.Model):
    """Someone a person provides for, as their family register says."""

    provider = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dependants")
    full_name = models.CharField(max_length=300)
    relation = models.CharField(max_length=10, choices=Relation.choices)
    birth_date = models.DateField(null=True, blank=True)
    birth_written = models.CharField(max_length=30, blank=True)
    is_studying = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    once = models.UUIDField(null=True, unique=True)

    class Privacy:
        personal = ("provider", "full_name", "relation", "birth_date", "birth_written", "is_studying")
        safe = ("id", "added_at", "added_by", "once")


class RepresentativeScope(models.TextChoices):
    AGENT = "agent", _("Agent")
    GUARDIAN = "guardian", _("Guardian")
    TRUSTEE = "trustee", _("Trustee")


@pghistory.track()
class Representative(models.Model):
    """Who may act for a person, by which document, from when until when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representatives")
    full_name = models.CharField(max_length=300)
    id_number = EncryptedTextField(blank=True)
    mobile = models.CharField(max_length=16, blank=True)
    scope = models.CharField(max_length=10, choices=RepresentativeScope.choices)
    document_number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="representative_dates_in_order",
                condition=Q(valid_to=None) | Q(valid_from__lte=models.F("valid_to")),
            ),
        ]

    class Privacy:
        personal = ("person", "full_name", "id_number", "mobile", "scope", "document_number", "valid_from", "valid_to")
        safe = ("id", "added_at", "added_by", "once")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user) -> "AttachmentQuerySet":
        """The files of people, for those who may open a person's file or a case file."""
        opens = user.holds(Permission.PEOPLE_FIND) or user.holds(Permission.CASES_VIEW)
        return self if opens else self.none()


class Attachment(models.Model):
    """A file that was handed in or drawn: checked by content, images re-encoded, stored under a random name."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to="attachments/%Y/%m")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Privacy:
        personal = ("person", "file", "name", "sha256")
        safe = ("id", "key", "kind", "size", "pages", "added_at", "added_by")


@pghistory.track()
class Document(models.Model):
    """A person's document: a stored copy, or «seen and matched» without one (PDPL). Dates as written and as days."""

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
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["person", "document_type", "-added_at"], name="document_person")]
        constraints = [
            models.CheckConstraint(
                name="document_seen_together",
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
            ),
            models.CheckConstraint(
                name="document_copy_or_seen",
                condition=Q(attachment__isnull=False) | Q(seen_at__isnull=False) | Q(added_by=None),
            ),
            models.CheckConstraint(
                name="document_dates_in_order",
                condition=Q(issued_date=None) | Q(expires_date=None) | Q(issued_date__lte=models.F("expires_date")),
            ),
        ]

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
        safe = ("id", "document_type", "seen_at", "seen_by", "added_at", "added_by", "once")
