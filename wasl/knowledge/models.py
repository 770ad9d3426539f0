"""Answers in both languages, with where each came from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.common.bilingual import pick


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Article(models.Model):
    """One question with its answer; `source_type` and `source_id` name the row it was drafted from."""

    question_ar = models.CharField(max_length=300)
    question_en = models.CharField(max_length=300, blank=True)
    answer_ar = models.TextField()
    answer_en = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    source_type = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=40, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id"], condition=~Q(source_id=""), name="one_article_per_source"
            ),
            models.CheckConstraint(
                name="published_articles_have_their_time",
                condition=Q(status=Status.DRAFT) | Q(published_at__isnull=False),
            ),
        ]

    class Privacy:
        # A draft repeats an executive's words about one person's question, until someone has read it over.
        personal = ("question_ar", "answer_ar")
        nobody = "questions and answers are told without who asked"
        safe = (
            "id", "question_en", "answer_en", "status", "source_type", "source_id", "version", "created_at",
            "published_at",
        )  # fmt: skip

    @property
    def question(self) -> str:
        return pick(self.question_ar, self.question_en)

    @property
    def answer(self) -> str:
        return pick(self.answer_ar, self.answer_en)
