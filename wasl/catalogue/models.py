"""Services and what each asks for; document types; reason codes of decisions; the guide by which need is scored."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Department
from wasl.accounts.permissions import Permission
from wasl.catalogue.states import GuideStatus
from wasl.common.bilingual import pick
from wasl.governance.models import Clause

# What somebody was scored by can no longer change, or the score could not be explained (OBJ-1).
STAYS = """
    IF EXISTS (
        SELECT 1 FROM catalogue_scoringguide WHERE id IN (OLD.guide_id, NEW.guide_id) AND status <> 'draft'
    ) THEN
        RAISE EXCEPTION 'this version of the scoring guide can no longer change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
DATED_STAYS = """
    IF OLD.status <> 'draft' AND (NEW.id IS NULL OR NEW.status <> 'draft') THEN
        RAISE EXCEPTION 'this version of the scoring guide can no longer change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class DeliveryKind(models.TextChoices):
    CASH = "cash", _("Cash")
    IN_KIND = "in_kind", _("In kind")
    VOUCHER = "voucher", _("Voucher")
    REFERRAL = "referral", _("Referral")
    TRAINING = "training", _("Training")


class Section(models.TextChoices):
    ABOUT_YOU = "about_you", _("About you")
    HOUSEHOLD = "household", _("Your household")
    NEED = "need", _("What you need")
    PAYMENT = "payment", _("How it reaches you")


class FieldKind(models.TextChoices):
    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    INTEGER = "integer", _("Whole number")
    MONEY = "money", _("Amount")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    YES_NO = "yes_no", _("Yes or no")
    IBAN = "iban", _("IBAN")
    MOBILE = "mobile", _("Mobile number")


class Outcome(models.TextChoices):
    """The outcomes of a decision, by the same words as the committee's."""

    APPROVED = "approved", _("Accepted")
    REJECTED = "rejected", _("Not accepted")
    DEFERRED = "deferred", _("Deferred")
    RETURNED = "returned", _("Returned for completion")


class DocumentType(models.Model):
    """A kind of document: who issues it, whether it expires, and whether a copy may be kept.

    PDPL: the original is viewed and matched by default; a copy is stored only where the type says so.
    """

    code = models.SlugField(max_length=40, unique=True)
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    issuer_ar = models.CharField(max_length=120, blank=True)
    issuer_en = models.CharField(max_length=120, blank=True)
    has_expiry = models.BooleanField(default=False)
    store_copy = models.BooleanField(default=False)
    max_age_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Privacy:
        personal = ()
        safe = (
            "id",
            "code",
            "name_ar",
            "name_en",
            "issuer_ar",
            "issuer_en",
            "has_expiry",
            "store_copy",
            "max_age_days",
        )

    @property
    def name(self) -> str:
        return pick(self.name_ar, self.name_en)

    @property
    def issuer(self) -> str:
        return pick(self.issuer_ar, self.issuer_en)


class Service(models.Model):
    """A service the association offers; what it asks for lives in its versions."""

    code = models.SlugField(max_length=40, unique=True)
    active = models.BooleanField(default=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    order = models.PositiveSmallIntegerField(default=0)

    class Privacy:
        personal = ()
        safe = ("id", "code", "active", "department", "order")


class ServiceVersion(models.Model):
    """A service as it stood from a day on. A case keeps the version it was opened under."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    purpose_ar = models.TextField()
    purpose_en = models.TextField()
    who_ar = models.TextField()
    who_en = models.TextField()
    delivery_kind = models.CharField(max_length=10, choices=DeliveryKind)
    unit_ar = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=40)
    most_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    most_quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    visits_needed = models.PositiveSmallIntegerField(default=0)
    members_only = models.BooleanField(default=False)
    period_months = models.PositiveSmallIntegerField()
    guide_clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_force_from = models.DateField()
    published = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="one_service_version_per_number"),
            models.UniqueConstraint(
                fields=["service"], condition=Q(published=True), name="one_published_version_per_service"
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "service", "number", "name_ar", "name_en", "purpose_ar", "purpose_en", "who_ar", "who_en",
            "delivery_kind", "unit_ar", "unit_en", "most_amount", "most_quantity", "visits_needed", "members_only",
            "period_months", "guide_clause", "in_force_from", "published",
        )  # fmt: skip

    @property
    def name(self) -> str:
        return pick(self.name_ar, self.name_en)

    @property
    def purpose(self) -> str:
        return pick(self.purpose_ar, self.purpose_en)

    @property
    def who(self) -> str:
        return pick(self.who_ar, self.who_en)

    @property
    def unit(self) -> str:
        return pick(self.unit_ar, self.unit_en)


class FieldRequirement(models.Model):
    """One question of the form. `condition` says when it is asked, `prefill` where its answer may already be known,
    `matched_with` which document the officer holds it against (PRO-4)."""

    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="fields")
    key = models.SlugField(max_length=40)
    section = models.CharField(max_length=10, choices=Section)
    label_ar = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    help_ar = models.CharField(max_length=300, blank=True)
    help_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=FieldKind)
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=True)
    condition = models.JSONField(null=True, blank=True)
    prefill = models.CharField(max_length=60, blank=True)
    matched_with = models.ForeignKey(
        DocumentType, null=True, blank=True, on_delete=models.PROTECT, related_name="matched_fields"
    )
    sensitive = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="one_field_per_key"),
            models.CheckConstraint(name="a_choice_has_choices", condition=~Q(kind=FieldKind.CHOICE) | ~Q(choices=[])),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "version", "key", "section", "label_ar", "label_en", "help_ar", "help_en", "kind", "choices",
            "required", "condition", "prefill", "matched_with", "sensitive", "order",
        )  # fmt: skip

    @property
    def label(self) -> str:
        return pick(self.label_ar, self.label_en)

    @property
    def help(self) -> str:
        return pick(self.help_ar, self.help_en)

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices as (value, label) in the reader's language."""
        return [(choice["value"], pick(choice["ar"], choice.get("en", ""))) for choice in self.choices]


class DocumentRequirement(models.Model):
    """A document this service asks for: always or under a condition, valid on the day of submission, not too old."""

    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="documents")
    document_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="requirements")
    required = models.BooleanField(default=True)
    condition = models.JSONField(null=True, blank=True)
    must_be_valid = models.BooleanField(default=True)
    max_age_days = models.PositiveSmallIntegerField(null=True, blank=True)
    note_ar = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "document_type"], name="one_requirement_per_document_type"),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "version", "document_type", "required", "condition", "must_be_valid", "max_age_days", "note_ar",
            "note_en", "order",
        )  # fmt: skip

    @property
    def age_limit(self) -> int | None:
        """How old the document may be on the day of submission, in days: this service's own rule, else its kind's."""
        return self.max_age_days or self.document_type.max_age_days

    @property
    def note(self) -> str:
        return pick(self.note_ar, self.note_en)


