"""People, and the registration as a beneficiary."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.accounts.permissions import Permission
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
