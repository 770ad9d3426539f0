"""Answers in versions, by topic, with readers' feedback; misconceptions with their correction."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from wasl.common.bilingual import pick
from wasl.knowledge.states import COMING, Status
from wasl.messaging.models import Channel

USER = settings.AUTH_USER_MODEL
SHORT = 134  # two parts of an Arabic text message


class Topic(models.Model):
    """A subject by which answers, enquiries and misconceptions are sorted."""

    code = models.SlugField(max_length=40, unique=True)
    name_ar = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Privacy:
        personal = ()
        safe = ("id", "code", "name_ar", "name_en", "place")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return pick(self.name_ar, self.name_en)


class Article(models.Model):
    """A question of the library; its words are in its versions.

    `source_type` and `source_id` name the row it came from.
    """

    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    is_public = models.BooleanField(default=True)
    review_months = models.PositiveSmallIntegerField(default=12)
    review_date = models.DateField(null=True, blank=True)
    source_type = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["review_date"], name="article_review")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id"],
                condition=~Q(source_id=""),
                name="one_article_per_source",
            ),
            models.CheckConstraint(
                name="article_reviewed_in_months",
                condition=Q(review_months__gte=1, review_months__lte=60),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "topic",
            "is_public",
            "review_months",
            "review_date",
            "source_type",
            "source_id",
            "created_at",
        )

    def get_absolute_url(self) -> str:
        return reverse("knowledge:answer", args=[self.pk])


class ArticleVersion(models.Model):
    """The words of an answer, the same on every channel (OBJ-3), with a short form for messages.

    Somebody other than the last writer approves them. An enquiry keeps the version by which it was
    answered.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    question_ar = models.CharField(max_length=300)
    question_en = models.CharField(max_length=300, blank=True)
    answer_ar = models.TextField()
    answer_en = models.TextField(blank=True)
    short_ar = models.CharField(max_length=SHORT, blank=True)
    short_en = models.CharField(max_length=SHORT, blank=True)
    # Of question and answer; `asked_stems` holds the
    # question's alone, which weigh more in the ranking.
    stems = ArrayField(models.CharField(max_length=60), default=list)
    asked_stems = ArrayField(models.CharField(max_length=60), default=list)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            # Only published versions are searched, so the index leaves the others out.
            GinIndex(fields=["stems"], name="article_stems", condition=Q(status=Status.PUBLISHED))
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="one_wording_per_number"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(status=Status.PUBLISHED),
                name="one_published_wording",
            ),
            models.UniqueConstraint(fields=["article"], condition=Q(status__in=COMING), name="one_wording_on_its_way"),
            models.CheckConstraint(
                name="wording_approved_with_its_time",
                condition=Q(status=Status.DRAFT, approved_at=None) | (~Q(status=Status.DRAFT) & Q(approved_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="wording_approved_by_another",
                condition=Q(approved_by=None) | Q(drafted_by=None) | ~Q(approved_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="wording_published_with_its_time",
                condition=Q(status__in=COMING) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="wording_withdrawn_for_a_reason",
                condition=~Q(status=Status.WITHDRAWN) | ~Q(reason=""),
            ),
        ]  # fmt: skip

    class Privacy:
        # A draft repeats an executive's words about a
        # person's question, until somebody has checked it.
        personal = ("question_ar", "answer_ar", "stems", "asked_stems")
        nobody = "questions and answers are told without who asked"
        safe = (
            "id", "article", "number", "status", "question_en", "answer_en", "short_ar", "short_en",
            "drafted_at", "drafted_by", "approved_at", "approved_by", "published_at", "ended_at",
            "reason",
        )  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("knowledge:answer", args=[self.article_id])

    @property
    def question(self) -> str:
        return pick(self.question_ar, self.question_en)

    @property
    def answer(self) -> str:
        return pick(self.answer_ar, self.answer_en)


class Feedback(models.Model):
    """Whether an answer helped a reader, given without sign-in.

    There is no time, address or anything else that leads to the person. All rows of a version and
    quarter are written anew in random order at each answer.
    """

    # Random and not counted up: a running key would tell the order of the answers.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="feedback")
    helped = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)
    quarter = models.CharField(max_length=6)

    class Meta:
        indexes = [models.Index(fields=["version", "quarter"], name="feedback_version")]

    class Privacy:
        personal = ("words",)
        nobody = (
            "nobody knows who wrote them; numbers and addresses are struck out before they are kept"
        )
        safe = ("id", "version", "helped", "quarter")


class Misconception(models.Model):
    """What people wrongly believe, and what is true instead (PRA-1).

    `article` is the answer that explains it in full.
    """

    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="misconceptions"
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="misconceptions"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    belief_ar = models.CharField(max_length=300)
    belief_en = models.CharField(max_length=300, blank=True)
    truth_ar = models.TextField()
    truth_en = models.TextField(blank=True)
    noted_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="correction_has_its_stages",
                condition=Q(status__in=[Status.DRAFT, Status.PUBLISHED, Status.WITHDRAWN]),
            ),
            models.CheckConstraint(
                name="correction_published_with_its_time",
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="correction_published_by_another",
                condition=Q(published_by=None)
                | Q(written_by=None)
                | ~Q(published_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="correction_withdrawn_for_a_reason",
                condition=~Q(status=Status.WITHDRAWN) | ~Q(reason=""),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "topic", "article", "status", "belief_ar", "belief_en", "truth_ar", "truth_en",
            "noted_at", "written_at", "written_by", "published_at", "published_by", "reason",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.belief

    @property
    def belief(self) -> str:
        return pick(self.belief_ar, self.belief_en)

    @property
    def truth(self) -> str:
        return pick(self.truth_ar, self.truth_en)


class Telling(models.Model):
    """A telling of a correction: on which channel, on what day, at which place of it."""

    misconception = models.ForeignKey(
        Misconception, on_delete=models.PROTECT, related_name="tellings"
    )
    channel = models.CharField(max_length=16, choices=Channel)
    told_date = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["misconception", "told_date"], name="telling_misconception")
        ]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "misconception",
            "channel",
            "told_date",
            "place",
            "recorded_at",
            "recorded_by",
        )


__all__ = [
    "SHORT",
    "Article",
    "ArticleVersion",
    "Feedback",
    "Misconception",
    "Status",
    "Telling",
    "Topic",
]
