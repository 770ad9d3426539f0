"""What tests build: the sample association's own data where it exists, small made-up rows where it
does not.
"""

import io
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from PIL import Image, ImageDraw

from tests.cast import NOW
from tests.replay import replayed
from wasl.accounts.models import Department, User
from wasl.beneficiaries.actions import documents, registering
from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.models.person import Person
from wasl.cases.actions import intake, outcome, study, submission, verification
from wasl.cases.models.case import Case
from wasl.cases.queries import file
from wasl.cases.states import Status
from wasl.catalogue import defaults as catalogue_defaults
from wasl.catalogue.actions import guide
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.models.offered import DocumentType, FieldKind, FieldRequirement, ServiceVersion
from wasl.catalogue.queries import offered
from wasl.committees.actions import answer, voting
from wasl.committees.actions import meeting as meeting_actions
from wasl.committees.models import AgendaItem, Committee, Decision, Meeting
from wasl.common import clock, uploads
from wasl.common.dates import WrittenDate, parse_dual
from wasl.delivery import actions as delivery
from wasl.delivery.models import Delivery
from wasl.governance.models.documents import PolicyVersion
from wasl.grievances import actions as grievances
from wasl.program import reference

# --- governance and catalogue ---------------------------------------------------------------------


@replayed
def a_policy(at: datetime = NOW) -> PolicyVersion:
    """The sample association's relationship policy: answers from day 14 to day 30, objections
    within 15 days.
    """
    return reference.load_document("policy", at)


@replayed
def a_service(code: str = "food-basket", at: datetime = NOW) -> ServiceVersion:
    """One of the sample association's services, published, with document types, texts, reasons and
    budget.
    """
    if not PolicyVersion.objects.exists():
        a_policy(at)
    reference.load_texts()
    catalogue_defaults.load_document_types(at)
    catalogue_defaults.load_reasons(at)
    version = reference.load_service(code, at)
    reference.load_budget(code, at)
    return version


@replayed
def guide_in_force(
    draft: ScoringGuide, day: date | None = None, at: datetime = NOW
) -> ScoringGuide:
    """A draft of the scoring guide that Khalid submits and Rashed approves."""
    draft = guide.submit_guide(guide=draft, by=staff("khalid"), at=at)
    first_day = day or clock.day_of(at)
    return guide.bring_into_force(guide=draft, from_date=first_day, by=staff("rashed"), at=at)


@replayed
def the_catalogue(at: datetime = NOW) -> dict[str, ServiceVersion]:
    """All eight services by their code."""
    return {code: a_service(code, at) for code in reference.service_codes()}


# --- cases ----------------------------------------------------------------------------------------
# A case is walked to its stage through the real actions, by the people whose work it is.

VALUES = {
    FieldKind.TEXT: "حي السلام",
    FieldKind.LONG_TEXT: "انقطع الدخل منذ شهرين.",
    FieldKind.INTEGER: "4",
    FieldKind.MONEY: "1,200",
    FieldKind.DATE: "1/3/1448",
    FieldKind.YES_NO: "yes",
    FieldKind.IBAN: "SA03 8000 0000 6080 1016 7519",
    FieldKind.MOBILE: "0512345678",
}


def a_picture() -> uploads.Accepted:
    """A small drawing, such as a signature, as it is kept."""
    drawn = io.BytesIO()
    picture = Image.new("RGB", (240, 80), "white")
    ImageDraw.Draw(picture).line([(20, 60), (80, 20), (120, 60), (220, 30)], fill="black", width=3)
    picture.save(drawn, "PNG")
    drawn.seek(0)
    return uploads.accept(drawn, "signature.png")


A_PICTURE = a_picture()
STAGES = [
    Status.DRAFT, Status.SUBMITTED, Status.VERIFIED, Status.IN_STUDY, Status.IN_COMMITTEE,
    Status.APPROVED, Status.ANSWERED, Status.REGISTERED, Status.IN_DELIVERY, Status.DELIVERED,
    Status.CLOSED,
]  # fmt: skip


