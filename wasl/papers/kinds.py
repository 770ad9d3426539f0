"""The data of each kind of paper. Callers fill it; `papers.actions.issue` prints and stores it.

Values are plain Python: a `date` is printed in both calendars, a `datetime` as the Riyadh day and
clock, a `Decimal` as money with its words (tafqit), `bytes` is a picture (PNG, JPEG or SVG: a drawn
signature). Text is Arabic, written for the reader, free of markup: it is printed as it is. Numbers
inside sentences are isolated by the templates; callers add no control characters.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NotRequired, TypedDict

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The papers an association issues; the value is also the name of the template."""

    RECEIPT = "receipt", _("Receipt of a request")
    DECISION_LETTER = "decision_letter", _("Decision letter")
    MINUTES = "minutes", _("Minutes of a meeting")
    SUPPORT_REQUEST = "support_request", _("Support request")
    DELIVERY_NOTE = "delivery_note", _("Delivery note")
    OBJECTION_RECEIPT = "objection_receipt", _("Receipt of an objection")
    LETTER = "letter", _("Letter")
    SOCIAL_STUDY = "social_study", _("Social study")
    POLICY = "policy", _("Policy")
    DESTRUCTION_RECORD = "destruction_record", _("Record of destruction")
    PROCESSING_RECORD = "processing_record", _("Record of processing")
    MY_DATA = "my_data", _("Copy of a person's data")
    CLAUSES = "clauses", _("The policy, clause by clause")
    AGREEMENT = "agreement", _("Agreement")


LETTERS = (Kind.LETTER, Kind.DECISION_LETTER)

Gender = Literal["male", "female"]


class Attached(TypedDict):
    """A file attached to a paper: printed with its SHA-256, and so bound to it (LET-3)."""

    title: str
    sha256: str


class Citation(TypedDict):
    """A clause relied on: document, clause as printed, and its text where it helps."""

    source: str
    clause: str
    text: NotRequired[str]


class Signatory(TypedDict):
    """Who signs at the foot, title above name; `drawing` is a picture of the signature."""

    title: str
    name: str
    drawing: NotRequired[bytes]


class DocumentSeen(TypedDict):
    """A document handed in, with the verdict in words that was frozen at submission.

    For example «مقبول», «منتهٍ», «يُستكمل».
    """

    title: str
    verdict: str
    number: NotRequired[str]
    expires: NotRequired[date | None]
    note: NotRequired[str]


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


class FormField(TypedDict):
    """A field of the request; with an empty `value`, a line, boxes or a grid is printed."""

    label: str
    kind: Literal[
        "text", "long", "number", "money", "date", "choice", "yes_no", "id", "phone", "iban"
    ]
    # str, date, Decimal, bool; for a choice the chosen option's text, or a list of them.
    value: NotRequired[Any]
    options: NotRequired[list[str]]
    required: NotRequired[bool]
    condition: NotRequired[str]  # «إذا كان السكن مستأجرًا»
    hint: NotRequired[str]


class FormSection(TypedDict):
    title: str
    fields: list[FormField]
    note: NotRequired[str]


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


class DeliveryItem(TypedDict):
    description: str
    quantity: str  # «2 سلة»
    value: NotRequired[Decimal | None]
    note: NotRequired[str]


class DeliveryProof(TypedDict):
    """How receipt was proven; `none` leaves boxes to sign by hand."""

    method: Literal["code", "signature", "thumbprint", "none"]
    at: NotRequired[datetime]
    drawing: NotRequired[bytes]
    mobile_ending: NotRequired[str]
    witness: NotRequired[str]


class DeliveryNoteData(TypedDict):
    """The delivery note (PRO-9): what was handed over, to whom, by which decision, the proof."""

    person: str
    gender: Gender
    reference: str
    service: str
    decision_number: str  # number of the decision letter
    decision_date: date
    handed_over_at: datetime
    handed_by: Signatory
    proof: DeliveryProof
    items: list[DeliveryItem]
    amount: NotRequired[Decimal | None]  # of this delivery
    method: NotRequired[str]  # «نقدًا»، «تحويل بنكي»، «قسيمة رقم …»
    beneficiary_number: NotRequired[str]
    received_by: NotRequired[str]  # agent, with capacity, when not the person
    part: NotRequired[str]  # «الدفعة 1 من 3»
    decided_total: NotRequired[str]  # «3,000.00 ريال» or «3 سلال»
    delivered_before: NotRequired[str]
    remaining: NotRequired[str]
    place: NotRequired[str]
    conditions: NotRequired[list[str]]


class ObjectionReceiptData(TypedDict):
    """The receipt of an objection (PRE-5), which people who took no part decide."""

    person: str
    gender: Gender
    objection_reference: str
    reference: str
    service: str
    decision_number: str
    decision_date: date
    lodged_date: date
    grounds: str
    decided_by: str
    answer_due: date
    steps: list[str]
    officer: NotRequired[str]
    tracking_url: NotRequired[str]
    citations: NotRequired[list[Citation]]


class LetterData(TypedDict):
    """A formal letter of free text."""

    addressee: str
    subject: str
    paragraphs: list[str]
    signatory: Signatory
    gender: NotRequired[Gender | None]  # None: a body, addressed «السادة / … المحترمون»
    style: NotRequired[str]  # «سعادة»، «الأستاذ»، «المكرّم»; a fitting one is chosen when absent
    in_reply_number: NotRequired[str]
    in_reply_date: NotRequired[date]
    confidentiality: NotRequired[str]
    urgency: NotRequired[str]
    copies: NotRequired[list[str]]


class DestructionRecordData(TypedDict):
    """What was destroyed, on which ground, who proposed and who approved it.

    It names nobody whose data it was.
    """

    reason: str
    basis: NotRequired[str]
    request: NotRequired[str]  # number of the request that asked for it
    proposed_by: str
    proposed_date: date
    approved_by: str
    approved_date: date
    done_at: datetime
    rows: list[tuple[str, int]]  # what, and how many
    files: int
    kept: list[tuple[str, int]]  # why, and how many
    backups: str


class ProcessingLine(TypedDict):
    """A processing activity: purpose, whose and which data, ground, recipients, retention."""

    name: str
    purpose: str
    whom: str
    used: list[str]
    basis: str
    recipients: str
    kept: list[str]
    abroad: str
    measures: str


class ProcessingRecordData(TypedDict):
    """The record of processing as of the day it is printed."""

    printed_by: str
    activities: list[ProcessingLine]


class ToldField(TypedDict):
    label: str
    value: Any


class ToldSection(TypedDict):
    """One kind of data held, row by row."""

    title: str
    rows: list[list[ToldField]]


class MyDataData(TypedDict):
    """All data held about a person, to read: sections of rows of fields."""

    person: str
    gender: Gender
    made_at: datetime
    sections: list[ToldSection]
    shared_with: list[str]
    rights: list[str]


PaperData = (
    ReceiptData
    | DecisionLetterData
    | MinutesData
    | SupportRequestData
    | DeliveryNoteData
    | ObjectionReceiptData
    | LetterData
    | DestructionRecordData
    | ProcessingRecordData
    | MyDataData
    | StudyData
)
