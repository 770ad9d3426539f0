"""The sample's contacts: who came or called, what was asked, what was referred as unclear (PRO-2,
PRO-5).
"""

from datetime import datetime, timedelta
from typing import Any

from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person
from wasl.common.clock import RIYADH
from wasl.interactions import actions as interactions
from wasl.interactions.models import Interaction
from wasl.knowledge import queries as answers
from wasl.knowledge.models import Misconception, Topic
from wasl.program import people
from wasl.program.reference import read


def load(now: datetime) -> int:
    """Record the sample's contacts; answers how many. Where there are contacts already, nothing is
    done.
    """
    if Interaction.objects.exists():
        return 0
    data = read("contacts")
    for entry in data["visits"]:
        details = {key: entry[key] for key in ("channel", "subject", "outcome")}
        interactions.record_visit(
            person=_person(entry, now), **details, by=_by(entry), at=_at(entry, now)
        )
    for entry in data["enquiries"]:
        _ask(entry, now)
    for entry in data["referrals"]:
        _refer(entry, now)
    return sum(map(len, data.values()))


def _ask(entry: dict[str, Any], now: datetime) -> None:
    enquiry = interactions.record_enquiry(
        person=_person(entry, now),
        visitor_name=entry.get("visitor", ""),
        channel=entry["channel"],
        subject=entry["subject"],
        topic=Topic.objects.get(code=entry["topic"]) if "topic" in entry else None,
        by=_by(entry),
        at=_at(entry, now),
    )
    version = (
        answers.published().filter(question_ar__contains=entry["library"]).first()
        if "library" in entry
        else None
    )
    if answer := entry.get("answer") or (version.answer_ar if version else ""):
        interactions.answer_enquiry(
            enquiry=enquiry, answer=answer, version=version, by=_by(entry), at=_at(entry, now)
        )  # fmt: skip
    if "shows" in entry:
        misconception = Misconception.objects.get(belief_ar__contains=entry["shows"])
        interactions.show_misconception(
            enquiry=enquiry, misconception=misconception, by=_by(entry), at=_at(entry, now)
        )


def _refer(entry: dict[str, Any], now: datetime) -> None:
    khalid = User.objects.get(username="khalid")
    referral = interactions.refer(
        question=entry["question"],
        executive=khalid,
        person=_person(entry, now),
        by=_by(entry),
        at=_at(entry, now),
    )
    if "answer" in entry:
        answered = min(_at(entry, now) + timedelta(hours=5), now)
        interactions.answer_referral(
            referral=referral, answer=entry["answer"], by=khalid, at=answered
        )


def _person(entry: dict[str, Any], now: datetime) -> Person | None:
    return (
        people.load_person(entry["person"], by=_by(entry), at=_at(entry, now))
        if "person" in entry
        else None
    )


def _by(entry: dict[str, Any]) -> User:
    return User.objects.get(username=entry["by"])


def _at(entry: dict[str, Any], now: datetime) -> datetime:
    day = now.astimezone(RIYADH) - timedelta(days=entry["days_ago"])
    return min(day.replace(hour=8, minute=30, second=0, microsecond=0), now)
