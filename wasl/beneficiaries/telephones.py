"""Telephone numbers in one cell, mobiles told from landlines."""

import re
from dataclasses import dataclass

from wasl.beneficiaries.models.identity import ContactKind
from wasl.common import text as arabic
from wasl.common.identifiers import BadIdentifier, check_landline, check_mobile

# Written as +966, 00966, 966 or 0, or left out: Excel drops a leading zero.
_COUNTRY = r"(?:(?:\+|00)[ \-.]?966|966|0)?[ \-.]?"
# A mobile is 5 and eight digits, a landline 1, a region from 1 to 7 and seven digits, with blanks,
# dots or dashes anywhere between. The look-arounds keep it from cutting a number out of a longer
# one.
_NUMBER = re.compile(
    rf"(?<![0-9+]){_COUNTRY}(?:5(?:[ \-.]?[0-9]){{8}}|1[ \-.]?[1-7](?:[ \-.]?[0-9]){{7}})(?![0-9])"
)
# Signs and words that join numbers in a cell. Any other word is left over, and is shown to the
# officer instead of being dropped.
_CONNECTING = re.compile(r"[\s/\\,،;؛|&+\-–—()\[\].:*]+")
_CONNECTIVES = frozenset(
    {"و", "أو", "او", "ثم", "جوال", "الجوال", "هاتف", "ثابت", "الثابت", "رقم", "واتساب", "واتس"}
)


@dataclass(frozen=True)
class Telephone:
    kind: str
    value: str


def telephones(text: str) -> tuple[list[Telephone], str]:
    """Return each number of a cell once, in order, and the words left beside them."""
    typed = arabic.ascii_digits(text)
    numbers: list[Telephone] = []
    pieces, end = [], 0
    for match in _NUMBER.finditer(typed):
        pieces.append(typed[end : match.start()])
        end = match.end()
        # It has the shape of a number, but no network has such a one; it counts as left over.
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
