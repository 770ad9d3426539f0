"""Representatives: who may act for a person."""

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.documents import Attachment
from wasl.beneficiaries.models.person import Person
from wasl.common.crypto import EncryptedTextField


class RepresentativeScope(models.TextChoices):
    AGENT = "agent", _("Agent")
    GUARDIAN = "guardian", _("Guardian")
    TRUSTEE = "trustee", _("Trustee")


class EndCause(models.TextChoices):
    """Why somebody no longer acts for a person."""

    REVOKED = "revoked", _("The person or the court took it back")
    REPLACED = "replaced", _("Another document replaced it")
    GROWN_UP = "grown_up", _("The person came of age")
    DEATH = "death", _("Death")
    MISTAKE = "mistake", _("Recorded by mistake")


@pghistory.track()
class Representative(models.Model):
    """Somebody who may act for a person, by which document, from when until when.

    They may be a person of the register themself.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representatives")
    acting_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="acts_for"
    )
    full_name = models.CharField(max_length=300)
    id_number = EncryptedTextField(blank=True)
    mobile = models.CharField(max_length=16, blank=True)
    scope = models.CharField(max_length=10, choices=RepresentativeScope.choices)
    document_number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_date = models.DateField(null=True, blank=True)
    ended_cause = models.CharField(max_length=8, choices=EndCause.choices, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="representative_dates_in_order",
                condition=Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
            models.CheckConstraint(
                name="representative_ended_with_cause",
                condition=Q(ended_date=None, ended_cause="")
                | Q(Q(ended_date__isnull=False), ~Q(ended_cause="")),
            ),
            models.CheckConstraint(
                name="representative_is_somebody_else", condition=~Q(acting_person=F("person"))
            ),
        ]

    class Privacy:
        personal = (
            "person", "acting_person", "full_name", "id_number", "mobile", "scope",
            "document_number", "valid_from", "valid_to", "attachment", "ended_date", "ended_cause",
        )  # fmt: skip
        sensitive = ("id_number",)
        person = ("person", "acting_person")
        safe = ("id", "added_at", "added_by", "ended_by", "once")

    def covers(self, day: date) -> bool:
        """Return whether the document lets them act on this day."""
        begun = self.valid_from <= day
        running = self.valid_to is None or day <= self.valid_to
        # `valid_to` is the document's last day; `ended_date` is the first day without it.
        return begun and running and (self.ended_date is None or day < self.ended_date)
