"""Two files of one person: pairs that look like it, judgements, and what a merge moved (PRE-2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.person import Person
from wasl.common.crypto import EncryptedTextField

USER = settings.AUTH_USER_MODEL

# A model says with `stays_on_merge` which of its rows keep pointing at the file they were made for
# (ADR 26). This one means all of them.
EVERY_ROW = Q(pk__isnull=False)


class PairState(models.TextChoices):
    OPEN = "open", _("To decide")
    LATER = "later", _("Put off")
    DIFFERENT = "different", _("Two people")
    SAME = "same", _("Merged")


class PairSource(models.TextChoices):
    SEARCH = "search", _("Found by the search for duplicates")
    REGISTRATION = "registration", _("Noticed at registration")
    OFFICER = "officer", _("Brought by an officer")


class WhyDifferent(models.TextChoices):
    FAMILY = "family", _("Members of one family")
    NAMESAKE = "namesake", _("The same name, another person")
    DOCUMENTS = "documents", _("The documents of both were seen")
    REGISTRATION = "registration", _("Said at the desk when the second was registered")
    OTHER = "other", _("For another reason")


class DuplicatePair(models.Model):
    """Two files that may be one person: how strongly, why, and what was decided, for good.

    `weight` is in bits: one more makes «the same» twice as likely. `levels` holds codes only, never
    values.
    """

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField(default=0)
    levels = models.JSONField(default=dict)
    source = models.CharField(max_length=12, choices=PairSource.choices)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=PairState.choices, default=PairState.OPEN)
    why = models.CharField(max_length=12, choices=WhyDifferent.choices, blank=True)
    remark = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    stays_on_merge = EVERY_ROW

    class Meta:
        indexes = [models.Index(fields=["state", "-weight", "-id"], name="pair_queue")]
        constraints = [
            models.UniqueConstraint(name="pair_once", fields=["first", "second"]),
            # One row a pair, whichever file was named first; it also forbids a pair of one file
            # with itself.
            models.CheckConstraint(name="pair_in_order", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="pair_different_with_why", condition=~Q(state="different") | ~Q(why="")
            ),
            models.CheckConstraint(
                name="pair_decided_together",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]

    class Privacy:
        personal = ("first", "second", "levels", "remark")
        safe = ("id", "weight", "source", "found_at", "state", "why", "decided_at", "decided_by")

    def other(self, person: Person) -> Person:
        """Return the other file of the two."""
        return self.second if person.pk == self.first_id else self.first


class Merge(models.Model):
    """A merge of one file into another: by whom and when, and whether it was undone.

    `marks` holds the highest key of each table at that moment, so that what came after can be told.
    The rows that moved are in `MovedRow` and `TakenValue`.
    """

    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    marks = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    undo_reason = models.CharField(max_length=300, blank=True)

    stays_on_merge = EVERY_ROW

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="merge_one_standing", fields=["merged"], condition=Q(undone_at=None)
            ),
            models.CheckConstraint(name="merge_of_two", condition=~Q(survivor=F("merged"))),
            models.CheckConstraint(
                name="merge_undone_together",
                condition=Q(undone_at=None, undone_by=None, undo_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason="")),
            ),
        ]

    class Privacy:
        personal = ("survivor", "merged", "undo_reason")
        safe = ("id", "merged_at", "merged_by", "marks", "undone_at", "undone_by")


class MovedRow(models.Model):
    """A row that pointed at the merged file and points at the survivor now: enough to put it back.

    A row that `stayed` could not move, because the survivor has one already; it is found through
    the survivor.
    """

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="rows")
    model = models.CharField(max_length=80)
    # Text, because not every table has an integer key.
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=60)
    old = models.BigIntegerField()
    stayed = models.BooleanField(default=False)
    put_back = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="moved_row_once", fields=["merge", "model", "row", "column"]
            )
        ]

    class Privacy:
        personal = ()
        safe = ("id", "merge", "model", "row", "column", "old", "stayed", "put_back")


class TakenValue(models.Model):
    """A field of either file that the merge changed: before and after, as encrypted JSON."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="taken")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    old = EncryptedTextField()
    new = EncryptedTextField()
    put_back = models.BooleanField(null=True)

    stays_on_merge = EVERY_ROW

    class Meta:
        constraints = [
            models.UniqueConstraint(name="taken_value_once", fields=["merge", "person", "field"])
        ]

    class Privacy:
        personal = ("person", "old", "new")
        sensitive = ("old", "new")
        safe = ("id", "merge", "field", "put_back")


class DuplicateSearch(models.Model):
    """One run of the search for duplicates over the whole register, and its progress.

    `found` pairs look like one person; `fresh` of them were not known, and `decided` were judged
    already.
    """

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    # The last sign of life; after half an hour of silence another search may begin
    # (`searching.SILENT`).
    seen_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Privacy:
        personal = ()
        safe = (
            "id", "started_at", "ended_at", "started_by", "seen_at", "percent", "people", "found",
            "fresh", "decided", "problem",
        )  # fmt: skip
