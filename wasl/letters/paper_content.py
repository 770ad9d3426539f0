"""What a formal letter holds."""

from datetime import date
from typing import NotRequired, TypedDict

from wasl.papers.kinds import Gender, Kind, Signatory
from wasl.papers.registry import PaperKind, register


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


register(PaperKind(Kind.LETTER, content=LetterData, template="letter.typ"))
