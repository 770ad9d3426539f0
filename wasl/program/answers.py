"""The sample's library: answers by topic, approved by another than who wrote them, and
misconceptions with corrections.
"""

from datetime import datetime, timedelta
from typing import Any

from wasl.accounts.models import User
from wasl.common.clock import day_of
from wasl.knowledge.actions import answers, corrections
from wasl.knowledge.models import Article, ArticleVersion, Misconception, Topic
from wasl.program.reference import read

NOTED, PUBLISHED = 100, 45  # days ago


def load(at: datetime) -> None:
    """Topics, answers, drafts and misconceptions; nothing where there are answers already."""
    if Article.objects.exists():
        return
    data = read("articles")
    maha, khalid = (User.objects.get(username=name) for name in ("maha", "khalid"))
    for entry in data["topics"]:
        name_ar, name_en = entry["name"]
        answers.add_topic(code=entry["code"], name_ar=name_ar, name_en=name_en, by=maha, at=at)
    for entry in data["answers"]:
        version = answers.approve(version=_draft(entry, maha, at), by=khalid, at=at)
        answers.publish(version=version, by=khalid, at=at)
    for entry in data["drafts"]:
        _draft(entry, maha, at)
    for entry in data["misconceptions"]:
        _correct(entry, maha, khalid, at)


def _draft(entry: dict[str, Any], by: User, at: datetime) -> ArticleVersion:
    pairs = {
        "question": entry["question"],
        "answer": entry["answer"],
        "short": entry.get("short", ("", "")),
    }
    words = {
        f"{name}_{language}": pair[place]
        for name, pair in pairs.items()
        for place, language in enumerate(("ar", "en"))
    }
    topic = Topic.objects.get(code=entry["topic"])
    return answers.draft(
        words=words, topic=topic, is_public=entry.get("is_public", True), by=by, at=at
    )


def _correct(entry: dict[str, Any], by: User, publisher: User, at: datetime) -> Misconception:
    (belief_ar, belief_en), (truth_ar, truth_en) = entry["belief"], entry["truth"]
    words = {
        "belief_ar": belief_ar,
        "belief_en": belief_en,
        "truth_ar": truth_ar,
        "truth_en": truth_en,
    }
    words["topic"] = Topic.objects.get(code=entry["topic"])
    noted = corrections.note_misconception(words=words, by=by, at=at - timedelta(days=NOTED))
    if "told" not in entry:
        return noted
    published = at - timedelta(days=PUBLISHED)
    noted = corrections.publish_correction(misconception=noted, by=publisher, at=published)
    for telling in entry["told"]:
        moment = at - timedelta(days=telling["days_ago"])
        corrections.record_telling(
            misconception=noted,
            channel=telling["channel"],
            told_date=day_of(moment),
            place=telling["place"],
            by=by,
            at=moment,
        )
    return noted
