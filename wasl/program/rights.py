"""The sample's consents, requests about personal data and incidents, each by whose work it is."""

from datetime import datetime, timedelta
from typing import Any

from wasl.accounts.models import User
from wasl.audit import actions as trail
from wasl.beneficiaries.actions import consents
from wasl.beneficiaries.models.person import Person
from wasl.catalogue.models.offered import Service
from wasl.common import clock
from wasl.common.clock import RIYADH
from wasl.interactions import actions as interactions
from wasl.portal import actions as portal
from wasl.privacy.actions import deeds, destruction, incidents, requests, reviewing
from wasl.privacy.models.destruction import RetentionRule
from wasl.privacy.models.incidents import Incident
from wasl.privacy.models.requests import DataSubjectRequest
from wasl.program import people
from wasl.program.reference import read


def load(now: datetime) -> int:
    """Answers how many rows there are of each; where there are requests already, nothing is
    done.
    """
    if DataSubjectRequest.objects.exists() or Incident.objects.exists():
        return 0
    data = read("privacy")
    for entry in data["consents"]:
        _agree(entry, now)
    for entry in data["requests"]:
        _ask(entry, now)
    for entry in data["incidents"]:
        _report(entry, now)
    for entry in data["old_callers"]:
        _call(entry, now)
    _read(data["reads"], now)
    reviewing.count_reads(day=clock.day_of(now), by=_staff("jawaher"), at=now)
    for entry in data["stories"]:
        _tell(entry, now)
    destruction.propose_due(
        rule=RetentionRule.objects.get(category="visitors"), by=_staff("jawaher"), at=now
    )
    return sum(len(rows) for rows in data.values())


def _agree(entry: dict[str, Any], now: datetime) -> None:
    by, at = _staff(entry["by"]), _at(entry["days_ago"], now)
    details: dict[str, Any] = {
        "person": people.load_person(entry["person"], by=by, at=at),
        "how": "spoken",
        "by": by,
    }
    for purpose in entry["purposes"]:
        consents.give_consent(purpose=purpose, **details, at=at)
        if "taken_back" in entry:
            consents.withdraw_consent(purpose=purpose, **details, at=_at(entry["taken_back"], now))


def _tell(entry: dict[str, Any], now: datetime) -> None:
    """A story that its person had read before it was published (PRA-2)."""
    by, at = _staff(entry["by"]), _at(entry["days_ago"], now)
    words = {"told_as": entry["told_as"]}
    for name in ("title", "text"):
        words[f"{name}_ar"], words[f"{name}_en"] = entry[name]
    story = portal.write_story(
        person=people.load_person(entry["person"], by=by, at=at),
        words=words,
        service=Service.objects.get(code=entry["service"]),
        by=by,
        at=at,
    )
    portal.publish_story(story=story, edition=story.edition, is_seen=True, by=by, at=at)


def _ask(entry: dict[str, Any], now: datetime) -> None:
    by, officer, at = _staff(entry["by"]), _staff("jawaher"), _at(entry["days_ago"], now)
    data_request = requests.receive(
        right=entry["right"],
        person=people.load_person(entry["person"], by=by, at=at),
        channel=entry.get("channel", "interview"),
        details=entry.get("details", ""),
        is_oral=True,
        by=by,
        at=at,
    )
    if "identity" in entry:
        data_request = requests.prove_identity(
            data_request=data_request, how=entry["identity"], by=by, at=at
        )
    if "extended" in entry:
        moment = _at(entry["extended"], now)
        requests.extend(
            data_request=data_request, days=20, reason=entry["reason"], by=officer, at=moment
        )
    if "granted" in entry:
        _hand_over(data_request, entry, officer, _at(entry["granted"], now))


def _hand_over(
    data_request: DataSubjectRequest, entry: dict[str, Any], officer: User, at: datetime
) -> None:
    """The file of somebody's data, made, put into their hands, and the request answered by it."""
    assert data_request.person is not None  # noqa: S101  # the sample's requests are of people in the register
    deeds.hand_out_data(
        person=data_request.person, data_request=data_request, by=officer, at=at
    ).close()
    deeds.record_handover(
        data_request=data_request,
        way="in_person",
        handed_to=data_request.requester_name,
        by=officer,
        at=at,
    )
    requests.grant(data_request=data_request, answer=entry.get("answer", ""), by=officer, at=at)


def _report(entry: dict[str, Any], now: datetime) -> None:
    officer, at = _staff("jawaher"), now - timedelta(hours=entry["hours_ago"])
    details = {"kind": entry["kind"], "story": entry["story"], "aware_at": at}
    incident = incidents.report_incident(**details, by=_staff(entry["by"]), at=at)
    if "assessment" not in entry:
        return
    judged = {name: entry[name] for name in ("assessment", "measures", "data_kinds")}
    assessment = {"is_harmful": entry["harmful"], "people_estimate": entry["people"], **judged}
    incident = incidents.assess(
        incident=incident, **assessment, by=officer, at=at + timedelta(hours=2)
    )
    incident = incidents.record_lessons(
        incident=incident, lessons=entry["lessons"], by=officer, at=at
    )
    incidents.close_incident(incident=incident, by=officer, at=at + timedelta(hours=30))


def _call(entry: dict[str, Any], now: datetime) -> None:
    details = {
        "visitor_name": entry["visitor"],
        "subject": entry["subject"],
        "outcome": entry["outcome"],
    }
    at = _at(entry["days_ago"], now)
    interactions.record_visit(
        person=None, channel="telephone", **details, by=_staff(entry["by"]), at=at
    )


def _read(reads: dict[str, int], now: datetime) -> None:
    """Files opened in this quarter, some of them for nothing that the register tells: the review of
    reads shows both.
    """
    for username, how_many in reads.items():
        for person in Person.objects.filter(merged_into=None).order_by("pk")[:how_many]:
            trail.read(subject=person, by=_staff(username), at=now)


def _staff(username: str) -> User:
    return User.objects.get(username=username)


def _at(days_ago: int, now: datetime) -> datetime:
    day = now.astimezone(RIYADH) - timedelta(days=days_ago)
    return min(day.replace(hour=9, minute=15, second=0, microsecond=0), now)
