"""The social study: visit, household as it was found, and recommendation (OBJ-1)."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.documents import Attachment
from wasl.beneficiaries.models.household import HouseholdRole
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case
from wasl.catalogue.models.guide import ScoringGuide
from wasl.common.crypto import EncryptedTextField
from wasl.common.hashing import restored

USER = settings.AUTH_USER_MODEL


class Recommendation(models.TextChoices):
    ACCEPT = "accept", _("Accept")
    ACCEPT_PART = "accept_part", _("Accept in part")
    REJECT = "reject", _("Not accept")


class Urgency(models.TextChoices):
    """How long the need can wait, in the researcher's view."""

    USUAL = "usual", _("It can wait its turn")
    SOON = "soon", _("Soon")
    AT_ONCE = "at_once", _("At once")


@pghistory.track()
class Study(models.Model):
    """A researcher's visit and recommendation.

    `guide` is the version of the scoring guide in force when the study began; need is scored by it.
    `based_on` is the earlier study from which this one was filled.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="study")
    researcher = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    # Empty where the association had no guide in force when the study began.
    guide = models.ForeignKey(ScoringGuide, on_delete=models.PROTECT, null=True, related_name="+")
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    visit_date = models.DateField(null=True)
    visit_place = models.CharField(max_length=200, blank=True)
    present = models.CharField(max_length=300, blank=True)
    findings = EncryptedTextField(blank=True)
    recommendation = models.CharField(max_length=12, choices=Recommendation.choices, blank=True)
    recommended_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    recommended_quantity = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    urgency = models.CharField(max_length=7, choices=Urgency.choices, blank=True)
    reason = EncryptedTextField(blank=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="study_completed_recommends",
                condition=Q(completed_at=None) | ~Q(recommendation=""),
            ),
        ]

    class Privacy:
        personal = (
            "visit_place",
            "present",
            "findings",
            "recommendation",
            "recommended_amount",
            "recommended_quantity",
            "urgency",
            "reason",
        )
        sensitive = ("findings", "reason")
        safe = (
            "id",
            "case",
            "researcher",
            "guide",
            "based_on",
            "visit_date",
            "started_at",
            "completed_at",
        )


class StudyAnswer(models.Model):
    """An answer of a study, as encrypted canonical text: income, debts and health among them."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=60)
    value = EncryptedTextField(blank=True)
    is_prefilled = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="study_answered_once", fields=["study", "key"])]

    class Privacy:
        personal = ("value",)
        sensitive = ("value",)
        safe = ("id", "study", "key", "is_prefilled", "changed_at")


class StudyMember(models.Model):
    """A household member as the study found them.

    `person` is set where the register knows them in this household. `details` holds health,
    schooling and work as one encrypted canonical text.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="members")
    # The page makes the key of a new row, so a row that is sent twice is saved once.
    key = models.UUIDField(default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    full_name = models.CharField(max_length=300)
    relation = models.CharField(
        max_length=8, choices=[(role.value, role.label) for role in HouseholdRole]
    )
    birth_date = models.DateField(null=True, blank=True)
    # The date as it was said, often Hijri; `birth_date` is the day derived from it.
    birth_written = models.CharField(max_length=30, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    details = EncryptedTextField(blank=True)
    # The researcher asks an officer to add this member to the household on file.
    is_offered = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="study_member_once", fields=["study", "key"]),
            models.CheckConstraint(name="study_member_named", condition=~Q(full_name="")),
            models.CheckConstraint(
                name="study_member_lives", condition=Q(age=None) | Q(age__lte=130)
            ),
        ]

    class Privacy:
        personal = (
            "person",
            "full_name",
            "relation",
            "birth_date",
            "birth_written",
            "age",
            "details",
        )
        sensitive = ("details",)
        safe = ("id", "study", "key", "is_offered", "order")

    @property
    def told(self) -> dict[str, str]:
        """Return what was recorded of schooling, health, work and being an orphan."""
        details: dict[str, str] = restored(self.details, {})
        return details

    def age_on(self, day: date) -> int | None:
        """Return the age in whole years: from the birth date, else as told at the visit."""
        return years(self.birth_date, day) if self.birth_date else self.age


def years(birth: date, day: date) -> int:
    """Return the whole years from a birth date to a day."""
    return max(day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)), 0)


class Party(models.TextChoices):
    """A signer of a study."""

    FAMILY = "family", _("Who received the visit")
    RESEARCHER = "researcher", _("The researcher")


class StudySignature(models.Model):
    """A signature under a study.

    `content` is the keyed hash of the study as it was signed, so that a later change shows.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="signatures")
    party = models.CharField(max_length=10, choices=Party.choices)
    name = models.CharField(max_length=300)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    content = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    taken_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="study_signed_once_by_each", fields=["study", "party"])
        ]

    class Privacy:
        personal = ("name", "attachment", "content")
        safe = ("id", "study", "party", "signed_at", "taken_by")