def staff(username: str) -> User:
    """A member of the staff by name, loaded where the test has not asked for them."""
    return User.objects.filter(username=username).first() or reference.load_user(username)


def a_national_id(place: int) -> str:
    """A valid made-up national ID, another for every place."""
    body = f"1{place:08d}"
    total = sum(
        value - 9 if value > 9 else value
        for value in (int(d) * (2 - i % 2) for i, d in enumerate(body))
    )
    return f"{body}{-total % 10}"


@replayed
def a_person(
    name: str = "مريم بنت عبدالله الحربي", place: int = 543210, at: datetime = NOW, **more: Any
) -> Person:
    """Someone in the register; Maryam unless told."""
    given = {"gender": "female", "mobile": "0512345678", "id_number": a_national_id(place), **more}
    return registering.register(full_name=name, by=staff("noura"), at=at, **given)


@replayed
def a_document(person: Person, code: str, at: datetime = NOW, **more: Any) -> Document:
    """One of the person's documents, seen and matched, issued ten days ago and valid for a year,
    unless told.
    """
    kind = DocumentType.objects.get(code=code)
    day = clock.day_of(at)
    days: dict[str, Any] = {"issued": written(day - timedelta(days=10))}
    if kind.has_expiry:
        days["expires"] = written(day + timedelta(days=365))
    return documents.add_document(
        person=person,
        document_type=kind,
        number="4411",
        seen=True,
        by=staff("noura"),
        at=at,
        **{**days, **more},
    )


def written(day: date) -> WrittenDate:
    """A day as someone would write it."""
    return WrittenDate(day=day, text=day.isoformat(), calendar="gregorian")


def answers_for(case: Case) -> dict[str, str]:
    """An answer of the right kind to every question of the case's form."""
    return {field.key: answer_to(field) for field in file.form(case).fields}


def answer_to(field: FieldRequirement, words: Mapping[str, str] = VALUES) -> str:
    """An answer that the question takes."""
    if field.kind == FieldKind.CHOICE:
        return field.choices[0]["value"]
    if field.most is not None and field.most < 4:
        return str(field.most)
    return words.get(field.kind) or VALUES[FieldKind(field.kind)]


@replayed
def fill_case(case: Case, at: datetime = NOW) -> Case:
    """Answer every question and hand in every document that is wanted."""
    case = intake.declare(case=case, values=answers_for(case), by=staff("noura"), at=at)
    for requirement in file.file_of(case).document_requirements:
        if file.file_of(case).document(requirement) is None:
            document = a_document(case.person, requirement.document_type.code, at)
            kind = requirement.document_type
            case = intake.add_document(
                case=case, document_type=kind, document=document, by=staff("noura"), at=at
            )
    return case


@replayed
def a_case(
    status: str = Status.DRAFT,
    *,
    service: str = "food-basket",
    person: Person | None = None,
    at: datetime = NOW,
) -> Case:
    """A case at a stage of its way: opened by Noura, studied by Salem, decided by Fahad, released
    by Khalid at once.
    """
    for username in ("maha", "dalal", "reem"):
        staff(username)
    version = offered.offered(clock.day_of(at)).filter(service__code=service).first() or a_service(
        service, at
    )
    Department.objects.filter(code="relations").update(lead=staff("maha"))
    noura = staff("noura")
    case = intake.start(
        person=person or a_person(at=at),
        service=version.service,
        channel="interview",
        by=noura,
        at=at,
    )
    if status == Status.REJECTED:
        return outcome.reject(case=_walk(case, Status.IN_COMMITTEE, at), by=staff("fahad"), at=at)
    if status == Status.RETURNED:
        case = _walk(case, Status.SUBMITTED, at)
        return submission.return_for_completion(
            case=case, reason="ينقصنا عقد الإيجار.", by=noura, at=at
        )
    return _walk(case, status, at)


