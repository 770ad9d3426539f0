"""Answers are drafted from what executives answered, read over, and published."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.verdicts import Refused
from wasl.knowledge import policies
from wasl.knowledge.models import Article, Status


@transaction.atomic
def draft_from(
    *, question: str, answer: str, source_type: str, source_id: str, by: User | None, at: datetime
) -> Article:
    """Keep an executive's answer as a draft for others (PRO-5), once for each source."""
    policies.can_draft(by).require()
    article, made = Article.objects.get_or_create(
        source_type=source_type,
        source_id=source_id,
        defaults={"question_ar": question[:300], "answer_ar": answer, "created_at": at},
    )
    if made:
        data = {"source_type": source_type, "source_id": source_id}
        record(verb="knowledge.draft_from", subject=article, by=by, at=at, root=article, data=data)
    return article


@transaction.atomic
def publish(
    *,
    article: Article,
    question_ar: str,
    answer_ar: str,
    question_en: str = "",
    answer_en: str = "",
    by: User | None,
    at: datetime,
) -> Article:
    """Publish an answer after reading it over, in words by which no one is recognised."""
    policies.can_publish(by).require()
    if not question_ar.strip() or not answer_ar.strip():
        raise Refused(_("Write both the question and its answer in Arabic."))
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    article.question_ar, article.answer_ar = question_ar, answer_ar
    article.question_en, article.answer_en = question_en, answer_en
    article.version += 1 if article.status == Status.PUBLISHED else 0
    article.status, article.published_at = Status.PUBLISHED, at
    article.save()
    record(verb="knowledge.publish", subject=article, by=by, at=at, root=article, data={"version": article.version})
    return article
