"""Documents in versions and clauses, and the findings about a text before its approval."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wasl.common.bilingual import pick
from wasl.governance.scrutiny.findings import Kind as Kinds
from wasl.governance.states import State

# The code of the document whose terms govern every case.
RELATIONSHIP = "relationship-policy"
# The terms that an applicant is told on filing (PRO-7). While one lacks, no case is submitted.
PROMISED_TERMS = ("answer_not_before_days", "answer_due_days", "objection_days")
# The terms without which a relationship policy is not
# approved (ADR 45). The other terms have a default elsewhere.
REQUIRED_TERMS = (*PROMISED_TERMS, "objection_reviewers", "quorum", "rating_floor")

# The text that a board member has read is the one that is approved and published, so it can no
# longer change (APP-1, APP-4). Updates of the other columns pass: links are no part of the text.
# COALESCE returns OLD on DELETE, where NEW is null and would cancel the deletion.
STAYS = """
    IF TG_OP = 'UPDATE' AND
        ROW(OLD.version_id, OLD.code, OLD.number, OLD.part, OLD.heading, OLD.text_ar, OLD."order")
        IS NOT DISTINCT FROM
        ROW(NEW.version_id, NEW.code, NEW.number, NEW.part, NEW.heading, NEW.text_ar, NEW."order")
    THEN
        RETURN NEW;
    END IF;
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
    """A document of the library and the party it concerns; its text is in its versions."""

    kind = models.CharField(max_length=12, choices=Kind)
    code = models.SlugField(max_length=40, unique=True)
    title_ar = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    summary_ar = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    party = models.CharField(max_length=16, choices=Party, default=Party.ALL)
    review_months = models.PositiveSmallIntegerField(default=12)

    class Privacy:
        personal = ()
        safe = (
            "id",
            "kind",
            "code",
            "title_ar",
            "title_en",
            "summary_ar",
            "summary_en",
            "party",
            "review_months",
        )

    @property
    def title(self) -> str:
        return pick(self.title_ar, self.title_en)

    @property
    def summary(self) -> str:
        return pick(self.summary_ar, self.summary_en)


