"""Further numbers of a person, and further ways to reach them."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.person import Person
from wasl.common.crypto import EncryptedTextField


class IdentifierKind(models.TextChoices):
    NATIONAL_ID = "national_id", _("National ID")
    IQAMA = "iqama", _("Iqama")
    PASSPORT = "passport", _("Passport")
    GCC_ID = "gcc_id", _("ID of a Gulf state")
    BORDER_NUMBER = "border_number", _("Border number")


@pghistory.track()
class Identifier(models.Model):
    """A number besides the one on the person's row, such as a passport or a former iqama.

    The person is found by it even when it has ended.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=13, choices=IdentifierKind.choices)
    number = EncryptedTextField()
    number_blind = models.CharField(max_length=64)
    issuer = models.CharField(max_length=100, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    valid_to_written = models.CharField(max_length=30, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["number_blind"], name="identifier_blind")]
        constraints = [
            # Over this table alone; that no other person has the number on their row, an advisory
            # lock ensures (ADR 22).
            models.UniqueConstraint(fields=["kind", "number_blind"], name="identifier_once")
        ]

    class Privacy:
        personal = (
            "person",
            "kind",
            "number",
            "number_blind",
            "issuer",
            "valid_to",
            "valid_to_written",
        )
        sensitive = ("number",)
        safe = ("id", "added_at", "added_by", "ended_at", "ended_by", "once")


class ContactKind(models.TextChoices):
    MOBILE = "mobile", _("Mobile")
    PHONE = "phone", _("Landline")
    EMAIL = "email", _("E-mail")


class ContactPurpose(models.TextChoices):
    OWN = "own", _("Their own")
    FAMILY = "family", _("A relative's")
    GUARDIAN = "guardian", _("Their guardian's or agent's")
    WORK = "work", _("At work")
    EMERGENCY = "emergency", _("In an emergency")
    NEIGHBOUR = "neighbour", _("A neighbour's")


@pghistory.track()
class ContactPoint(models.Model):
    """A way to reach a person besides the mobile and e-mail on their row: whose it is, what for."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=6, choices=ContactKind.choices)
    value = models.CharField(max_length=254, db_index=True)
    purpose = models.CharField(max_length=9, choices=ContactPurpose.choices)
    holder_name = models.CharField(max_length=300, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "value"],
                condition=Q(ended_at=None),
                name="contact_point_once",
            ),
            models.CheckConstraint(
                name="contact_point_ends_after_it_began",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("added_at")),
            ),
        ]

    class Privacy:
        personal = ("person", "kind", "value", "purpose", "holder_name")
        safe = ("id", "verified_at", "added_at", "added_by", "ended_at", "ended_by", "once")