@replayed
def a_rejected_case(status: str = Status.ANSWERED, at: datetime = NOW, **more: Any) -> Case:
    """A case that was not accepted, and whose answer went out."""
    case = outcome.answer(
        case=a_case(Status.REJECTED, at=at, **more), by=staff("khalid"), at=at, reason="حاجة عاجلة"
    )
    return case if status == Status.ANSWERED else outcome.close(case=case, by=staff("noura"), at=at)


def _walk(case: Case, status: str, at: datetime) -> Case:
    for stage in STAGES[1 : STAGES.index(Status(status)) + 1]:
        case = STEPS[stage](case, at)
    return case


@replayed
def _submit(case: Case, at: datetime) -> Case:
    case, noura = fill_case(case, at), staff("noura")
    submission.sign(
        case=case,
        method="drawn",
        signer_name=case.person.full_name,
        image=A_PICTURE,
        by=noura,
        at=at,
    )
    return submission.submit(case=case, by=noura, at=at)


@replayed
def _verify(case: Case, at: datetime) -> Case:
    for field in file.to_match(case):
        found = file.file_of(case).values[field.key]
        verification.match(case=case, key=field.key, found=found, by=staff("noura"), at=at)
    return verification.verify(case=case, by=staff("noura"), at=at)


def _refer(case: Case, at: datetime) -> Case:
    findings = {
        "findings": "أسرة بلا دخل ثابت.",
        "recommendation": "accept",
        "reason": "الحاجة ظاهرة.",
    }
    study.record_study(case=case, findings=findings, by=staff("salem"), at=at)
    return study.refer_to_committee(case=case, by=staff("salem"), at=at)


STEPS: dict[Status, Callable[[Case, datetime], Case]] = {
    Status.SUBMITTED: _submit,
    Status.VERIFIED: _verify,
    Status.IN_STUDY: lambda case, at: study.start_study(
        case=case, researcher=staff("salem"), by=staff("salem"), at=at
    ),
    Status.IN_COMMITTEE: _refer,
    Status.APPROVED: lambda case, at: outcome.approve(case=case, by=staff("fahad"), at=at),
    Status.ANSWERED: lambda case, at: outcome.answer(
        case=case, by=staff("khalid"), at=at, reason="حاجة عاجلة"
    ),
    Status.REGISTERED: lambda case, at: outcome.register(case=case, by=staff("noura"), at=at),
    Status.IN_DELIVERY: lambda case, at: outcome.start_delivery(case=case, by=staff("reem"), at=at),
    Status.DELIVERED: lambda case, at: outcome.complete_delivery(
        case=case, by=staff("reem"), at=at
    ),
    Status.CLOSED: lambda case, at: outcome.close(case=case, by=staff("noura"), at=at),
}


# --- beneficiaries --------------------------------------------------------------------------------

_people = count(1)


def an_id_number(serial: int | None = None) -> str:
    """A national ID with a right check digit, another each time."""
    return a_national_id(serial or next(_people))


def a_visitor(
    full_name: str = "هند بنت سالم القحطاني",
    *,
    by: User | None = None,
    at: datetime = NOW,
    **given: Any,
) -> Person:
    """Somebody registered at the desk, another person each time."""
    values = {"gender": "female", "id_number": an_id_number(), "mobile": "0512345678", **given}
    return registering.register(full_name=full_name, **values, by=by or staff("noura"), at=at)


def a_document_type(code: str = "rent-contract", **given: Any) -> DocumentType:
    """A kind of document: one that expires and of which a copy may be kept, unless told."""
    named = {
        "name_ar": "عقد إيجار",
        "name_en": "Rent contract",
        "has_expiry": True,
        "store_copy": True,
        **given,
    }
    return DocumentType.objects.get_or_create(code=code, defaults=named)[0]


def a_day(text: str) -> WrittenDate:
    """A day as somebody writes it, in either calendar."""
    return parse_dual(text)


def an_upload(content: bytes = b"", name: str = "contract.jpg") -> uploads.Accepted:
    """A photograph that was checked and taken in."""
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "JPEG")
    return uploads.accept(io.BytesIO(content or picture.getvalue()), name)


