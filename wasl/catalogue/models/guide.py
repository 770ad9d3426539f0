"""The guide by which need is scored, in versions: its lines and its classes."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from wasl.accounts.permissions import Permission
from wasl.catalogue.states import GuideStatus
from wasl.common.bilingual import pick

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
# What waits for approval goes back to its draft or gets its day, and says the same thing on the
# way.
DATED_STAYS = """
    IF (OLD.status = 'dated' AND (NEW.id IS NULL OR NEW.status <> 'draft'))
        OR (OLD.status = 'submitted' AND (NEW.id IS NULL OR NEW.status = 'submitted'
            OR NEW.valid_months <> OLD.valid_months)) THEN
        RAISE EXCEPTION 'this version of the scoring guide can no longer change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class ScoringGuideQuerySet(models.QuerySet["ScoringGuide"]):
    def visible_to(self, user: Any) -> "ScoringGuideQuerySet":
        """Every version, old ones for ever, for whoever reads the catalogue."""
        return self if user.holds(Permission.CATALOGUE_READ) else self.none()


class ScoringGuide(models.Model):
    """One version of the guide by which need is scored (OBJ-1): its lines, its classes, how long an
    assessment holds.

    `edition` rises with every change of a draft, so that a stale page is noticed.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    status = models.CharField(max_length=9, choices=GuideStatus.choices, default=GuideStatus.DRAFT)
    valid_months = models.PositiveSmallIntegerField(
        default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    note_ar = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    from_date = models.DateField(null=True, blank=True, unique=True)
    sha256 = models.CharField(max_length=64, blank=True)
    edition = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    returned_why = models.CharField(max_length=300, blank=True)
    dated_at = models.DateTimeField(null=True)
    dated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ScoringGuideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guide_dated_together",
                condition=Q(
                    status="draft", from_date=None, dated_at=None, sha256="", submitted_at=None
                )
                | Q(
                    status="submitted",
                    from_date=None,
                    dated_at=None,
                    sha256="",
                    submitted_at__isnull=False,
                )
                | Q(status="dated", from_date__isnull=False, dated_at__isnull=False)
                & ~Q(sha256=""),
            ),
            models.CheckConstraint(
                name="guide_approved_by_another",
                condition=Q(dated_by=None) | Q(submitted_by=None) | ~Q(dated_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="guide_holds_for_months", condition=Q(valid_months__range=(1, 60))
            ),
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
            "id", "number", "status", "valid_months", "note_ar", "note_en", "from_date", "sha256",
            "edition", "edited_at", "edited_by", "submitted_at", "submitted_by", "returned_by",
            "returned_why", "dated_at", "dated_by",
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
    """One line of a guide: the fact it reads, how it counts it, and the rule as data of the shape
    `scoring` describes.
    """

    guide = models.ForeignKey(ScoringGuide, on_delete=models.CASCADE, related_name="lines")
    source = models.CharField(max_length=40)
    operator = models.CharField(max_length=10)
    label_ar = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    rule = models.JSONField()
    trend = models.CharField(max_length=7, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_line_per_fact", fields=["guide", "source"])
        ]
        triggers = [_stays("lines_stay_once_dated")]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "guide",
            "source",
            "operator",
            "label_ar",
            "label_en",
            "rule",
            "trend",
            "order",
        )

    @property
    def label(self) -> str:
        return pick(self.label_ar, self.label_en)


LETTERS = {"A": "أ", "B": "ب", "C": "ج", "D": "د", "E": "هـ", "F": "و"}


class NeedClass(models.Model):
    """A class of need and the points from which it begins; none: whatever is less. The first is the
    greatest need.
    """

    guide = models.ForeignKey(ScoringGuide, on_delete=models.CASCADE, related_name="classes")
    code = models.CharField(max_length=1, choices=[(code, code) for code in LETTERS])
    from_points = models.SmallIntegerField(null=True, blank=True)
    meaning_ar = models.CharField(max_length=160, blank=True)
    meaning_en = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_class_per_letter", fields=["guide", "code"])
        ]
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
