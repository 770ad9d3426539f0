"""The assessment of need (OBJ-1): the score of a study by a version of the guide.

People may set another class in its place.
"""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wasl.cases.models.study import Study
from wasl.catalogue.models.guide import LETTERS, ScoringGuide, letter
from wasl.common.crypto import EncryptedTextField

USER = settings.AUTH_USER_MODEL
CLASSES = [(code, code) for code in LETTERS]


class NeedAssessment(models.Model):
    """The score of a study by one version of the guide, never changed.

    Holds its inputs, its lines, the total and the class. Insert-only by grant. `inputs` and `lines`
    are canonical JSON; `inputs_hash` is keyed, because so few inputs could be guessed.
    """

    append_only = True

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="assessments")
    guide = models.ForeignKey(ScoringGuide, on_delete=models.PROTECT, related_name="+")
    inputs = EncryptedTextField()
    inputs_hash = models.CharField(max_length=64)
    lines = EncryptedTextField()
    score = models.SmallIntegerField()
    need_class = models.CharField(max_length=1, choices=CLASSES, blank=True)
    # The class that the score could still rise to, once what is unknown is known (ADR 33).
    could_be = models.CharField(max_length=1, choices=CLASSES, blank=True)
    unknown = models.PositiveSmallIntegerField()
    valid_until = models.DateField()
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["study", "-id"], name="assessment_study"),
            models.Index(fields=["valid_until", "id"], name="assessment_ends"),
        ]

    class Privacy:
        personal = ("inputs", "inputs_hash", "lines", "score", "need_class", "could_be")
        sensitive = ("inputs", "lines")
        safe = ("id", "study", "guide", "unknown", "valid_until", "assessed_at", "assessed_by")

    @property
    def letter(self) -> str:
        return letter(self.need_class)


@pghistory.track()
class NeedOverride(models.Model):
    """A class asked for in place of the guide's, with a reason; a second person settles it."""

    assessment = models.ForeignKey(
        NeedAssessment, on_delete=models.PROTECT, related_name="overrides"
    )
    need_class = models.CharField(max_length=1, choices=CLASSES)
    reason = EncryptedTextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    approved = models.BooleanField(null=True)
    answer = EncryptedTextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="override_one_standing",
                fields=["assessment"],
                condition=Q(approved=None) | Q(approved=True),
            ),
            models.CheckConstraint(
                name="override_decided_together",
                condition=Q(approved=None, decided_at=None, decided_by=None)
                | Q(approved__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                # `policies.can_override` refuses this too; here it holds for every other way of
                # writing.
                name="override_second_person",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
        ]

    class Privacy:
        personal = ("need_class", "reason", "answer")
        sensitive = ("reason", "answer")
        safe = ("id", "assessment", "asked_at", "asked_by", "approved", "decided_at", "decided_by")

    @property
    def letter(self) -> str:
        return letter(self.need_class)
