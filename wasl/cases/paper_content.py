"""What the papers of cases hold: the receipt, the support request and the social study."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NotRequired, TypedDict

from wasl.papers.kinds import Citation, DocumentSeen, FormSection, Gender, Kind
from wasl.papers.registry import PaperKind, register


class ReceiptData(TypedDict):
    """The receipt of a case (PRO-7): what happens next, who decides, and between which days."""

    person: str
    gender: Gender
    reference: str
    service: str
    submitted_date: date
    answer_from: date
    answer_due: date
    decided_by: str  # «لجنة البحث»
    steps: list[str]  # what happens next, in order, one short sentence each
    documents: list[DocumentSeen]
    officer: str
    tracking_url: str  # where the request is followed by reference and mobile
    # Agent or guardian with capacity, when not the person: «سعد بن علي، وكيل شرعي».
    filed_by: NotRequired[str]
    channel: NotRequired[str]  # «حضوريًّا في مقر الجمعية»
    citations: NotRequired[list[Citation]]
    replaces: NotRequired[str]  # number of the earlier receipt, after a return for completion
    paused_days: NotRequired[int]  # by how many days both days moved
    paused_why: NotRequired[str]
    phone: NotRequired[str]  # to ask; else the letterhead's


class FormDocument(TypedDict):
    """A required document, with its rule in words; `handed_in` is for a filled form."""

    title: str
    required: NotRequired[bool]
    condition: NotRequired[str]
    rule: NotRequired[str]  # «سارٍ يوم التقديم»، «صادر خلال 90 يومًا»
    handed_in: NotRequired[bool]
    number: NotRequired[str]
    verdict: NotRequired[str]


class FormSignature(TypedDict):
    """How the declaration was signed; without it, boxes for signature and thumbprint are left."""

    method: Literal["drawn", "code", "paper", "thumbprint"]
    name: str
    at: datetime
    drawing: NotRequired[bytes]
    mobile_ending: NotRequired[str]  # the last digits of the mobile the code went to
    witness: NotRequired[str]
    witness_role: NotRequired[str]


class SupportRequestData(TypedDict):
    """The support request on paper (TOO-3), blank or filled, with the fields of the screen."""

    service: str
    filled: bool
    sections: list[FormSection]
    documents: list[FormDocument]
    declaration: str  # the gendered text of its version, whole
    declaration_version: NotRequired[str]
    declared_hash: NotRequired[str]  # SHA-256 of the canonical form of what was declared
    reference: NotRequired[str]
    service_version: NotRequired[str]
    purpose: NotRequired[str]
    eligibility: NotRequired[str]
    signature: NotRequired[FormSignature | None]
    attach_url: NotRequired[str]  # printed as a QR: staff scan it to attach the signed sheet
    filed_by: NotRequired[str]
    officer: NotRequired[str]
    gender: NotRequired[Gender]


class StudyMember(TypedDict):
    """A household member; `age` in words («12 سنة»)."""

    name: str
    relation: str
    age: NotRequired[str]
    stage: NotRequired[str]
    health: NotRequired[str]
    work: NotRequired[str]


class StudyMoney(TypedDict):
    """A source of income or an obligation: the amount for its period, and by the month."""

    label: str
    amount: NotRequired[Decimal]
    period: NotRequired[str]
    monthly: NotRequired[Decimal]
    note: NotRequired[str]


class StudyTable(TypedDict):
    """A table of money; blank, it has a row for each source to write on.

    `open` means that not everything was asked about yet.
    """

    title: str
    rows: list[StudyMoney]
    total: NotRequired[Decimal]
    open: NotRequired[bool]


class ScoreLine(TypedDict):
    """A line of the score; where it is unknown, `lacks` instead of value and points."""

    label: str
    value: NotRequired[str]
    rule: NotRequired[str]
    points: NotRequired[str]
    lacks: NotRequired[str]


class NeedScore(TypedDict):
    """The need assessment: guide version, lines, total and class."""

    guide: str
    lines: list[ScoreLine]
    total: str
    letter: str
    meaning: NotRequired[str]
    until: NotRequired[date]
    instead_of: NotRequired[str]  # the guide's class, where people set another
    reason: NotRequired[str]


class StudySigned(TypedDict):
    """A signature under the study; without a drawing a box is left for it."""

    title: str
    name: NotRequired[str]
    at: NotRequired[datetime]
    drawing: NotRequired[bytes]


class StudyData(TypedDict):
    """The social study on paper, blank or filled, with the questions of the screen (OBJ-1)."""

    filled: bool
    before: list[FormSection]  # the visit, the person
    members: list[StudyMember]
    tables: list[StudyTable]
    after: list[FormSection]  # obligations in words, home, health, aid
    opinion: FormSection
    lines: int  # to write on, for a long answer
    signatures: list[StudySigned]
    person: NotRequired[str]
    reference: NotRequired[str]
    service: NotRequired[str]
    aid: NotRequired[list[str]]  # what the association gave before
    score: NotRequired[NeedScore]


register(
    PaperKind(Kind.RECEIPT, content=ReceiptData, template="receipt.typ"),
    PaperKind(Kind.SUPPORT_REQUEST, content=SupportRequestData, template="support_request.typ"),
    PaperKind(Kind.SOCIAL_STUDY, content=StudyData, template="social_study.typ"),
)
