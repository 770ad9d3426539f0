"""A beneficiary's case for one service, and what its applicant and its officer put into it."""

from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case as Choice
from django.db.models import F, Func, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Department, User
from wasl.accounts.permissions import Permission
from wasl.beneficiaries.models.documents import Attachment, Document
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.cases.states import FINAL, UNANSWERED, Status
from wasl.catalogue.models.offered import DocumentType, Service, ServiceVersion
from wasl.common.crypto import EncryptedTextField
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.models.texts import DeclarationText, DisclosureText
from wasl.messaging.models import Channel
from wasl.papers.models import Paper

USER = settings.AUTH_USER_MODEL

# The place of a case in every queue, as one number (ADR 34): urgent cases first, then by the last
# day of the answer while that day runs, then those for which none runs (not submitted, waiting for
# the applicant, answered), the oldest first. Both numbers are far above any count of days since
# 2000-01-01, so the groups never overlap.
UNDATED, NORMAL = 5_000_000, 10_000_000
# Plain strings: `queries.counting` writes them into SQL as literals.
ENDED = [str(status) for status in FINAL]


class Outcome(models.TextChoices):
    APPROVED = "approved", _("Accepted")
    REJECTED = "rejected", _("Not accepted")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> "CaseQuerySet":
        """Return the cases whose files this user's role opens.

        Kin of the applicant are kept from deciding, not from work.
        """
        return self if user.holds(Permission.CASES_VIEW) else self.none()

    def open(self) -> "CaseQuerySet":
        return self.exclude(status__in=FINAL)

    def overdue(self, day: date) -> "CaseQuerySet":
        """Return cases without an answer past the last day of the answer window.

        Computed when read, never stored.
        """
        return self.filter(answer_due_date__lt=day, status__in=UNANSWERED)


