"""Answers: drafted, approved by another, published, reviewed, replaced or withdrawn (OBJ-3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.dates import add_hijri_months
from wasl.common.text import clean, clean_lines
from wasl.common.verdicts import Refused
from wasl.knowledge import policies, queries
from wasl.knowledge.matching import keys
from wasl.knowledge.models import Article, ArticleVersion, Topic
from wasl.knowledge.states import Status
from wasl.messaging.actions import send
from wasl.messaging.models import Carrier

LINES = ("question_ar", "question_en", "short_ar", "short_en")
TEXTS = ("answer_ar", "answer_en")
# Fields of the article itself: they hold for every version.
SHELF = ("topic", "is_public", "review_months")


@transaction.atomic
def add_topic(
    *, code: str, name_ar: str, name_en: str = "", by: User | None, at: datetime
) -> Topic:
    """Add a topic for sorting answers and enquiries."""
    policies.can_write(by).require()
    if Topic.objects.filter(code=code).exists():
        raise Refused(_("There is a topic of this code."))
    place = Topic.objects.count() + 1
    topic = Topic.objects.create(
        code=code, name_ar=clean(name_ar), name_en=clean(name_en), place=place
    )
    record(verb="knowledge.add_topic", subject=topic, by=by, at=at, data={"code": code})
    return topic


@transaction.atomic
def draft_from(
    *, question: str, answer: str, source_type: str, source_id: str, by: User | None, at: datetime
) -> Article:
    """Save an executive's answer as an internal draft (PRO-5), once for each source.

    It stays internal until an editor decides otherwise.
    """
    policies.can_draft(by).require()
    # A referral that was drafted before leads to the same article, whatever became of it since.
    article, is_new = Article.objects.get_or_create(
        source_type=source_type,
        source_id=source_id,
        defaults={"created_at": at, "is_public": False},
    )
    if is_new:
        _first(article, {"question_ar": clean(question)[:300], "answer_ar": answer}, by, at)
        data = {"source_type": source_type, "source_id": source_id}
        record(verb="knowledge.draft_from", subject=article, by=by, at=at, root=article, data=data)
    return article


@transaction.atomic
def draft(
    *,
    words: Mapping[str, str],
    topic: Topic | None,
    is_public: bool,
    review_months: int = 12,
    by: User | None,
    at: datetime,
) -> ArticleVersion:
    """Write a new answer as a draft."""
    policies.can_write(by).require()
    article = Article.objects.create(
        topic=topic, is_public=is_public, review_months=review_months, created_at=at
    )
    version = _first(article, words, by, at)
    policies.ANSWER.note("draft", version, by=by, at=at)
    return version


def _first(
    article: Article, words: Mapping[str, str], by: User | None, at: datetime
) -> ArticleVersion:
    version = ArticleVersion(article=article, number=1, drafted_at=at, drafted_by=by)
    _put(version, words)
    version.save()
    return version


def _put(version: ArticleVersion, words: Mapping[str, str]) -> None:
    for name in LINES:
        setattr(version, name, clean(words.get(name, getattr(version, name))))
    for name in TEXTS:
        setattr(version, name, clean_lines(words.get(name, getattr(version, name))))
    if not version.question_ar or not version.answer_ar:
        raise Refused(_("Write both the question and its answer in Arabic."))
    if bool(version.question_en) != bool(version.answer_en):
        raise Refused(_("Write both the question and its answer in English, or neither."))
    # Stored with the row, so that a search compares stems and parses no text (ADR 38).
    version.asked_stems = keys(version.question_ar, version.question_en)
    version.stems = keys(
        version.question_ar, version.question_en, version.answer_ar, version.answer_en
    )


@transaction.atomic
def write(
    *,
    version: ArticleVersion,
    words: Mapping[str, str],
    shelf: Mapping[str, Any] | None = None,
    by: User | None,
    at: datetime,
) -> ArticleVersion:
    """Change the words of a draft; the last writer counts as its author.

    `shelf` holds the topic, whether it is public, and the months between reviews.
    """
    version = policies.ANSWER.lock(version)
    policies.can_change(by, version).require()
    _put(version, words)
    version.drafted_at, version.drafted_by = at, by
    version.save()
    article = version.article
    for name in SHELF:
        setattr(article, name, (shelf or {}).get(name, getattr(article, name)))
    article.save()
    policies.ANSWER.note("write", version, by=by, at=at)
    return version


@transaction.atomic
def revise(*, article: Article, by: User | None, at: datetime) -> ArticleVersion:
    """Begin a new version with the words of the last one.

    The published version stays until it is replaced.
    """
    # Locking the article gives two revisions begun at once different numbers, or refuses one.
    article = Article.objects.select_for_update().get(pk=article.pk)
    latest = article.versions.latest("number")
    policies.can_revise(by, latest).require()
    version = ArticleVersion(
        article=article, number=latest.number + 1, drafted_at=at, drafted_by=by
    )
    _put(version, {name: getattr(latest, name) for name in (*LINES, *TEXTS)})
    version.save()
    policies.ANSWER.note("revise", version, by=by, at=at)
    return version


@transaction.atomic
def approve(*, version: ArticleVersion, by: User | None, at: datetime) -> ArticleVersion:
    """Approve what another has written."""
    return policies.ANSWER.step("approve", version, by=by, at=at, approved_at=at, approved_by=by)


@transaction.atomic
def return_to_writing(*, version: ArticleVersion, by: User | None, at: datetime) -> ArticleVersion:
    """Return approved words to the draft stage; they need a new approval."""
    return policies.ANSWER.step(
        "return_to_writing", version, by=by, at=at, approved_at=None, approved_by=None
    )


@transaction.atomic
def publish(*, version: ArticleVersion, by: User | None, at: datetime) -> ArticleVersion:
    """Publish approved words on every channel; the version before is kept as superseded."""
    version = policies.ANSWER.lock(version)
    # Asked before the old version is superseded, so that a refusal comes first.
    policies.can(by, "publish", version).require()
    before = version.article.versions.filter(status=Status.PUBLISHED).first()
    # First the old one, since the database allows one published version of an article.
    if before:
        policies.ANSWER.change("supersede", before, by=by, at=at, ended_at=at)
    version = policies.ANSWER.change("publish", version, by=by, at=at, published_at=at)
    _set_review(version.article, at)
    return version


def _set_review(article: Article, at: datetime) -> None:
    article.review_date = add_hijri_months(day_of(at), article.review_months)
    article.save(update_fields=["review_date"])


@transaction.atomic
def withdraw(
    *, version: ArticleVersion, reason: str, by: User | None, at: datetime
) -> ArticleVersion:
    """Withdraw an answer with a reason; its page says that it was withdrawn."""
    if not clean(reason):
        raise Refused(_("Say why the answer is withdrawn."))
    version = policies.ANSWER.step(
        "withdraw", version, by=by, at=at, ended_at=at, reason=clean(reason)[:300]
    )
    # A withdrawn answer is no longer due for review.
    version.article.review_date = None
    version.article.save(update_fields=["review_date"])
    return version


@transaction.atomic
def review(*, article: Article, by: User | None, at: datetime) -> Article:
    """Record that a published answer was reviewed and still holds; restart its review period."""
    policies.can_write(by).require()
    article = Article.objects.select_for_update().get(pk=article.pk)
    if not article.versions.filter(status=Status.PUBLISHED).exists():
        raise Refused(_("Only a published answer is reviewed."))
    _set_review(article, at)
    record(verb="knowledge.review", subject=article, by=by, at=at, root=article)
    return article


@transaction.atomic
def remind_reviews(*, by: User | None, at: datetime) -> int:
    """Remind editors by e-mail, once a week, of answers due for review.

    Return how many were notified.
    """
    policies.can_write(by).require()
    waiting, notified_count, day = queries.due_for_review(day_of(at)).count(), 0, day_of(at)
    for editor in queries.editors() if waiting else []:
        # The task runs daily; the ISO week in the key makes it one message a week.
        year, week, _weekday = day.isocalendar()
        send(
            key="answers_to_review", to=editor.email, carrier=Carrier.EMAIL,
            params={"count": str(waiting)}, once_key=f"answers_to_review:{editor.pk}:{year}-{week}",
            at=at,
        )  # fmt: skip
        notified_count += 1
    return notified_count
