"""Whom a person provides for, and who may act for them."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.person import Person
from wasl.common.crypto import EncryptedTextField


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
