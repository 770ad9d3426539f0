"""Acknowledgements of rights and duties, by version of the policy (PRE-2)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.person import Person
from wasl.governance.models.documents import PolicyVersion

USER = settings.AUTH_USER_MODEL


class AcknowledgedHow(models.TextChoices):
    PORTAL = "portal", _("On the site, after a code to the mobile")
    READ = "read", _("Read it at the desk")
    READ_OUT = "read_out", _("It was read out to them")


class RightsAcknowledgement(models.Model):
    """An acknowledgement of a version (PRE-2); `sha256` is of exactly the words that were shown."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rights_acknowledged")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    how = models.CharField(max_length=8, choices=AcknowledgedHow.choices)
    acknowledged_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "version"], name="rights_of_person")]

    class Privacy:
        personal = ("person", "sha256")
        safe = ("id", "version", "how", "acknowledged_at", "recorded_by")
