"""Answers and corrections as tests want them: written by one, approved and published by another."""

from typing import Any

from tests.cast import NOW
from wasl.accounts.models import User
from wasl.knowledge.actions import answers, corrections
from wasl.knowledge.models import ArticleVersion, Misconception, Topic


def a_topic(
    by: User, code: str = "delivery", name_ar: str = "الاستلام", name_en: str = "Receiving"
) -> Topic:
    """A topic, made where it is not there yet."""
    known = Topic.objects.filter(code=code).first()
    return known or answers.add_topic(code=code, name_ar=name_ar, name_en=name_en, by=by, at=NOW)


def a_draft(
    question: str,
    answer: str,
    by: User,
    *,
    topic: Topic | None = None,
    is_public: bool = True,
    **more: Any,
) -> ArticleVersion:
    """A drafted answer."""
    words = {"question_ar": question, "answer_ar": answer, **more}
    return answers.draft(words=words, topic=topic, is_public=is_public, by=by, at=NOW)


def published(version: ArticleVersion, by: User) -> ArticleVersion:
    """A draft approved and published by another."""
    return answers.publish(version=answers.approve(version=version, by=by, at=NOW), by=by, at=NOW)


def an_answer(question: str, answer: str, writer: User, other: User, **more: Any) -> ArticleVersion:
    """A published answer."""
    return published(a_draft(question, answer, writer, **more), other)


def a_misconception(by: User, **more: Any) -> Misconception:
    """What people wrongly believe, noted with what is true."""
    words = {
        "belief_ar": "من عنده ضمان لا يُقبل.",
        "truth_ar": "يُقبل، ويُحسب الضمان من الدخل.",
        **more,
    }
    return corrections.note_misconception(words=words, by=by, at=NOW)
