"""What the papers of committees hold: the decision letter and the minutes of a meeting."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NotRequired, TypedDict

from wasl.papers.kinds import Citation, Gender, Kind, Signatory
from wasl.papers.registry import PaperKind, register


class DecisionLetterData(TypedDict):
    """The reasoned answer to a case.

    `outcome` says whether the acceptance or the rejection fields are filled.
    """

    outcome: Literal["accepted", "rejected"]
    addressee: str
    gender: Gender
    reference: str
    service: str
    submitted_date: date
    decided_date: date
    committee: str  # «لجنة البحث»
    signatory: Signatory
    meeting_number: NotRequired[str]
    reason: NotRequired[str]  # plain words; required when rejected
    citations: NotRequired[list[Citation]]
    # accepted
    amount: NotRequired[Decimal | None]
    quantity: NotRequired[str]  # «سلة غذائية واحدة كل شهر، ثلاثة أشهر»
    aid: NotRequired[str]  # «إعانة نقدية»، «إعانة عينية»، «قسيمة شراء»، «إحالة»، «تدريب»
    conditions: NotRequired[list[str]]
    next_steps: NotRequired[list[str]]  # how and when it is handed over, what to bring
    beneficiary_number: NotRequired[str]
    # rejected
    reason_code: NotRequired[str]
    object_until: NotRequired[date]
    object_how: NotRequired[str]  # one or two sentences: where and how the one objection is lodged
    other_help: NotRequired[str]
    released_early_why: NotRequired[str]  # an executive's recorded reason, for urgent need
    copies: NotRequired[list[str]]  # «ملف المستفيد»


class Attendee(TypedDict):
    """A member at a meeting; `excuse` says why absent."""

    name: str
    role: str  # «رئيس اللجنة»، «عضو»، «أمين السر»
    present: bool
    votes: NotRequired[bool]  # the secretary does not, and counts for no quorum
    excuse: NotRequired[str]
    drawing: NotRequired[bytes]


class MinutesItem(TypedDict):
    """A case on the agenda, by reference and without the applicant's name; votes as counts."""

    reference: str
    service: str
    decision: str  # «قبول»، «رفض»، «تأجيل»، «إعادة للدراسة»
    votes_for: int
    votes_against: int
    votes_abstain: int
    amount: NotRequired[Decimal | None]
    quantity: NotRequired[str]
    reason: NotRequired[str]
    conditions: NotRequired[list[str]]
    presided: NotRequired[str]  # who held the chair in the chair's place, and why
    recused: NotRequired[list[str]]  # names of who stepped aside: «هدى الحربي (صلة قرابة)»
    citations: NotRequired[list[Citation]]


class MinutesData(TypedDict):
    """A closed meeting of a committee."""

    committee: str
    meeting_number: str
    opened_at: datetime
    closed_at: datetime
    attendance: list[Attendee]
    quorum: int
    items: list[MinutesItem]
    place: NotRequired[str]
    preface: NotRequired[str]
    remarks: NotRequired[list[str]]


register(
    PaperKind(Kind.DECISION_LETTER, content=DecisionLetterData, template="decision_letter.typ"),
    PaperKind(Kind.MINUTES, content=MinutesData, template="minutes.typ"),
)
