"""Reads of the library of answers."""

from django.db.models import QuerySet

from wasl.common.text import loose
from wasl.knowledge.models import Article, Status


def published() -> QuerySet[Article]:
    """The answers everyone gives and everyone may read, the same on every channel (OBJ-3)."""
    return Article.objects.filter(status=Status.PUBLISHED).order_by("pk")


def drafts() -> QuerySet[Article]:
    """Answers that wait for somebody to read them over."""
    return Article.objects.filter(status=Status.DRAFT).order_by("-pk")


def find(words: str, *, limit: int = 20) -> list[Article]:
    """Published answers that hold every one of these words, whatever their Arabic spelling."""
    wanted = loose(words).split()
    hits = [
        article
        for article in published()
        if all(
            word in loose(f"{article.question_ar} {article.answer_ar} {article.question_en} {article.answer_en}")
            for word in wanted
        )
    ]
    return hits[:limit]
