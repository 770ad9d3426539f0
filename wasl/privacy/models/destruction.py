"""Retention rules, legal holds, and destruction: what is due, who proposed and who approved it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.beneficiaries.models.person import Person
from wasl.common.bilingual import pick
from wasl.papers.models import Paper
from wasl.privacy.models.requests import DataSubjectRequest
from wasl.privacy.states import DestructionStatus

USER = settings.AUTH_USER_MODEL


class Category(models.TextChoices):
    """What a retention rule is about. Each has its own query in `wasl.privacy.retention`."""

    PEOPLE = "people", _("People's files")
    VISITORS = "visitors", _("Contacts of people who are not in the register")
    COPIES = "copies", _("Copies of documents")
    DRAFTS = "drafts", _("Requests that were never sent")
    MESSAGES = "messages", _("Addresses of messages")
    DATA_REQUESTS = "data_requests", _("Requests about personal data")


class Trigger(models.TextChoices):
    """The day from which the months of a rule are counted."""

    LAST_ACTIVITY = "last_activity", _("the last thing that happened in the file")
    HAPPENED = "happened", _("the day it happened")
    EXPIRED = "expired", _("the end of the document's validity")
    ENDED = "ended", _("the day it ended")


class Action(models.TextChoices):
    DESTROY = "destroy", _("Destroy, after approval")
    REVIEW = "review", _("Look at it one by one")


class RetentionRule(models.Model):
    """A rule, edited by non-engineers: keep what, for how many months, why, and what follows."""

    category = models.CharField(max_length=16, choices=Category.choices, unique=True)
    trigger = models.CharField(max_length=16, choices=Trigger.choices)
    months = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=8, choices=Action.choices, default=Action.DESTROY)
    basis_ar = models.CharField(max_length=300)
    basis_en = models.CharField(max_length=300, blank=True)
    # An obliging rule also blocks a destruction that the person asks for; other rules only make
    # rows due.
    is_obliging = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            # 600 months are fifty years.
            models.CheckConstraint(
                name="retention_of_months", condition=Q(months__gte=1, months__lte=600)
            ),
            models.CheckConstraint(name="retention_on_a_ground", condition=~Q(basis_ar="")),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "category", "trigger", "months", "action", "basis_ar", "basis_en", "is_obliging",
            "is_active", "changed_at", "changed_by",
        )  # fmt: skip

    @property
    def basis(self) -> str:
        return pick(self.basis_ar, self.basis_en)


class LegalHold(models.Model):
    """A hold for a court, an authority or a dispute, under which no data are destroyed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="hold_one_standing", fields=["person"], condition=Q(lifted_at=None)
            ),
            models.CheckConstraint(
                name="hold_lifted_together",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
            models.CheckConstraint(name="hold_with_reason", condition=~Q(reason="")),
        ]

    class Privacy:
        personal = ("person", "reason")
        safe = ("id", "placed_at", "placed_by", "lifted_at", "lifted_by")


class DestructionQuerySet(models.QuerySet["Destruction"]):
    def visible_to(self, user: User) -> "DestructionQuerySet":
        return (
            self if user.holds(P.PRIVACY_HANDLE) or user.holds(P.PRIVACY_APPROVE) else self.none()
        )


class Destruction(models.Model):
    """A proposal to destroy data, by a rule or at a person's request.

    The approver is never the proposer.
    """

    reference = models.CharField(max_length=16, unique=True)
    rule = models.ForeignKey(
        RetentionRule, on_delete=models.PROTECT, null=True, related_name="destructions"
    )
    asked = models.ForeignKey(
        DataSubjectRequest, on_delete=models.PROTECT, null=True, related_name="destructions"
    )
    reason = models.CharField(max_length=300)
    status = models.CharField(
        max_length=10, choices=DestructionStatus.choices, default=DestructionStatus.PROPOSED
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    rejected_why = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    # Rows by model label. The record is printed from these counts, which name nobody.
    counts = models.JSONField(default=dict)
    files_gone = models.PositiveIntegerField(default=0)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DestructionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "-id"], name="destruction_queue")]
        constraints = [
            # Two officers who propose at the same moment must not open two destructions.
            models.UniqueConstraint(
                name="destruction_one_open_a_request",
                fields=["asked"],
                condition=Q(status__in=["proposed", "approved"]),
            ),
            # The database function `privacy_destroy` asks the same again before it touches a row.
            models.CheckConstraint(
                name="destruction_by_two",
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="destruction_approved_first",
                condition=Q(status__in=["proposed", "rejected"])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="destruction_done_with_record",
                condition=~Q(status="done") | Q(done_at__isnull=False, paper__isnull=False),
            ),
            models.CheckConstraint(
                name="destruction_rejected_with_why",
                condition=~Q(status="rejected") | ~Q(rejected_why=""),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "reference", "rule", "asked", "reason", "status", "proposed_at", "proposed_by",
            "approved_at", "approved_by", "rejected_why", "done_at", "counts", "files_gone",
            "paper",
        )  # fmt: skip


class ItemOutcome(models.TextChoices):
    PENDING = "pending", _("Waits")
    DONE = "done", _("Destroyed")
    KEPT = "kept", pgettext_lazy("destruction", "Kept")


class DestructionItem(models.Model):
    """A file or row of a proposal.

    `person_id` is the bare number, which identifies nobody once the person's row is emptied.
    """

    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="items")
    subject_type = models.CharField(max_length=60)
    # A label and a number instead of a foreign key: an item may be a row of any model.
    subject_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True, db_index=True)
    outcome = models.CharField(
        max_length=7, choices=ItemOutcome.choices, default=ItemOutcome.PENDING
    )
    kept_why = models.CharField(max_length=40, blank=True)
    # Names of stored files, read before the rows that hold them are emptied; a job deletes them
    # after the commit.
    files = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="destruction_item_once", fields=["destruction", "subject_type", "subject_id"]
            ),
            models.CheckConstraint(
                name="destruction_kept_with_why", condition=~Q(outcome="kept") | ~Q(kept_why="")
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "destruction",
            "subject_type",
            "subject_id",
            "person_id",
            "outcome",
            "kept_why",
            "files",
        )


class ScrubStep(models.Model):
    """What the owner's function does to one table.

    Written at every migration from the classification of the fields.
    """

    # Only the owner of the tables may write the plan. Otherwise the serving role could widen what
    # `privacy_destroy` does with the owner's rights.
    read_only = True

    position = models.PositiveSmallIntegerField(unique=True)
    label = models.CharField(max_length=80)
    table_name = models.CharField(max_length=80)
    by_person = ArrayField(models.TextField(), default=list)
    by_row = models.TextField()
    assignments = models.TextField()
    triggers = models.TextField()

    class Privacy:
        personal = ()
        safe = (
            "id",
            "position",
            "label",
            "table_name",
            "by_person",
            "by_row",
            "assignments",
            "triggers",
        )
