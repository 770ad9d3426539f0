"""The kinds of paper, and the parts that several of them share.

What a kind holds is in `paper_content.py` of the package that issues it (`papers.registry`).
Callers fill it; `papers.actions.issue` prints and stores it.

Values are plain Python: a `date` is printed in both calendars, a `datetime` as the Riyadh day and
clock, a `Decimal` as money with its words (tafqit), `bytes` is a picture (PNG, JPEG or SVG: a drawn
signature). Text is Arabic, written for the reader, free of markup: it is printed as it is. Numbers
inside sentences are isolated by the templates; callers add no control characters.
"""

from datetime import date
from typing import Any, Literal, NotRequired, TypedDict

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The papers an association issues."""

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


class FormField(TypedDict):
    """A field of a form; with an empty `value`, a line, boxes or a grid is printed."""

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
    """Fields of a form under a heading."""

    title: str
    fields: list[FormField]
    note: NotRequired[str]
