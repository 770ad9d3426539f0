"""Requests that people make about their own data, and the deeds that answer them.

Every request is recorded with its thirty-day clock, spoken requests too.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.common.crypto import EncryptedTextField
from wasl.letters.models import Letter
from wasl.messaging.models import Channel
from wasl.privacy.states import OPEN, Status

USER = settings.AUTH_USER_MODEL
# Days. The law allows a single extension of at most thirty days, announced beforehand with its
# reason.
MOST_EXTENSION = 30


class Right(models.TextChoices):
    """The rights that the Personal Data Protection Law (PDPL) gives a person."""

    ACCESS = "access", _("See what is held")
    COPY = "copy", _("Have a copy in a readable form")
    CORRECTION = "correction", _("Have something corrected")
    DESTRUCTION = "destruction", _("Have the data destroyed")
    WITHDRAWAL = "withdrawal", _("Take back a consent")
    OBJECTION = "objection", _("Object to a use of the data")


class IdentityProof(models.TextChoices):
    """How the officer made sure that the person asks, or somebody entitled to act for them."""

    CODE = "code", _("A code sent to the registered mobile")
    ID_SEEN = "id_seen", _("The ID was seen at the desk")
    CALLED_BACK = "called_back", _("Called back on the registered mobile")
    DEED_SEEN = "deed_seen", _("The deed of guardian, trustee or agent was seen")


class RefusalCode(models.TextChoices):
    """The reason for not granting a request. The words that the person reads are in `answer`."""

    REPEATED = "repeated", _("It repeats a request that was answered")
    NOT_PROVEN = "not_proven", _("It could not be made sure who asks")
    KEPT_BY_LAW = "kept_by_law", _("A rule or law obliges us to keep it")
    STILL_NEEDED = "still_needed", _("It is needed for a request that is still open")
    OTHERS_RIGHTS = "others_rights", _("It would lay open somebody else's data")
    NOTHING_HELD = "nothing_held", _("We hold nothing of the kind")
    IS_RIGHT = "is_right", _("What is held is right, by the papers that were seen")


class DataSubjectRequestQuerySet(models.QuerySet["DataSubjectRequest"]):
    def visible_to(self, user: User) -> "DataSubjectRequestQuerySet":
        """Return all requests to officers who answer them, and to others those they recorded."""
        if user.holds(P.PRIVACY_HANDLE):
            return self
        return self.filter(received_by=user) if user.holds(P.PRIVACY_RECEIVE) else self.none()

    def open(self) -> "DataSubjectRequestQuerySet":
        return self.filter(status__in=OPEN)

    def overdue(self, day: date) -> "DataSubjectRequestQuerySet":
        """Return open requests past their last day (computed when read, never stored)."""
        return self.open().filter(due_date__lt=day)


class DataSubjectRequest(models.Model):
    """A person's request about their own data, from the day it was received to its answer."""

    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="data_requests"
    )
    # Stored beside `person`, which is empty for somebody who is not in the register.
    requester_name = models.CharField(max_length=300)
    contact = EncryptedTextField(blank=True)
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    right = models.CharField(max_length=12, choices=Right.choices)
    details = EncryptedTextField(blank=True)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    is_oral = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    due_date = models.DateField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RECEIVED)
    identity_how = models.CharField(max_length=12, choices=IdentityProof.choices, blank=True)
    identity_at = models.DateTimeField(null=True)
    identity_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    extended_at = models.DateTimeField(null=True)
    extended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    extension_days = models.PositiveSmallIntegerField(default=0)
    extension_reason = models.CharField(max_length=300, blank=True)
    answer = EncryptedTextField(blank=True)
    refusal = models.CharField(max_length=14, choices=RefusalCode.choices, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    # Sent by the form; a second click carries the same value and finds this row.
    once = models.UUIDField(null=True, unique=True)

    objects = DataSubjectRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-received_at"], name="data_request_person"),
            models.Index(
                fields=["due_date", "id"],
                name="data_request_open",
                condition=Q(status__in=[str(s) for s in OPEN]),
            ),
            models.Index(fields=["-settled_at", "-id"], name="data_request_settled"),
        ]
        constraints = [
            # Nothing is granted to an unproven asker. A refusal needs no proof, since the missing
            # proof may be its reason.
            models.CheckConstraint(
                name="data_request_proven_first",
                condition=Q(status__in=["received", "refused", "withdrawn"])
                | (Q(identity_at__isnull=False) & ~Q(identity_how="")),
            ),
            models.CheckConstraint(
                name="data_request_one_extension",
                condition=Q(
                    extended_at=None, extended_by=None, extension_days=0, extension_reason=""
                )
                | (
                    Q(extended_at__isnull=False, extended_by__isnull=False)
                    & Q(extension_days__gte=1, extension_days__lte=MOST_EXTENSION)
                    & ~Q(extension_reason="")
                ),
            ),
            # A request taken back is over without an answer: the person no longer wants one.
            models.CheckConstraint(
                name="data_request_settled_with_answer",
                condition=Q(status__in=[str(s) for s in (*OPEN, Status.WITHDRAWN)])
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="data_request_refused_with_reason",
                condition=~Q(status="refused") | ~Q(refusal=""),
            ),
        ]

    class Privacy:
        personal = (
            "person",
            "requester_name",
            "contact",
            "representative",
            "details",
            "extension_reason",
            "answer",
        )
        sensitive = ("contact", "details", "answer")
        person = ("person",)
        # Rows that match block the destruction of the person's data (`queries.destruction.blocks`).
        at_work = Q(status__in=[str(s) for s in OPEN])
        safe = (
            "id", "reference", "right", "channel", "is_oral", "received_at", "received_by",
            "due_date", "status", "identity_how", "identity_at", "identity_by", "extended_at",
            "extended_by", "extension_days", "refusal", "settled_at", "settled_by", "letter",
            "once",
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class DeedKind(models.TextChoices):
    """The act that fulfils a request. A grant needs such an act (ADR 47)."""

    PREPARED = "prepared", _("The file of their data was made")
    HANDED_OVER = "handed_over", _("The file was handed over")
    CORRECTED = "corrected", _("Corrected")
    CONSENT_ENDED = "consent_ended", _("Consent taken back")
    USE_STOPPED = "use_stopped", _("Use of the data stopped")
    DESTROYED = "destroyed", _("The data were destroyed")


class HandoverWay(models.TextChoices):
    """How the file of a person's data reached them."""

    IN_PERSON = "in_person", _("By hand, to whoever asked")
    POST = "post", _("By registered post")
    OWN_PAGE = "own_page", _("Taken from their own page on the site")


class Deed(models.Model):
    """An act done for a request: what, by whom, when. The letter is written from these rows."""

    # The letter repeats these rows, so the serving role may not change them afterwards.
    append_only = True

    data_request = models.ForeignKey(
        DataSubjectRequest, on_delete=models.PROTECT, related_name="deeds"
    )
    kind = models.CharField(max_length=14, choices=DeedKind.choices)
    what = models.CharField(max_length=60, blank=True)
    # Sealed, because a corrected value may be an ID number or a bank account.
    before = EncryptedTextField(blank=True)
    after = EncryptedTextField(blank=True)
    way = models.CharField(max_length=10, choices=HandoverWay.choices, blank=True)
    handed_to = models.CharField(max_length=300, blank=True)
    files = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="deed_handed_over_to_whom_and_how",
                condition=~Q(kind="handed_over") | (~Q(way="") & ~Q(handed_to="") & ~Q(sha256="")),
            ),
            # The two kinds about the file describe themselves by count and hash. Every other deed
            # names the field, the use or the record of destruction.
            models.CheckConstraint(
                name="deed_says_what",
                condition=Q(kind__in=["prepared", "handed_over"]) | ~Q(what=""),
            ),
            models.UniqueConstraint(
                name="deed_destroyed_once", fields=["data_request"], condition=Q(kind="destroyed")
            ),
        ]

    class Privacy:
        personal = ("before", "after", "handed_to")
        sensitive = ("before", "after")
        person = ("data_request__person",)
        safe = ("id", "data_request", "kind", "what", "way", "files", "sha256", "at", "by")