class ReasonCode(models.Model):
    """Why the committee decided as it did, in words fit for a letter."""

    code = models.SlugField(max_length=40, unique=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    text_ar = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    active = models.BooleanField(default=True)

    class Privacy:
        personal = ()
        safe = ("id", "code", "outcome", "text_ar", "text_en", "active")

    @property
    def text(self) -> str:
        return pick(self.text_ar, self.text_en)


class ScoringGuideQuerySet(models.QuerySet["ScoringGuide"]):
    def visible_to(self, user) -> "ScoringGuideQuerySet":
        """Every version, old ones for ever, for whoever reads the catalogue."""
        return self if user.holds(Permission.CATALOGUE_READ) else self.none()


class ScoringGuide(models.Model):
    """One version of the guide by which need is scored (OBJ-1): its lines, its classes, how long an assessment holds.

    `edition` rises with every change of a draft, so that a stale page is noticed.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    status = models.CharField(max_length=5, choices=GuideStatus.choices, default=GuideStatus.DRAFT)
    valid_months = models.PositiveSmallIntegerField(
        default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    note_ar = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    from_date = models.DateField(null=True, blank=True, unique=True)
    sha256 = models.CharField(max_length=64, blank=True)
    edition = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    dated_at = models.DateTimeField(null=True)
    dated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScoringGuideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guide_dated_together",
                condition=Q(status="draft", from_date=None, dated_at=None, sha256="")
                | Q(status="dated", from_date__isnull=False, dated_at__isnull=False) & ~Q(sha256=""),
            ),
            models.CheckConstraint(name="guide_holds_for_months", condition=Q(valid_months__range=(1, 60))),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="dated_guide_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=DATED_STAYS,
            )
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "number", "status", "valid_months", "note_ar", "note_en", "from_date", "sha256", "edition",
            "edited_at", "edited_by", "dated_at", "dated_by",
        )  # fmt: skip

    @property
    def note(self) -> str:
        return pick(self.note_ar, self.note_en)

    @property
    def is_draft(self) -> bool:
        return self.status == GuideStatus.DRAFT


def _stays(name: str) -> pgtrigger.Trigger:
    every = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=every, func=STAYS)


class ScoringLine(models.Model):
    """One line of a guide: the fact it reads, how it counts it, and the rule as data of the shape `scoring` describes."""

    guide = models.ForeignKey(ScoringGuide, on_delete=models.CASCADE, related_name="lines")
    source = models.CharField(max_length=40)
    operator = models.CharField(max_length=10)
    label_ar = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    rule = models.JSONField()
    trend = models.CharField(max_length=7, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_line_per_fact", fields=["guide", "source"])]
        triggers = [_stays("lines_stay_once_dated")]

    class Privacy:
        personal = ()
        safe = ("id", "guide", "source", "operator", "label_ar", "label_en", "rule", "trend", "order")

    @property
    def label(self) -> str:
        return pick(self.label_ar, self.label_en)


LETTERS = {"A": "أ", "B": "ب", "C": "ج", "D": "د", "E": "هـ", "F": "و"}


class NeedClass(models.Model):
    """A class of need and the points from which it begins; none: whatever is less. The first is the greatest need."""

    guide = models.ForeignKey(ScoringGuide, on_delete=models.CASCADE, related_name="classes")
    code = models.CharField(max_length=1, choices=[(code, code) for code in LETTERS])
    from_points = models.SmallIntegerField(null=True, blank=True)
    meaning_ar = models.CharField(max_length=160, blank=True)
    meaning_en = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_class_per_letter", fields=["guide", "code"])]
        triggers = [_stays("classes_stay_once_dated")]

    class Privacy:
        personal = ()
        safe = ("id", "guide", "code", "from_points", "meaning_ar", "meaning_en")

    @property
    def letter(self) -> str:
        return letter(self.code)

    @property
    def meaning(self) -> str:
        return pick(self.meaning_ar, self.meaning_en)


def letter(code: Any) -> str:
    """A class as people say it: «أ», or A for who reads English."""
    return pick(LETTERS.get(str(code), str(code)), str(code))
