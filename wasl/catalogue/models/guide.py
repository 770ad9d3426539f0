"""The scoring guide in versions: its lines and its need classes."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from wasl.accounts.permissions import Permission
from wasl.catalogue.states import GuideStatus
from wasl.common.bilingual import pick

# A line that scored somebody may no longer change, or the score could not be explained (OBJ-1).
STAYS = """
    IF EXISTS (
        SELECT 1 FROM catalogue_scoringguide WHERE id IN (OLD.guide_id, NEW.guide_id) AND status <> 'draft'
    ) THEN
        RAISE EXCEPTION 'this version of the scoring guide can no longer change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
# A submitted version goes back to draft or receives its first day, and its months stay the same
# meanwhile. A dated one can only go back to draft. The lines and classes are guarded by STAYS.
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
        """Return every version, old ones included, to users who read the catalogue."""
        return self if user.holds(Permission.CATALOGUE_READ) else self.none()


class ScoringGuide(models.Model):
    """A version of the scoring guide (OBJ-1): lines, classes, and how long an assessment is valid.

    `edition` rises with every change of a draft, so that a stale page is noticed.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    status = models.CharField(max_length=9, choices=GuideStatus.choices, default=GuideStatus.DRAFT)
    valid_months = models.PositiveSmallIntegerField(
        default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    note_ar = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    # Unique, so that exactly one version is in force on any day (ADR 33).
    from_date = models.DateField(null=True, blank=True, unique=True)
    # Hash of all that decides a score (`queries.content`), taken when the version is approved.
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
            # The empty columns of each status keep a withdrawn version from carrying an old
            # approval.
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
            # Only the submitter is checked here; `policies.can_bring_into_force` asks the trail for
            # other authors.
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
    # Insert too: an added line would change a score as much as an edited one.
    every = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=every, func=STAYS)


class ScoringLine(models.Model):
    """A line of a guide: the fact it reads, how it counts it, and its rule.

    The rule is data of a shape that `scoring` describes.
    """

    guide = models.ForeignKey(ScoringGuide, on_delete=models.CASCADE, related_name="lines")
    source = models.CharField(max_length=40)
    operator = models.CharField(max_length=10)
    label_ar = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    rule = models.JSONField()
    # A promise of the author, checked before submission (`scoring.keeps_promise`).
    trend = models.CharField(max_length=7, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            # A fact that was read twice would count twice.
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
    """A class of need and the points from which it begins; the first class is the greatest need.

    A class without points takes all lower totals.
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
    """Return a class in the reader's script: «أ», or A in English."""
    return pick(LETTERS.get(str(code), str(code)), str(code))