# --- committees, letters, delivery, objections ----------------------------------------------------


def a_meeting(
    at: datetime = NOW,
    number: str = "12",
    present: tuple[str, ...] = ("fahad", "huda", "abdullah", "mona"),
):
    """A meeting of the research committee with these members present; its secretary Dalal planned
    it.
    """
    for username in ("fahad", "huda", "abdullah", "mona", "dalal"):
        staff(username)
    committee = Committee.objects.first() or reference.load_committee()
    dalal = staff("dalal")
    meeting = meeting_actions.plan_meeting(
        committee=committee, number=number, held_date=clock.day_of(at), by=dalal, at=at
    )
    members = committee.members.filter(user__username__in=present)
    meeting_actions.record_attendance(meeting=meeting, members=members, by=dalal, at=at)
    return Meeting.objects.get(pk=meeting.pk)


def an_item(
    case: Case | None = None, meeting: Meeting | None = None, at: datetime = NOW
) -> AgendaItem:
    """A case of the committee's on a meeting's agenda."""
    case = case or a_case(Status.IN_COMMITTEE, at=at)
    return meeting_actions.add_item(
        meeting=meeting or a_meeting(at), case=case, by=staff("dalal"), at=at
    )


def voted(item: AgendaItem, choice: str = "accept", at: datetime = NOW) -> AgendaItem:
    """Voting opened, three members and the chair of one mind, voting closed."""
    item = voting.open_voting(item=item, by=staff("fahad"), at=at)
    for username in ("huda", "abdullah", "mona", "fahad"):
        voting.vote(item=item, choice=choice, by=staff(username), at=at)
    return voting.close_voting(item=item, by=staff("fahad"), at=at)


def a_decision(
    choice: str = "accept", case: Case | None = None, at: datetime = NOW, **more: Any
) -> Decision:
    """What the committee decided: a basket a month for three months, or a kind no."""
    item = voted(an_item(case, at=at), choice, at)
    if choice == "accept":
        given: dict[str, Any] = {
            "outcome": "approved",
            "plain_words": "دخل الأسرة لا يكفي حاجتها.",
            "quantity": Decimal(1),
        }
    else:
        code = offered.reasons("rejected").first()
        given = {
            "outcome": "rejected",
            "plain_words": "نعتذر، فالدخل يكفي الحاجة هذا العام.",
            "reason_code": code,
        }
    return voting.decide(item=item, by=staff("fahad"), at=at, **{**given, **more})


def a_released_decision(choice: str = "accept", at: datetime = NOW, **more: Any) -> Decision:
    """A decision whose answer went out early, by Khalid, for urgent need."""
    decision = a_decision(choice, at=at, **more)
    return answer.release_answer(
        decision=decision, by=staff("khalid"), at=at, early_reason="الأسرة بلا طعام."
    )


def a_delivery(
    at: datetime = NOW, *, scheduled: bool = True, paid: bool = True, **more: Any
) -> Delivery:
    """An accepted and registered case's delivery, planned by Reem for today and released by
    Turki.
    """
    case = Case.objects.get(pk=a_released_decision(at=at, **more).case_id)
    case = outcome.register(case=case, by=staff("noura"), at=at)
    planned = delivery.plan(case=case, by=None, at=at)
    if scheduled:
        planned = delivery.schedule(
            delivery=planned,
            planned_date=clock.day_of(at),
            place="منزل الأسرة",
            by=staff("reem"),
            at=at,
        )
    return delivery.pay(delivery=planned, by=staff("turki"), at=at) if paid else planned


def an_objection(at: datetime = NOW):
    """Maryam's objection to a rejection, lodged for her by Noura."""
    decision = a_released_decision("reject", at=at)
    return grievances.lodge(
        decision=decision,
        grounds="دخلي انخفض بعد وفاة زوجي.",
        channel="telephone",
        by=staff("noura"),
        at=at,
    )
