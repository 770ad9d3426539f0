"""Consents by purpose: to which text they were given, and whether they were withdrawn."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.documents import Attachment
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.common.bilingual import pick


class ConsentPurpose(models.TextChoices):
    """Uses of the data that no service needs.

    Each is agreed to on its own, and no service depends on it.
    """

    SHARING = "sharing", _("Sharing data with partner bodies")
    AWARENESS = "awareness", _("Awareness messages and invitations")
    STORIES = "stories", _("Impact stories and pictures")
    REFERENCES = "references", _("Asking neighbours or the imam")


class ConsentHow(models.TextChoices):
    PAPER = "paper", _("Signed on paper")
    CODE = "code", _("On the site, after a code to the mobile")
    SPOKEN = "spoken", _("Said to a member of the staff")


class ConsentText(models.Model):
    """The text of one purpose in one version; a consent keeps the version it was given to."""

    purpose = models.CharField(max_length=12, choices=ConsentPurpose.choices)
    version = models.PositiveSmallIntegerField()
    text_ar = models.TextField()
    text_en = models.TextField()
    from_date = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="consent_text_once", fields=["purpose", "version"])
        ]

    class Privacy:
        personal = ()
        safe = ("id", "purpose", "version", "text_ar", "text_en", "from_date")

    @property
    def text(self) -> str:
        return pick(self.text_ar, self.text_en)


class Consent(models.Model):
    """A consent, given and perhaps withdrawn.

    One is in force for a person and purpose at a time.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=ConsentPurpose.choices)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=6, choices=ConsentHow.choices)
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_how = models.CharField(max_length=6, choices=ConsentHow.choices, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["person", "purpose", "-given_at"], name="consent_person")]
        constraints = [
            models.UniqueConstraint(
                name="consent_one_standing",
                fields=["person", "purpose"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_how="")
                | (Q(withdrawn_at__gte=models.F("given_at")) & ~Q(withdrawn_how="")),
            ),
            models.CheckConstraint(
                # On the website (by code) nobody of the staff takes part; every other way has its
                # officer.
                name="consent_recorded_by_somebody",
                condition=Q(how="code") | Q(recorded_by__isnull=False),
            ),
        ]

    class Privacy:
        personal = ("person", "representative", "attachment")
        safe = (
            "id", "purpose", "text", "how", "given_at", "recorded_by", "withdrawn_at",
            "withdrawn_how", "withdrawn_by",
        )  # fmt: skip
