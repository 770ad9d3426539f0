"""An agreement: its parties, the rights and duties of each, how and by when (PRE-3)."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.agreements.states import Status
from wasl.beneficiaries.models.person import Person

USER = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    SERVICE = "service", _("Service to a beneficiary")
    SUPPLY = "supply", _("Supply and works")
    PARTNERSHIP = "partnership", _("Partnership")
    VOLUNTEERING = "volunteering", _("Volunteering")
    LOAN = "loan", _("Lending of a device or tool")
    OTHER = "other", _("Another agreement")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User) -> "AgreementQuerySet":
        return self if user.holds(P.AGREEMENTS_VIEW) else self.none()


@pghistory.track()
class Agreement(models.Model):
    """An agreement of the association with one or more parties (PRE-3): limits of liability,
    consequences of a default, and how disputes are settled (PRE-4, PRE-5).
    """

    reference = models.CharField(max_length=16, unique=True)
    # By this key the data of the person are found, copied, destroyed and merged; at most one party
    # is a person of the register (ADR 35).
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="agreements"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=200)
    subject = models.TextField()
    starts_date = models.DateField(null=True)
    starts_written = models.CharField(max_length=40, blank=True)
    ends_date = models.DateField(null=True)
    ends_written = models.CharField(max_length=40, blank=True)
    liability = models.TextField(blank=True)
    consequences = models.TextField(blank=True)
    disputes = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    activated_at = models.DateTimeField(null=True)
    activated_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    over_at = models.DateTimeField(null=True)
    over_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    over_reason = models.CharField(max_length=300, blank=True)
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="amendments"
    )
    amends_reason = models.CharField(max_length=300, blank=True)
    # The token of the form: sent twice, it creates a single agreement.
    once = models.UUIDField(null=True, unique=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "-id"], name="agreement_by_status")]
        constraints = [
            models.CheckConstraint(
                name="agreement_dates_in_order",
                condition=Q(starts_date=None)
                | Q(ends_date=None)
                | Q(starts_date__lte=F("ends_date")),
            ),
            models.CheckConstraint(
                # `queries.lacks` explains what is missing; this holds for whatever writes the
                # table.
                name="agreement_active_is_whole",
                condition=Q(status__in=["draft", "discarded"])
                | (
                    Q(
                        activated_at__isnull=False,
                        activated_by__isnull=False,
                        starts_date__isnull=False,
                    )
                    & ~Q(liability="")
                    & ~Q(consequences="")
                    & ~Q(disputes="")
                ),
            ),
            models.CheckConstraint(
                name="agreement_over_with_reason",
                condition=Q(status__in=["draft", "active", "breached"], over_at=None)
                | (
                    Q(
                        status__in=["amended", "ended", "terminated", "discarded"],
                        over_at__isnull=False,
                    )
                    & ~Q(over_reason="")
                ),
            ),
            models.CheckConstraint(
                name="agreement_amends_with_reason",
                condition=Q(amends=None, amends_reason="")
                | (Q(amends__isnull=False) & ~Q(amends_reason="")),
            ),
            models.UniqueConstraint(
                fields=["amends"],
                condition=~Q(status="discarded"),
                # A discarded amendment does not count, so a new one may be drafted after it.
                name="agreement_amended_once_at_a_time",
            ),
        ]

    class Privacy:
        personal = (
            "person",
            "title",
            "subject",
            "liability",
            "consequences",
            "disputes",
            "over_reason",
            "amends_reason",
        )
        person = ("person",)
        # While it is in force, the data of its person are not destroyed (ADR 30).
        at_work = Q(status__in=["active", "breached"])
        safe = (
            "id", "reference", "kind", "starts_date", "starts_written", "ends_date", "ends_written",
            "status", "drafted_at", "drafted_by", "activated_at", "activated_by", "over_at",
            "over_by", "amends", "once",
        )  # fmt: skip


class PartyKind(models.TextChoices):
    ASSOCIATION = "association", _("The association")
    PERSON = "person", _("A person in the register")
    BODY = "body", _("Another body or person")


class SignedHow(models.TextChoices):
    DECLARATION = "declaration", _("Declared before us that they agree")
    PAPER = "paper", _("Signed on paper")


class Party(models.Model):
    """A party: the association, a person of the register, or another body and its spokesperson."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=11, choices=PartyKind.choices)
    name = models.CharField(max_length=300)
    spokesman = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    signed_how = models.CharField(max_length=11, choices=SignedHow.choices, blank=True)
    # The hash of what the party agreed to; a different `queries.content_hash` asks for it again.
    signed_hash = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    witness = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="party_signed_together",
                condition=Q(signed_at=None, signed_how="", signed_hash="", recorded_by=None)
                | (
                    Q(signed_at__isnull=False, recorded_by__isnull=False)
                    & ~Q(signed_how="")
                    & ~Q(signed_hash="")
                ),
            ),
            models.UniqueConstraint(
                # Bodies may be several; the association and the person are at most one each (ADR
                # 35).
                fields=["agreement", "kind"],
                condition=~Q(kind="body"),
                name="party_of_a_kind_once",
            ),
        ]

    class Privacy:
        personal = ("name", "spokesman", "email", "witness")
        person = ("agreement__person",)
        safe = ("id", "agreement", "kind", "signed_how", "signed_hash", "signed_at", "recorded_by")