# PostgreSQL derives `place` from other columns, so the history needs no copy of it.
@pghistory.track(exclude=["place"])
class Case(models.Model):
    """A beneficiary's case for one service.

    `version` rises with every change, so that a stale tab is noticed; the policy is pinned (PRE-8).
    """

    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    service_version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+")
    policy_version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.DRAFT)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="cases")
    channel = models.CharField(max_length=16, choices=Channel.choices)
    is_urgent = models.BooleanField(default=False)
    urgent_reason = models.CharField(max_length=300, blank=True)
    urgent_at = models.DateTimeField(null=True)
    urgent_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    # Empty for a case that the applicant opened on the public site.
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    # How often it was submitted; verdicts, disclosures and receipts carry this number.
    submissions = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    # The answer window (PRO-7), as `cases.window` computes it: day 0, the day on which a pause
    # began, the days of waiting so far, the first and last day of the answer.
    clock_date = models.DateField(null=True)
    paused_date = models.DateField(null=True)
    paused_days = models.PositiveSmallIntegerField(default=0)
    answer_from_date = models.DateField(null=True)
    answer_due_date = models.DateField(null=True)
    return_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    # The token of the form that opened the case: a double click finds the first case by it.
    once = models.UUIDField(null=True, unique=True)
    # Generated in the database: every write keeps the order right, and no nightly job is needed.
    place = models.GeneratedField(
        expression=Choice(When(is_urgent=True, then=Value(0)), default=Value(NORMAL))
        + Choice(
            When(
                answer_due_date__isnull=False,
                answered_at=None,
                paused_date=None,
                then=Func(
                    "answer_due_date",
                    # In PostgreSQL a date minus a date is a whole number of days; Django would
                    # expect an interval.
                    template="(%(expressions)s - DATE '2000-01-01')",
                    output_field=IntegerField(),
                ),
            ),
            default=Value(UNDATED),
        ),
        output_field=IntegerField(),
        db_persist=True,
    )

    # A merge moves open cases only: a finished one keeps the file it was made under (ADR 26).
    stays_on_merge = Q(status__in=[str(s) for s in FINAL])
    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            # Partial, because the queues list open cases alone and the ended ones only grow (ADR
            # 34).
            models.Index(fields=["place", "id"], name="case_place", condition=~Q(status__in=ENDED)),
            models.Index(
                fields=["owner", "place", "id"],
                name="case_owner_place",
                condition=~Q(status__in=ENDED),
            ),
            models.Index(
                fields=["service", "place", "id"],
                name="case_service_place",
                condition=~Q(status__in=ENDED),
            ),
            models.Index(fields=["status", "place", "id"], name="case_status_place"),
            models.Index(fields=["person", "-opened_at"], name="case_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                # Two officers may open the same case at once: `actions.start` turns this into a
                # refusal.
                name="case_one_open_per_service",
                fields=["person", "service"],
                condition=~Q(status__in=ENDED),
            ),
            models.CheckConstraint(
                name="case_clock_together",
                condition=Q(clock_date=None, answer_from_date=None, answer_due_date=None)
                | Q(
                    clock_date__isnull=False,
                    answer_from_date__isnull=False,
                    answer_due_date__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="case_window_in_order",
                condition=Q(answer_from_date=None) | Q(answer_from_date__lte=F("answer_due_date")),
            ),
            models.CheckConstraint(
                # The clock is paused while the applicant completes the case (PRO-7).
                name="case_paused_while_returned",
                condition=~Q(status="returned") | Q(paused_date__isnull=False),
            ),
            models.CheckConstraint(
                # A draft may be withdrawn or lapse without ever being submitted.
                name="case_submitted_first",
                condition=Q(status__in=["draft", "withdrawn", "lapsed"])
                | Q(submitted_at__isnull=False, clock_date__isnull=False),
            ),
            models.CheckConstraint(
                name="case_decided_with_outcome",
                condition=~Q(
                    status__in=[
                        "approved",
                        "rejected",
                        "answered",
                        "registered",
                        "in_delivery",
                        "delivered",
                    ]
                )
                | (Q(decided_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                # PRO-7: every case gets an answer, so none is delivered or closed without one.
                name="case_answered_before_end",
                condition=~Q(
                    status__in=["answered", "registered", "in_delivery", "delivered", "closed"]
                )
                | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_urgent_with_reason", condition=Q(is_urgent=False) | ~Q(urgent_reason="")
            ),
            models.CheckConstraint(
                name="case_urgent_by_somebody",
                condition=Q(is_urgent=False, urgent_at=None, urgent_by=None)
                | Q(is_urgent=True, urgent_at__isnull=False, urgent_by__isnull=False),
            ),
        ]

    class Privacy:
        personal = ("person", "representative", "urgent_reason", "return_reason", "closing_reason")
        # The destruction of personal data leaves these rows alone (`privacy.classification`).
        at_work = ~Q(status__in=[str(s) for s in FINAL])
        safe = (
            "id",
            "reference",
            "service",
            "service_version",
            "policy_version",
            "status",
            "outcome",
            "owner",
            "channel",
            "is_urgent",
            "urgent_at",
            "urgent_by",
            "place",
            "opened_at",
            "opened_by",
            "submissions",
            "submitted_at",
            "clock_date",
            "paused_date",
            "paused_days",
            "answer_from_date",
            "answer_due_date",
            "decided_at",
            "answered_at",
            "closed_at",
            "version",
            "once",
        )

    def refresh_from_db(self, *args: Any, **options: Any) -> None:
        """Reload the row, and forget the case file that `queries.file_of` has cached on it."""
        super().refresh_from_db(*args, **options)
        self.__dict__.pop("_file", None)


class DeclaredValue(models.Model):
    """An applicant's answer to one field of the service's form, as encrypted canonical text."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="declared")
    key = models.CharField(max_length=60)
    value = EncryptedTextField(blank=True)
    is_prefilled = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="declared_once", fields=["case", "key"])]

    class Privacy:
        personal = ("value",)
        sensitive = ("value",)
        safe = ("id", "case", "key", "is_prefilled", "changed_at")


class CaseDocument(models.Model):
    """A document of the person that was handed in for a requirement of this case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="case_documents")
    document_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="case_document_once", fields=["case", "document_type"])
        ]

    class Privacy:
        personal = ("document",)
        safe = ("id", "case", "document_type", "added_at")


class Validity(models.TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    TOO_OLD = "too_old", _("Older than allowed")
    NO_DATE = "no_date", _("Its date is missing")


class DocumentVerdict(models.Model):
    """The verdict on a document at one submission, frozen for ever (PRO-4).

    Insert-only by grant.
    """

    append_only = True

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="document_verdicts")
    submission = models.PositiveSmallIntegerField()
    document_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Validity.choices)
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="verdict_once_per_submission", fields=["case", "submission", "document_type"]
            )
        ]

    class Privacy:
        personal = ("document",)
        safe = ("id", "case", "submission", "document_type", "verdict", "judged_at")


class MatchVerdict(models.TextChoices):
    MATCHED = "matched", _("Matches")
    DIFFERENT = "different", _("Differs")
    ACCEPTED = "accepted", _("Differs, accepted with a note")


