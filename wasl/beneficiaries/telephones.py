"""The telephone numbers that stand in one cell, mobiles and landlines told apart."""

import re
from dataclasses import dataclass

from wasl.beneficiaries.models import ContactKind
from wasl.common import text as arabic
from wasl.common.identifiers import BadIdentifier, check_landline, check_mobile

_COUNTRY = r"(?:(?:\+|00)[ \-.]?966|966|0)?[ \-.]?"
_NUMBER = re.compile(
    rf"(?<![0-9+]){_COUNTRY}(?:5(?:[ \-.]?[0-9]){{8}}|1[ \-.]?[1-7](?:[ \-.]?[0-9]){{7}})(?![0-9])"
)
_CONNECTING = re.compile(r"[\s/\\,،;؛|&+\-–—()\[\].:*]+")
_CONNECTIVES = frozenset(
    {"و", "أو", "او", "ثم", "جوال", "الجوال", "هاتف", "ثابت", "الثابت", "رقم", "واتساب", "واتس"}
)


@dataclass(frozen=True)
class Telephone:
    kind: str
    value: str


def telephones(text: str) -> tuple[list[Telephone], str]:
    """Return each number of a cell once, in its order, and what stands there beside them."""
    typed = arabic.ascii_digits(text)
    numbers: list[Telephone] = []
    pieces, end = [], 0
    for match in _NUMBER.finditer(typed):
        pieces.append(typed[end : match.start()])
        end = match.end()
        if (number := _number(match.group())) is None:
            pieces.append(match.group())
        elif number not in numbers:
            numbers.append(number)
    pieces.append(typed[end:])
    words = [
        word for word in _CONNECTING.split(" ".join(pieces)) if word and word not in _CONNECTIVES
    ]
    return numbers, " ".join(words)


def _number(text: str) -> Telephone | None:
    for kind, check in ((ContactKind.MOBILE, check_mobile), (ContactKind.PHONE, check_landline)):
        try:
            return Telephone(str(kind), check(text))
        except BadIdentifier:
            continue
    return None
