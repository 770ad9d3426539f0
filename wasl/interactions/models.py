"""Contacts on every channel, and questions referred to executives because they were unclear."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.cases.models.case import Case
from wasl.knowledge.models import ArticleVersion, Misconception, Topic
from wasl.messaging.models import Channel

USER = settings.AUTH_USER_MODEL


class Direction(models.TextChoices):
    IN = "in", _("Received")
    OUT = "out", _("Made by us")


class InteractionKind(models.TextChoices):
    VISIT = "visit", _("Visit")
    ENQUIRY = "enquiry", _("Enquiry")
    FOLLOW_UP = "follow_up", _("Follow-up")


class InteractionQuerySet(models.QuerySet["Interaction"]):
    def visible_to(self, user: User) -> "InteractionQuerySet":
        return self if user.holds(Permission.PEOPLE_FIND) else self.none()

    def waiting(self) -> "InteractionQuerySet":
        """Filter enquiries without an answer (PRO-2: none is closed unanswered)."""
        return self.filter(kind=InteractionKind.ENQUIRY, closed_at=None)


class Interaction(models.Model):
    """A contact: who came or called, for whom, by which channel, about what, and how it ended
    (CHA-1…CHA-7).
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="interactions"
    )
    # Anybody may ask; a visitor need not be in the register.
    visitor_name = models.CharField(max_length=300, blank=True)
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="interactions"
    )
    kind = models.CharField(max_length=10, choices=InteractionKind.choices)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.IN)
    subject = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_version = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="uses"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    once = models.UUIDField(null=True, unique=True)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="interaction_person"),
            models.Index(fields=["-at", "-id"], name="interaction_recent"),
            # Covers the figures by topic: half a million questions of a quarter are counted from
            # the index alone.
            models.Index(
                fields=["at", "topic"],
                include=["answer_version", "closed_at"],
                name="interaction_asked",
                condition=Q(kind="enquiry"),
            ),
            models.Index(
                fields=["at"],
                name="interaction_waiting",
                condition=Q(kind="enquiry", closed_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="interaction_closed_together",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                # PRO-2: no enquiry is closed unanswered, whatever writes the table.
                name="interaction_enquiry_answered",
                condition=~Q(kind="enquiry") | Q(closed_at=None) | ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="interaction_answered_from_the_library",
                condition=Q(answer_version=None) | (Q(kind="enquiry") & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="interaction_somebody", condition=Q(person__isnull=False) | ~Q(visitor_name="")
            ),
        ]

    class Privacy:
        personal = (
            "person",
            "visitor_name",
            "representative",
            "subject",
            "details",
            "outcome",
            "answer",
        )
        person = ("person", "case__person")
        at_work = Q(kind="enquiry", closed_at=None)
        safe = (
            "id", "case", "kind", "channel", "direction", "topic", "answer_version", "at", "by",
            "closed_at", "closed_by", "once",
        )  # fmt: skip


class Showing(models.Model):
    """A question that came from a misconception; the showings tell whether it is heard less
    (PRA-1).
    """

    misconception = models.ForeignKey(
        Misconception, on_delete=models.PROTECT, related_name="showings"
    )
    interaction = models.ForeignKey(Interaction, on_delete=models.PROTECT, related_name="showings")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["misconception", "interaction"], name="showing_once")
        ]

    class Privacy:
        personal = ()
        safe = ("id", "misconception", "interaction", "recorded_at", "recorded_by")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: User) -> "ReferralQuerySet":
        """Return referred questions for the roles that ask them and those that answer them."""
        concerned = any(
            user.holds(permission)
            for permission in (
                Permission.VISITS_RECORD,
                Permission.CASES_STUDY,
                Permission.REFERRALS_ANSWER,
            )
        )
        return self if concerned else self.none()

    def waiting(self) -> "ReferralQuerySet":
        return self.filter(answered_at=None)

    def to_tell(self) -> "ReferralQuerySet":
        """Filter answered questions whose answer has not reached the person yet."""
        return self.filter(answered_at__isnull=False, told_at=None)


class Referral(models.Model):
    """An unclear question for an executive, with a due time; the answer returns to the officer and
    the person (PRO-5).
    """

    interaction = models.ForeignKey(
        Interaction, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    executive = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="referrals")
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    # Not a foreign key: `knowledge` drafts the article, which then has its own life.
    article_id = models.BigIntegerField(null=True)
    once = models.UUIDField(null=True, unique=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["executive", "answered_at", "due_at"], name="referral_queue"),
            models.Index(
                fields=["asked_by", "answered_at"],
                # Partial: a referral leaves the index once the person has the answer.
                name="referral_to_tell",
                condition=Q(told_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_answered_together",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="referral_told_after_answer",
                condition=Q(told_at=None) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_told_together",
                condition=Q(told_at=None, told_by=None)
                | Q(told_at__isnull=False, told_by__isnull=False),
            ),
        ]

    class Privacy:
        personal = ("person", "question", "answer")
        person = ("person", "case__person", "interaction__person")
        at_work = Q(answered_at=None)
        safe = (
            "id",
            "interaction",
            "case",
            "asked_at",
            "asked_by",
            "executive",
            "due_at",
            "answered_at",
            "answered_by",
            "told_at",
            "told_by",
            "article_id",
            "once",
        )
