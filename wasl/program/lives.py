"""The sample's requests, walked to their stages through the real actions, day by day, by whose work
it is.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw

from wasl.accounts.models import User
from wasl.beneficiaries.actions import documents
from wasl.beneficiaries.models.documents import Document
from wasl.cases.actions import intake, outcome, study, submission, verification
from wasl.cases.models.case import Case
from wasl.cases.queries import file as file_queries
from wasl.cases.states import Status
from wasl.catalogue.models.offered import DocumentType, ReasonCode, Service
from wasl.committees.actions import answer, voting
from wasl.committees.actions import meeting as meeting_actions
from wasl.committees.models import AgendaItem, CommitteeMember, Decision, Meeting, Seat
from wasl.common.clock import RIYADH, day_of
from wasl.common.dates import WrittenDate
from wasl.common.uploads import Accepted, accept
from wasl.delivery import actions as delivery
from wasl.grievances import actions as grievances
from wasl.program import people, studies
from wasl.program.reference import load_committee, read

CHANNEL = "interview"
Crew = dict[str, User]
DRAWN = [(40, 120), (80, 60), (120, 140), (170, 70), (210, 130), (260, 90), (330, 110), (420, 100)]


@dataclass
class Life:
    """One request of the file, and how it goes."""

    entry: dict[str, Any]
    crew: Crew
    now: datetime
    case: Case

    def at(self, day: int, hour: int = 9) -> datetime:
        """A moment so many days after the request began, in working hours, never later than now."""
        moment = _moment(self.now, self.entry["begun"] - day, hour)
        return min(moment, self.now)

    def by(self, part: str) -> User:
        return self.crew[self.entry[part]]


def load(now: datetime) -> int:
    """Bring the sample's requests to life; answers how many. Where there are requests already,
    nothing is done.
    """
    if Case.objects.exists():
        return 0
    crew = {user.username: user for user in User.objects.all()}
    for entry in people.entries():
        people.load_person(entry["key"], by=crew["noura"], at=_moment(now, 60, 8))
    oldest_first = sorted(read("cases")["cases"], key=lambda case_entry: -case_entry["begun"])
    lives = [_begin(case_entry, crew, now) for case_entry in oldest_first]
    for life in lives:
        _walk(life, BEFORE)
    for meeting in read("cases")["meetings"]:
        _meet(
            meeting,
            [life for life in lives if life.entry.get("meeting") == meeting["key"]],
            crew,
            now,
        )
    for life in lives:
        _walk(life, AFTER)
    return len(lives)


def _moment(now: datetime, days_ago: int, hour: int) -> datetime:
    day = now.astimezone(RIYADH) - timedelta(days=days_ago)
    return day.replace(hour=hour, minute=day.minute // 10 * 5, second=0, microsecond=0)


def _begin(entry: dict[str, Any], crew: Crew, now: datetime) -> Life:
    officer = crew[entry["officer"]]
    at = min(_moment(now, entry["begun"], 9), now)
    person = people.load_person(entry["person"], by=officer, at=at)
    service = Service.objects.get(code=entry["service"])
    case = intake.start(person=person, service=service, channel=CHANNEL, by=officer, at=at)
    answers = {key: str(value) for key, value in entry["answers"].items()}
    return Life(entry, crew, now, intake.declare(case=case, values=answers, by=officer, at=at))


def _submit(life: Life) -> None:
    officer, at = life.by("officer"), life.at(0)
    file = file_queries.file_of(life.case)
    for requirement in file.document_requirements:
        if requirement.required and file.document(requirement) is None:
            document = _document(life, requirement.document_type, officer, at)
            life.case = intake.add_document(
                case=life.case,
                document_type=requirement.document_type,
                document=document,
                by=officer,
                at=at,
            )
    name = life.case.person.full_name
    submission.sign(
        case=life.case, method="drawn", signer_name=name, image=a_signature(), by=officer, at=at
    )
    life.case = submission.submit(case=life.case, by=officer, at=at)


def _document(life: Life, kind: DocumentType, officer: User, at: datetime) -> Document:
    day = day_of(at)
    issued, expires = _written(day - timedelta(days=20)), _written(day + timedelta(days=400))
    return documents.add_document(
        person=life.case.person,
        document_type=kind,
        number=f"{kind.pk}{life.case.person_id:04d}",
        issued=issued,
        expires=expires if kind.has_expiry else None,
        seen=True,
        by=officer,
        at=at,
    )


def _written(day: date) -> WrittenDate:
    return WrittenDate(day=day, text=f"{day:%d/%m/%Y}", calendar="gregorian")


@lru_cache
def a_signature() -> Accepted:
    """A line such as a finger draws."""
    image = Image.new("RGB", (480, 180), "white")
    ImageDraw.Draw(image).line(DRAWN, fill="#143a6b", width=5, joint="curve")
    drawn = io.BytesIO()
    image.save(drawn, "PNG")
    drawn.seek(0)
    return accept(drawn, "signature.png")


def _return(life: Life) -> None:
    reason = life.entry["return_reason"]
    life.case = submission.return_for_completion(
        case=life.case, reason=reason, by=life.by("officer"), at=life.at(1)
    )


def _verify(life: Life) -> None:
    officer, at = life.by("officer"), life.at(1)
    values = file_queries.file_of(life.case).values
    for field in file_queries.to_match(life.case):
        verification.match(
            case=life.case, key=field.key, found=values[field.key], by=officer, at=at
        )
    life.case = verification.verify(case=Case.objects.get(pk=life.case.pk), by=officer, at=at)


def _study(life: Life) -> None:
    researcher = life.by("researcher")
    life.case = study.start_study(
        case=life.case, researcher=researcher, by=researcher, at=life.at(2)
    )
    if "recommend" not in life.entry:
        studies.visit(life.case, life.entry["person"], researcher, life.at(5, 11))
        life.case = Case.objects.get(pk=life.case.pk)


def _refer(life: Life) -> None:
    researcher, advised, who = life.by("researcher"), life.entry["recommend"], life.entry["person"]
    studies.visit(life.case, who, researcher, life.at(5, 11))
    reason = read("cases")["reasons"][advised["recommendation"]]
    findings = advised | {
        "findings": studies.findings_of(who),
        "reason": reason,
        "urgency": "usual",
    }
    study.record_study(case=life.case, findings=findings, by=researcher, at=life.at(5, 12))
    studies.set_class(life.case, who, life.crew, life.at(5, 13))
    life.case = study.refer_to_committee(case=life.case, by=researcher, at=life.at(6))


def _meet(entry: dict[str, Any], lives: list[Life], crew: Crew, now: datetime) -> None:
    committee, secretary, chair = load_committee(), crew["dalal"], crew["fahad"]
    planned, at = (
        _moment(now, max(entry["days_ago"], 0) + 1, 8),
        min(_moment(now, entry["days_ago"], 10), now),
    )
    meeting_date = day_of(_moment(now, entry["days_ago"], 10))
    meeting = meeting_actions.plan_meeting(
        committee=committee,
        number=entry["number"],
        held_date=meeting_date,
        by=secretary,
        at=planned,
    )
    items = [
        meeting_actions.add_item(meeting=meeting, case=life.case, by=secretary, at=planned)
        for life in lives
    ]
    if meeting_date > day_of(now):
        return
    members = CommitteeMember.objects.filter(committee=committee)
    meeting_actions.record_attendance(meeting=meeting, members=members, by=secretary, at=at)
    for life, item in zip(lives, items, strict=True):
        _decide(life, item, chair, at)
    meeting_actions.close_meeting(
        meeting=Meeting.objects.get(pk=meeting.pk), by=chair, at=at + timedelta(hours=2)
    )


def _decide(life: Life, item: AgendaItem, chair: User, at: datetime) -> None:
    decision = life.entry["decision"]
    voting.open_voting(item=item, by=chair, at=at)
    choice = "accept" if decision["outcome"] == "approved" else "reject"
    voters = list(
        CommitteeMember.objects.exclude(seat=Seat.SECRETARY).select_related("user").order_by("pk")
    )
    for place, member in enumerate(voters):
        mind = "abstain" if choice == "reject" and place == len(voters) - 1 else choice
        item = AgendaItem.objects.get(pk=item.pk)
        voting.vote(
            item=item,
            choice=mind,
            by=life.crew[member.user.username],
            at=at + timedelta(minutes=5 + place),
        )
    item = voting.close_voting(item=item, by=chair, at=at + timedelta(minutes=20))
    voting.decide(
        item=item,
        outcome=decision["outcome"],
        plain_words=decision["words"],
        conditions=decision.get("conditions", ""),
        reason_code=ReasonCode.objects.get(code=decision["reason"]),
        amount=Decimal(decision["amount"]) if "amount" in decision else None,
        quantity=Decimal(decision["quantity"]) if "quantity" in decision else None,
        clauses=[clause] if (clause := life.case.service_version.guide_clause) else [],
        by=chair,
        at=at + timedelta(minutes=25),
    )


def _answer(life: Life) -> None:
    decision = Decision.objects.get(case=life.case)
    answer.release_answer(decision=decision, by=life.crew["dalal"], at=life.at(15))
    life.case = Case.objects.get(pk=life.case.pk)


def _register(life: Life) -> None:
    life.case = outcome.register(case=life.case, by=life.by("officer"), at=life.at(16))


def _deliver(life: Life) -> None:
    planned = delivery.plan(case=life.case, by=None, at=life.at(16, 10))
    day = day_of(life.at(18))
    planned = delivery.schedule(
        delivery=planned,
        planned_date=day,
        place="مقر الجمعية",
        by=life.crew["reem"],
        at=life.at(16, 11),
    )
    delivery.pay(delivery=planned, by=life.crew["turki"], at=life.at(17))
    life.case = Case.objects.get(pk=life.case.pk)


def _complete(life: Life) -> None:
    planned = life.case.delivery
    delivery.hand_over(
        delivery=planned,
        part=planned.total,
        receiver_name=life.case.person.full_name,
        proof="signature",
        signature=a_signature(),
        by=life.crew["reem"],
        at=life.at(18, 11),
    )
    life.case = Case.objects.get(pk=life.case.pk)


def _close(life: Life) -> None:
    life.case = outcome.close(case=life.case, by=life.by("officer"), at=life.at(19))


def _object(life: Life) -> None:
    decision = Decision.objects.get(case=life.case)
    grounds = life.entry["objection"]
    grievances.lodge(
        decision=decision, grounds=grounds, channel=CHANNEL, by=life.by("officer"), at=life.at(20)
    )


Step = tuple[Status, Callable[[Life], None]]
BEFORE: list[Step] = [
    (Status.SUBMITTED, _submit),
    (Status.VERIFIED, _verify),
    (Status.IN_STUDY, _study),
    (Status.IN_COMMITTEE, _refer),
]
AFTER: list[Step] = [
    (Status.ANSWERED, _answer),
    (Status.REGISTERED, _register),
    (Status.IN_DELIVERY, _deliver),
    (Status.DELIVERED, _complete),
    (Status.CLOSED, _close),
]
NOT_ACCEPTED: list[Step] = [(Status.ANSWERED, _answer), (Status.CLOSED, _close)]
# How far along each stage lies; a request walks every step up to its own.
FAR = [
    Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.VERIFIED, Status.IN_STUDY,
    Status.IN_COMMITTEE, Status.APPROVED, Status.REJECTED, Status.ANSWERED, Status.REGISTERED,
    Status.IN_DELIVERY, Status.DELIVERED, Status.CLOSED,
]  # fmt: skip


def _walk(life: Life, steps: list[Step]) -> None:
    rejected = life.entry.get("decision", {}).get("outcome") == "rejected"
    goal = FAR.index(Status(life.entry["to"]))
    for stage, step in NOT_ACCEPTED if rejected and steps is AFTER else steps:
        if FAR.index(stage) > goal or (
            stage == Status.VERIFIED and life.entry["to"] == Status.RETURNED
        ):
            break
        step(life)
    if steps is BEFORE and life.entry["to"] == Status.RETURNED:
        _return(life)
    if steps is AFTER and "objection" in life.entry:
        _object(life)