class TermKind(models.TextChoices):
    RIGHT = "right", _("Right")
    DUTY = "duty", _("Duty")


class Term(models.Model):
    """A right or a duty of a party. A duty says how it is performed and by when: once, every so
    many months, or within so many days of an event (PRE-3). `origin` is the first of the terms that
    amendments took over word for word, so that earlier performances count.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="terms")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=5, choices=TermKind.choices)
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    how = models.CharField(max_length=300, blank=True)
    due_date = models.DateField(null=True)
    every_months = models.PositiveSmallIntegerField(default=0)
    due_event = models.CharField(max_length=200, blank=True)
    event_days = models.PositiveSmallIntegerField(default=0)
    origin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="continued_as"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "order"], name="term_order_once"),
            models.CheckConstraint(
                name="term_duty_says_how_and_when",
                condition=Q(kind="right")
                | (~Q(how="") & (Q(due_date__isnull=False) | ~Q(due_event=""))),
            ),
            models.CheckConstraint(
                # The days of a repeated duty are counted in months from its first one.
                name="term_again_from_a_day",
                condition=Q(every_months=0) | Q(due_date__isnull=False),
            ),
        ]

    class Privacy:
        personal = ("text", "how", "due_event")
        person = ("agreement__person",)
        safe = (
            "id",
            "agreement",
            "party",
            "kind",
            "order",
            "due_date",
            "every_months",
            "event_days",
            "origin",
        )

    @property
    def first(self) -> int:
        """Return the pk of the term that this one continues, or its own."""
        return self.origin_id or self.pk

    @property
    def waits_for_event(self) -> bool:
        """Tell whether its days are counted from an event, not from the calendar."""
        return self.kind == TermKind.DUTY and self.due_date is None


class Occurrence(models.Model):
    """The event of a duty on the day it happened; the due day is counted from it (PRE-3)."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="occurrences")
    happened_date = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["term", "happened_date"], name="event_happened_once_a_day"
            )
        ]

    class Privacy:
        personal = ("note",)
        person = ("term__agreement__person",)
        safe = ("id", "term", "happened_date", "recorded_at", "recorded_by")


class Performance(models.Model):
    """A duty performed for one of its days."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="performances")
    due_date = models.DateField(null=True)
    done_date = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # A duty at an event has no due day, and two nulls would count as different.
                fields=["term", "due_date"],
                name="performed_once_a_day",
                nulls_distinct=False,
            )
        ]

    class Privacy:
        personal = ("note",)
        person = ("term__agreement__person",)
        safe = ("id", "term", "due_date", "done_date", "recorded_at", "recorded_by")


class AgreementFile(models.Model):
    """The signed agreement, or another file that belongs to it; never replaced."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="files")
    # Empty once the data of the person were destroyed; the row stays.
    file = models.FileField(upload_to="agreements/%Y/%m")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Privacy:
        personal = ("file", "name", "sha256")
        person = ("agreement__person",)
        safe = ("id", "key", "agreement", "kind", "size", "added_at", "added_by")
