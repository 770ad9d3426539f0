"""Reads of the library: answers by stage, search, reviews due, feedback, misconceptions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.accounts.roles import ROLES
from wasl.common.clock import day_of
from wasl.knowledge.matching import question_stems, rank
from wasl.knowledge.models import Article, ArticleVersion, Feedback, Misconception, Topic
from wasl.knowledge.states import COMING, Status

Versions = QuerySet[ArticleVersion]
# Rows that share a stem with the question and are ranked in Python.
CANDIDATES = 200
PAGE = 50


def topics() -> QuerySet[Topic]:
    """Return the topics in the association's order."""
    return Topic.objects.order_by("place", "pk")


def published(*, internal: bool = False) -> Versions:
    """Return published answers, the same on every channel (OBJ-3).

    `internal` adds those for the staff alone.
    """
    versions = ArticleVersion.objects.filter(status=Status.PUBLISHED).select_related(
        "article__topic"
    )
    return (versions if internal else versions.filter(article__is_public=True)).order_by("pk")


def find(
    words: str, *, internal: bool = False, topic: str = "", limit: int = 20
) -> list[ArticleVersion]:
    """Return published answers that match by stems, best first; all of them without words."""
    versions = published(internal=internal)
    if topic:
        versions = versions.filter(article__topic__code=topic)
    query_stems = question_stems(words)
    if not query_stems:
        # Words without a stem (a greeting, «how») match nothing; an empty search lists everything.
        return [] if words.strip() else list(versions[:limit])
    return fitting(query_stems, versions)[:limit]


def suggestions(question: str, *, limit: int = 5) -> list[ArticleVersion]:
    """Return published answers, internal ones included, that match what an officer types."""
    query_stems = question_stems(question)
    return fitting(query_stems, published(internal=True))[:limit] if query_stems else []