@pghistory.track()
class Matching(models.Model):
    """A declared field beside its document: declared, found, verdict, note, by whom (PRO-4)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="matchings")
    key = models.CharField(max_length=60)
    # What was declared then: an answer that was edited since has to be matched again.
    declared = EncryptedTextField(blank=True)
    found = EncryptedTextField(blank=True)
    verdict = models.CharField(max_length=10, choices=MatchVerdict.choices)
    note = models.TextField(blank=True)
    matched_at = models.DateTimeField()
    matched_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="matching_once", fields=["case", "key"]),
            models.CheckConstraint(
                name="matching_acceptance_noted", condition=~Q(verdict="accepted") | ~Q(note="")
            ),
        ]

    class Privacy:
        personal = ("declared", "found", "note")
        sensitive = ("declared", "found")
        safe = ("id", "case", "key", "verdict", "matched_at", "matched_by")


class SigningMethod(models.TextChoices):
    DRAWN = "drawn", _("Drawn signature")
    CODE = "code", _("One-time code")
    PAPER = "paper", _("Signed on paper")
    THUMBPRINT = "thumbprint", _("Thumbprint with a witness")


class Declaration(models.Model):
    """The applicant's signed declaration, bound to the SHA-256 of what was declared (PRO-6)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="declarations")
    text = models.ForeignKey(DeclarationText, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=10, choices=SigningMethod.choices)
    payload = EncryptedTextField()
    payload_sha256 = models.CharField(max_length=64)
    signer_name = models.CharField(max_length=300)
    witness_name = models.CharField(max_length=300, blank=True)
    read_aloud = models.BooleanField(default=False)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField()
    taken_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # An edit or a new signature voids the old one (PRO-6), so one at most is valid.
                name="declaration_one_standing",
                fields=["case"],
                condition=Q(voided_at=None),
            ),
            models.CheckConstraint(
                name="declaration_void_with_reason",
                condition=Q(voided_at=None, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
            models.CheckConstraint(
                name="declaration_thumbprint_witnessed",
                condition=~Q(method="thumbprint") | (~Q(witness_name="") & Q(read_aloud=True)),
            ),
            models.CheckConstraint(
                # Signing by code leaves no image; every other method does.
                name="declaration_image_where_due",
                condition=Q(method="code") | Q(attachment__isnull=False),
            ),
        ]

    class Privacy:
        personal = ("payload", "signer_name", "witness_name", "attachment")
        sensitive = ("payload",)
        safe = (
            "id",
            "case",
            "text",
            "method",
            "payload_sha256",
            "read_aloud",
            "signed_at",
            "taken_by",
            "voided_at",
            "void_reason",
        )


class Disclosure(models.Model):
    """Proof that the applicant was told what follows, who decides, and by which days (PRO-7)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disclosures")
    text = models.ForeignKey(DisclosureText, on_delete=models.PROTECT, related_name="+")
    submission = models.PositiveSmallIntegerField()
    receipt = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    answer_from_date = models.DateField()
    answer_due_date = models.DateField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="disclosure_once_per_submission", fields=["case", "submission"]
            )
        ]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "case",
            "text",
            "submission",
            "receipt",
            "answer_from_date",
            "answer_due_date",
            "told_at",
            "told_by",
        )


class HandOver(models.Model):
    """A change of owner with its reason (PRO-1); a case always has one owner (AIM-2)."""

    append_only = True

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_overs")
    from_user = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    to_user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    # A person's words, or the verb that changed the owner (`queries.page.WHY`).
    reason = models.CharField(max_length=200)
    sharing = models.ForeignKey(
        "Sharing", on_delete=models.PROTECT, null=True, related_name="hand_overs"
    )

    class Privacy:
        personal = ()
        safe = ("id", "case", "from_user", "to_user", "at", "by", "reason", "sharing")


class Sharing(models.Model):
    """Several cases given to one owner at once (PRE-7).

    The row is kept so that the whole can be undone soon after. `refused` holds the cases that were
    not given, each with the sentence that says why.
    """

    # The token of the form, so that the second of two clicks finds the first sharing.
    id = models.UUIDField(primary_key=True)
    to = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    refused = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Privacy:
        personal = ("refused",)
        nobody = "numbers of requests with why they were not given, until the day is over"
        safe = ("id", "to", "at", "by", "undone_at")


class SavedFilter(models.Model):
    """A named filter of the queue, which its owner may share with a department (PRE-7)."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="saved_filters")
    name = models.CharField(max_length=60)
    wanted = models.JSONField()
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="saved_filter_once", fields=["user", "name"])]

    class Privacy:
        personal = ()
        safe = ("id", "user", "name", "wanted", "department", "saved_at")


class FirstFilter(models.Model):
    """The saved filter with which a user's queue opens."""

    user = models.OneToOneField(USER, on_delete=models.PROTECT, related_name="first_filter")
    filter = models.ForeignKey(SavedFilter, on_delete=models.CASCADE, related_name="+")

    class Privacy:
        personal = ()
        safe = ("id", "user", "filter")