@pghistory.track()
class PolicyVersion(models.Model):
    """A version of a document with its settings, which are empty for documents that regulate none.

    An approved version with a future day is scheduled. `revision` detects that two people edit one
    draft. `readings_of_terms` holds how the board reads an ambiguous clause, by the group of
    settings that comes from it.
    """

    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTED)
    approved_meeting = models.ForeignKey(
        "BoardMeeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_sha256 = models.CharField(max_length=64, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    source_name = models.CharField(max_length=200, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    change_note = models.TextField(blank=True)
    reduces_rights = models.BooleanField(default=False)
    reduces_note = models.TextField(blank=True)

    answer_not_before_days = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_due_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # PROTECT: a clause that a setting comes from cannot be deleted from under it. `discard_draft`
    # clears these fields first.
    answer_clause = models.ForeignKey(
        "Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    objection_days = models.PositiveSmallIntegerField(null=True, blank=True)
    objection_reviewers = models.PositiveSmallIntegerField(null=True, blank=True)
    objection_clause = models.ForeignKey(
        "Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_clause = models.ForeignKey(
        "Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rating_floor = models.PositiveSmallIntegerField(null=True, blank=True)
    rating_clause = models.ForeignKey(
        "Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    review_months = models.PositiveSmallIntegerField(null=True, blank=True)
    review_clause = models.ForeignKey(
        "Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document_age_days = models.PositiveSmallIntegerField(null=True, blank=True)
    document_clause = models.ForeignKey(
        "Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    readings_of_terms = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["document"],
                # APP-3: one version in force for each document.
                condition=Q(state=State.IN_FORCE),
                name="one_version_in_force_per_document",
            ),
            models.CheckConstraint(
                name="approved_by_a_meeting_with_its_hash",
                condition=Q(state__in=[State.DRAFTED, State.REVIEWED])
                | (Q(approved_meeting__isnull=False) & Q(approved_sha256__regex=r"^[0-9a-f]{64}$")),
            ),
            models.CheckConstraint(
                name="in_force_from_a_day",
                condition=~Q(state__in=[State.IN_FORCE, State.SUPERSEDED])
                | Q(in_force_from__isnull=False),
            ),
            models.CheckConstraint(
                name="only_approved_text_is_published",
                condition=Q(published_at=None) | ~Q(approved_sha256=""),
            ),
            models.CheckConstraint(
                # Both days or none: half a window would give a receipt with one day missing.
                name="answer_window_in_order",
                condition=Q(answer_not_before_days=None, answer_due_days=None)
                | Q(
                    answer_not_before_days__isnull=False,
                    answer_due_days__isnull=False,
                    answer_not_before_days__lte=F("answer_due_days"),
                ),
            ),
            models.CheckConstraint(
                # PRA-3: no figure below five ratings, whatever an association's policy says.
                name="rating_floor_at_least_five",
                condition=Q(rating_floor=None) | Q(rating_floor__gte=5),
            ),
            models.CheckConstraint(
                # ADR 20: one person decides, or one advises and another decides.
                name="objection_reviewed_by_one_or_two",
                condition=Q(objection_reviewers=None) | Q(objection_reviewers__range=(1, 2)),
            ),
            models.CheckConstraint(
                name="terms_of_a_day_at_least",
                condition=(Q(review_months=None) | Q(review_months__gte=1))
                & (Q(document_age_days=None) | Q(document_age_days__gte=1)),
            ),
            models.CheckConstraint(
                name="quorum_at_least_two", condition=Q(quorum=None) | Q(quorum__gte=2)
            ),
            models.CheckConstraint(
                name="a_reduced_right_is_explained",
                condition=Q(reduces_rights=False) | ~Q(reduces_note=""),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "document", "number", "state", "approved_meeting", "approved_sha256",
            "in_force_from", "published_at", "revision", "source_name", "source_sha256",
            "change_note", "reduces_rights", "reduces_note", "answer_not_before_days",
            "answer_due_days", "answer_clause", "objection_days", "objection_reviewers",
            "objection_clause", "quorum", "quorum_clause", "rating_floor", "rating_clause",
            "review_months", "review_clause", "document_age_days", "document_clause",
            "readings_of_terms",
        )  # fmt: skip

    @property
    def governs_requests(self) -> bool:
        """Whether cases are pinned to this document, so that it cannot do without its terms."""
        return self.document.code == RELATIONSHIP

    @property
    def missing_terms(self) -> list[str]:
        """The required terms that are not set. Only of use for a version that governs requests."""
        return [name for name in REQUIRED_TERMS if getattr(self, name) is None]

    @property
    def promises_answer(self) -> bool:
        """Whether the days of the answer and the objection are set, so that people can be told."""
        return all(getattr(self, name) is not None for name in PROMISED_TERMS)


class Clause(models.Model):
    """A clause of a version, cited by its code in decisions, letters and refusals.

    `part` has a line for each heading above the clause's own, the largest first. `serves` is the
    code of the product's clause that a person linked it to; '' for none. `suggests` is the guess of
    the reader of the file until a person decides; only the page of links shows it.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="clauses")
    code = models.CharField(max_length=20)
    number = models.CharField(max_length=20, blank=True)
    part = models.TextField(blank=True)
    heading = models.CharField(max_length=200, blank=True)
    text_ar = models.TextField()
    order = models.PositiveSmallIntegerField()
    serves = models.CharField(max_length=8, blank=True)
    suggests = models.CharField(max_length=8, blank=True)

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
        safe = (
            "id",
            "version",
            "code",
            "number",
            "part",
            "heading",
            "text_ar",
            "order",
            "serves",
            "suggests",
        )


class Settlement(models.TextChoices):
    CORRECTED = "corrected", _("Corrected in the text")
    ACCEPTED = "accepted", _("Accepted as it is")


class Finding(models.Model):
    """A doubt about a draft: kind, quoted words, place, and how a person settled it (APP-2).

    A finding corrects nothing; no approval while one is open.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=14, choices=Kinds)
    quote = models.TextField(blank=True)
    place = models.CharField(max_length=120)
    says = models.CharField(max_length=300)
    found_at = models.DateTimeField()
    settlement = models.CharField(max_length=10, choices=Settlement, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="finding_settled_together",
                condition=Q(settlement="", settled_at=None)
                | (~Q(settlement="") & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="finding_accepted_for_a_reason",
                condition=~Q(settlement=Settlement.ACCEPTED) | ~Q(reason=""),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "version", "kind", "quote", "place", "says", "found_at", "settlement", "reason",
            "settled_at", "settled_by",
        )  # fmt: skip
