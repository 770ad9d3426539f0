"""Documents in versions and clauses, the board meetings that approve them, and the texts shown to applicants."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wasl.common.bilingual import pick
from wasl.governance.states import State

# The text a board member has read is the text that is approved and published: it can no longer change (APP-1, APP-4).
STAYS = """
    IF EXISTS (
        SELECT 1 FROM governance_policyversion
        WHERE id IN (OLD.version_id, NEW.version_id) AND state <> 'drafted'
    ) THEN
        RAISE EXCEPTION 'the text of this version can no longer change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class Kind(models.TextChoices):
    POLICY = "policy", _("Policy")
    BYLAWS = "bylaws", _("Bylaws")
    GUIDE = "guide", _("Guide")
    PROCEDURE = "procedure", _("Procedure")


class Party(models.TextChoices):
    BENEFICIARIES = "beneficiaries", _("Beneficiaries")
    MEMBERS = "members", _("Members")
    VOLUNTEERS = "volunteers", _("Volunteers")
    STAFF = "staff", _("Staff")
    SUPPLIERS = "suppliers", _("Suppliers and partners")
    ALL = "all", _("All parties")


class PolicyDocument(models.Model):
    """One document of the library, by the party it concerns; its text lives in its versions."""

    kind = models.CharField(max_length=12, choices=Kind)
    code = models.SlugField(max_length=40, unique=True)
    title_ar = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    summary_ar = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    party = models.CharField(max_length=16, choices=Party, default=Party.ALL)

    class Privacy:
        personal = ()
        safe = ("id", "kind", "code", "title_ar", "title_en", "summary_ar", "summary_en", "party")

    @property
    def title(self) -> str:
        return pick(self.title_ar, self.title_en)

    @property
    def summary(self) -> str:
        return pick(self.summary_ar, self.summary_en)


class BoardMeeting(models.Model):
    """A meeting of the board: its number as written, the day it was held, and both dates as the minutes state them."""

    number = models.CharField(max_length=20)
    held_date = models.DateField()
    hijri_stated = models.CharField(max_length=20)
    gregorian_stated = models.CharField(max_length=20)
    date_conflict = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "held_date"], name="one_board_meeting_per_number_and_day"),
        ]

    class Privacy:
        personal = ()
        safe = ("id", "number", "held_date", "hijri_stated", "gregorian_stated", "date_conflict")


@pghistory.track()
class PolicyVersion(models.Model):
    """One version of a document with its settings; the settings are empty for documents that regulate none."""

    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTED)
    approved_meeting = models.ForeignKey(
        BoardMeeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_sha256 = models.CharField(max_length=64, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    answer_not_before_days = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_due_days = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_clause = models.ForeignKey("Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    objection_days = models.PositiveSmallIntegerField(null=True, blank=True)
    objection_clause = models.ForeignKey("Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_clause = models.ForeignKey("Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rating_floor = models.PositiveSmallIntegerField(null=True, blank=True)
    rating_clause = models.ForeignKey("Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state=State.IN_FORCE), name="one_version_in_force_per_document"
            ),
            models.CheckConstraint(
                name="approved_by_a_meeting_with_its_hash",
                condition=Q(state__in=[State.DRAFTED, State.REVIEWED])
                | (Q(approved_meeting__isnull=False) & Q(approved_sha256__regex=r"^[0-9a-f]{64}$")),
            ),
            models.CheckConstraint(
                name="in_force_from_a_day",
                condition=~Q(state__in=[State.IN_FORCE, State.SUPERSEDED]) | Q(in_force_from__isnull=False),
            ),
            models.CheckConstraint(
                name="only_approved_text_is_published", condition=Q(published_at=None) | ~Q(approved_sha256="")
            ),
            models.CheckConstraint(
                name="answer_window_in_order",
                condition=Q(answer_not_before_days=None, answer_due_days=None)
                | Q(
                    answer_not_before_days__isnull=False,
                    answer_due_days__isnull=False,
                    answer_not_before_days__lte=F("answer_due_days"),
                ),
            ),
            models.CheckConstraint(
                name="rating_floor_at_least_five", condition=Q(rating_floor=None) | Q(rating_floor__gte=5)
            ),
            models.CheckConstraint(name="quorum_at_least_two", condition=Q(quorum=None) | Q(quorum__gte=2)),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "document", "number", "state", "approved_meeting", "approved_sha256", "in_force_from", "published_at",
            "answer_not_before_days", "answer_due_days", "answer_clause", "objection_days", "objection_clause",
            "quorum", "quorum_clause", "rating_floor", "rating_clause",
        )  # fmt: skip


class Clause(models.Model):
    """One clause of a version: cited by its code in decisions, letters and refusals."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="clauses")
    code = models.CharField(max_length=20)
    number = models.CharField(max_length=20, blank=True)
    part = models.CharField(max_length=120, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    text_ar = models.TextField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_clause_per_code"),
            models.UniqueConstraint(fields=["version", "order"], name="one_clause_per_place"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="text_stays_once_read",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=STAYS,
            )
        ]

    class Privacy:
        personal = ()
        safe = ("id", "version", "code", "number", "part", "heading", "text_ar", "order")


class BoardReading(models.Model):
    """A board member read this version; no approval without readings (APP-1)."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="readings")
    member_name = models.CharField(max_length=120)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="board_readings"
    )
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "member_name"], name="one_reading_per_member"),
        ]

    class Privacy:
        personal = ("member_name",)
        safe = ("id", "version", "member", "read_at")


class DeclarationText(models.Model):
    """What an applicant declares and signs (PRO-6): versioned, by gender. The Arabic binds, the English explains."""

    version = models.PositiveSmallIntegerField(unique=True)
    text_male = models.TextField()
    text_female = models.TextField()
    text_en = models.TextField(blank=True)
    in_force_from = models.DateField()

    class Privacy:
        personal = ()
        safe = ("id", "version", "text_male", "text_female", "text_en", "in_force_from")

    def text_for(self, gender: str) -> str:
        """The Arabic words for this person; `gender` is «male» or «female»."""
        return self.text_female if gender == "female" else self.text_male


class DisclosureText(models.Model):
    """What an applicant is told on filing, a step to a line (PRO-7).

    Its marks {service} {committee} {first_day} {last_day} {objection_days} are filled in for each case.
    """

    version = models.PositiveSmallIntegerField(unique=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    in_force_from = models.DateField()

    class Privacy:
        personal = ()
        safe = ("id", "version", "text", "text_en", "in_force_from")

    def steps(self, **marks: object) -> list[str]:
        """The Arabic lines with their marks filled in."""
        return [line.format(**marks) for line in self.text.splitlines() if line.strip()]
