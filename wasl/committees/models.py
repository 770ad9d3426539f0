"""Committees, their meetings, votes and decisions."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import in_language
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case
from wasl.catalogue.models.offered import ReasonCode
from wasl.governance.models.documents import Clause
from wasl.letters.models import Letter
from wasl.papers.models import Paper

USER = settings.AUTH_USER_MODEL


class Committee(models.Model):
    """A standing committee; the research committee of PRO-7 decides cases."""

    code = models.SlugField(unique=True)
    name_ar = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    quorum = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="committee_quorum_positive", condition=Q(quorum__gte=1))
        ]

    class Privacy:
        personal = ()
        safe = ("id", "code", "name_ar", "name_en", "quorum")

    @property
    def name(self) -> str:
        return in_language(self.name_ar, self.name_en)


class Seat(models.TextChoices):
    CHAIR = "chair", _("Chair")
    MEMBER = "member", _("Member")
    SECRETARY = "secretary", _("Secretary")


class CommitteeMember(models.Model):
    """A seat held for a term. The secretary does not vote."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=10, choices=Seat.choices)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="seat_term_in_order",
                condition=Q(to_date=None) | Q(from_date__lte=models.F("to_date")),
            ),
            models.UniqueConstraint(
                # Ended seats stay as history, so only a running seat is unique.
                name="seat_once",
                fields=["committee", "user"],
                condition=Q(to_date=None),
            ),
        ]

    class Privacy:
        personal = ()
        safe = ("id", "committee", "user", "seat", "from_date", "to_date")


class Kinship(models.Model):
    """A staff member's declared tie to a person, which bars them from studying, deciding and
    paying.
    """

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=100)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="kinship_once", fields=["user", "person"])]

    class Privacy:
        personal = ("person", "relation")
        safe = ("id", "user", "declared_at", "declared_by")


class Meeting(models.Model):
    """A meeting of a committee; closed with its minutes, and immutable from then on."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    number = models.CharField(max_length=20)
    held_date = models.DateField()
    planned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    minutes = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="meeting_number_once", fields=["committee", "number"]),
            models.CheckConstraint(
                name="meeting_closed_with_minutes",
                condition=Q(closed_at=None, closed_by=None, minutes=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False, minutes__isnull=False),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "committee",
            "number",
            "held_date",
            "planned_by",
            "opened_at",
            "closed_at",
            "closed_by",
            "minutes",
        )


class Attendance(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    member = models.ForeignKey(CommitteeMember, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attendance_once", fields=["meeting", "member"])
        ]

    class Privacy:
        personal = ()
        safe = ("id", "meeting", "member", "recorded_at")


class AgendaItem(models.Model):
    """A case on a meeting's agenda. Voting is blind until the presiding member closes it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agenda_items")
    order = models.PositiveSmallIntegerField()
    voting_opened_at = models.DateTimeField(null=True)
    voting_closed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="agenda_case_once", fields=["meeting", "case"]),
            models.UniqueConstraint(
                # A deferred case comes back on a later agenda, so only an unsettled item is unique.
                name="agenda_one_unsettled",
                fields=["case"],
                condition=Q(settled_at=None),
            ),
            models.CheckConstraint(
                name="agenda_voting_in_order",
                condition=Q(voting_closed_at=None) | Q(voting_opened_at__isnull=False),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "meeting",
            "case",
            "order",
            "voting_opened_at",
            "voting_closed_at",
            "settled_at",
        )


class Recusal(models.Model):
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recusals")
    member = models.ForeignKey(CommitteeMember, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="recusal_once", fields=["item", "member"])]

    class Privacy:
        personal = ("reason",)
        safe = ("id", "item", "member", "at")


class Bar(models.TextChoices):
    """The reason why somebody does not decide a case (segregation of duties)."""

    OPENED = "opened", _("opened the case")
    STUDIED = "studied", _("studied the case")
    KIN = "kin", _("is related to the applicant")
    RECUSED = "recused", _("stepped aside")


class Presiding(models.Model):
    """The chair of a single case, handed to another member because the committee's chair may not
    sit on it.
    """

    # The row names who presided and why; the minutes print it.
    append_only = True

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="presidings")
    member = models.ForeignKey(CommitteeMember, on_delete=models.PROTECT, related_name="+")
    bar = models.CharField(max_length=10, choices=Bar.choices)
    handed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()

    class Privacy:
        personal = ()
        safe = ("id", "item", "member", "bar", "handed_by", "handed_at")


class Choice(models.TextChoices):
    ACCEPT = "accept", _("Accept")
    REJECT = "reject", _("Not accept")
    DEFER = "defer", _("Defer")
    RETURN = "return", _("Return for completion")
    ABSTAIN = "abstain", _("Abstain")


class Vote(models.Model):
    """A member's vote on an item: a row written from the member's own sign-in, never changed."""

    # A vote that could be changed after others are seen would no longer be blind.
    append_only = True

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(CommitteeMember, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="vote_once", fields=["item", "member"])]

    class Privacy:
        personal = ()
        safe = ("id", "item", "member", "choice", "reason", "at")


class DecisionOutcome(models.TextChoices):
    APPROVED = "approved", _("Accepted")
    REJECTED = "rejected", _("Not accepted")
    DEFERRED = "deferred", _("Deferred")
    RETURNED = "returned", _("Returned for completion")


@pghistory.track()
class Decision(models.Model):
    """The committee's decision about a case, recorded first and released later with its letter
    (PRO-7).
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="decision")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=DecisionOutcome.choices)
    reason_code = models.ForeignKey(
        ReasonCode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plain_words = models.TextField()
    conditions = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    quantity = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    # The clauses the letter cites as the grounds of the decision.
    clauses = models.ManyToManyField(Clause, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    early_reason = models.CharField(max_length=300, blank=True)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="decision_in_words", condition=~Q(plain_words="")),
            models.CheckConstraint(
                name="decision_rejection_coded",
                condition=~Q(outcome="rejected") | Q(reason_code__isnull=False),
            ),
            models.CheckConstraint(
                # `delivery` never hands out more than this, so an approval without a measure is not
                # possible.
                name="decision_approval_measured",
                condition=~Q(outcome="approved") | Q(amount__gt=0) | Q(quantity__gt=0),
            ),
            models.CheckConstraint(
                name="decision_released_together",
                condition=Q(released_at=None, released_by=None, letter=None)
                | Q(released_at__isnull=False, released_by__isnull=False, letter__isnull=False),
            ),
        ]

    class Privacy:
        personal = ("plain_words", "conditions", "early_reason")
        safe = (
            "id",
            "item",
            "case",
            "outcome",
            "reason_code",
            "amount",
            "quantity",
            "decided_at",
            "decided_by",
            "released_at",
            "released_by",
            "letter",
        )