def fitting(query_stems: list[str], versions: Versions) -> list[ArticleVersion]:
    """Return the versions that share enough stems with the query, best first.

    One of up to three stems is enough, half (rounded down) of four to seven, else three.
    """
    # The overlap is found by the GIN index; only its matches are counted and ranked here.
    rows = list(versions.filter(stems__overlap=query_stems)[:CANDIDATES])
    least = max(1, len(query_stems) // 2) if len(query_stems) < 8 else 3
    matches = [version for version in rows if len(set(version.stems) & set(query_stems)) >= least]
    marks = rank(query_stems, [(version.asked_stems, version.stems) for version in matches])
    order = sorted(range(len(matches)), key=lambda place: (-marks[place], matches[place].pk))
    return [matches[place] for place in order]


@dataclass(frozen=True)
class Shelf:
    """A topic with its published answers; `topic` is None for unsorted ones."""

    topic: Topic | None
    versions: list[ArticleVersion]


def shelves(versions: Iterable[ArticleVersion]) -> list[Shelf]:
    """Group answers by topic, in the topics' order, unsorted ones last."""
    by_topic: dict[int | None, list[ArticleVersion]] = {}
    for version in versions:
        by_topic.setdefault(version.article.topic_id, []).append(version)
    topic_shelves = [Shelf(topic, by_topic[topic.pk]) for topic in topics() if topic.pk in by_topic]
    return topic_shelves + ([Shelf(None, by_topic[None])] if None in by_topic else [])


def beside(version: ArticleVersion, limit: int = 5) -> list[ArticleVersion]:
    """Return other public answers of the same topic, those nearest to the question first."""
    if version.article.topic_id is None:
        return []
    siblings = list(
        published().filter(article__topic=version.article.topic_id).exclude(pk=version.pk)[:PAGE]
    )
    question_stems = set(version.asked_stems)
    return sorted(
        siblings, key=lambda sibling: (-len(question_stems & set(sibling.asked_stems)), sibling.pk)
    )[:limit]


def public_answer(pk: int) -> ArticleVersion | None:
    """Return the published version of a public answer, else the withdrawn one, else None."""
    versions = ArticleVersion.objects.filter(article=pk, article__is_public=True).select_related(
        "article__topic"
    )
    standing = versions.filter(status=Status.PUBLISHED).first()
    return standing or versions.filter(status=Status.WITHDRAWN).order_by("-number").first()


def coming() -> Versions:
    """Return versions not yet published (drafts and approved), oldest first."""
    versions = ArticleVersion.objects.filter(status__in=COMING)
    return versions.select_related("article__topic", "drafted_by").order_by("pk")


def withdrawn() -> Versions:
    """Return withdrawn answers, newest first."""
    versions = ArticleVersion.objects.filter(status=Status.WITHDRAWN)
    return versions.select_related("article__topic").order_by("-ended_at")


def due_for_review(day: date) -> Versions:
    """Return published answers whose review day has come, longest overdue first."""
    return (
        published(internal=True)
        .filter(article__review_date__lte=day)
        .order_by("article__review_date", "pk")
    )


def articles() -> QuerySet[Article]:
    """Return every answer with its topic, at any stage."""
    return Article.objects.select_related("topic")


def versions() -> Versions:
    """Return every version with its answer, at any stage."""
    return ArticleVersion.objects.select_related("article")


def versions_of(article: Article) -> list[ArticleVersion]:
    """Return every version of an answer, newest first."""
    return list(article.versions.select_related("drafted_by", "approved_by").order_by("-number"))


def editors() -> list[User]:
    """Return active users who write answers and have an e-mail address."""
    roles = [code for code, role in ROLES.items() if Permission.KNOWLEDGE_EDIT in role.permissions]
    role_filter = Q(memberships__role__in=roles, memberships__ended_date=None)
    return list(
        User.objects.filter(role_filter, is_active=True).exclude(email="").distinct().order_by("pk")
    )


@dataclass(frozen=True)
class FeedbackSummary:
    """Feedback on an answer over all versions: how many it helped, how many not, the words."""

    helped: int
    not_helped: int
    words: list[Feedback]


def feedback_on(article: Article, limit: int = 30) -> FeedbackSummary:
    """Return the feedback on an answer; the words of those it did not help come first."""
    rows = Feedback.objects.filter(version__article=article)
    counts = rows.aggregate(
        yes=Count("pk", filter=Q(helped=True)), no=Count("pk", filter=Q(helped=False))
    )
    words = rows.exclude(words="").order_by("helped", "-quarter", "pk").select_related("version")
    return FeedbackSummary(counts["yes"], counts["no"], list(words[:limit]))


def least_helpful(limit: int = 5) -> list[ArticleVersion]:
    """Return published answers with the most negative feedback."""
    no = Count("feedback", filter=Q(feedback__helped=False))
    rows = published(internal=True).annotate(
        no=no, yes=Count("feedback", filter=Q(feedback__helped=True))
    )
    return list(rows.filter(no__gt=0).order_by("-no", "pk")[:limit])


def misconceptions(*, public: bool = False) -> list[Misconception]:
    """Return misconceptions: all for the staff, published ones for the public page."""
    rows = Misconception.objects.select_related("topic", "article")
    if public:
        rows = rows.filter(status=Status.PUBLISHED)
    words = Prefetch("article__versions", published(), to_attr="published_versions")
    return list(rows.prefetch_related(words).order_by("topic__place", "pk")[:PAGE])


def misconceptions_with_author() -> QuerySet[Misconception]:
    """Return every misconception with its topic, its answer and who wrote the correction."""
    return Misconception.objects.select_related("topic", "article", "written_by")


def standing_misconceptions() -> QuerySet[Misconception]:
    """Return the misconceptions that an officer may link to an enquiry."""
    return Misconception.objects.exclude(status=Status.WITHDRAWN).order_by("pk")


def told_since(misconception: Misconception) -> date | None:
    """Return the first day the correction was told, from which the comparison counts."""
    first = misconception.tellings.order_by("told_date").values_list("told_date", flat=True).first()
    return first or (day_of(misconception.published_at) if misconception.published_at else None)


def answered_topics() -> dict[int | None, int]:
    """Return how many published answers each topic has."""
    rows = ArticleVersion.objects.filter(status=Status.PUBLISHED).values_list("article__topic")
    # The empty order_by drops any ordering, which would otherwise be added to the grouping.
    return dict(rows.annotate(n=Count("pk")).order_by())
