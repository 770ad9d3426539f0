"""The link to a rating: it carries everything, signed, and is stored nowhere.

It is made when the invitation is dispatched, from the month's key and the case, so that a second
dispatch makes the same link. Somebody who has only the database can neither make it nor tell whose
it was.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from wasl.common import passing_keys
from wasl.common.clock import day_of
from wasl.common.dates import hijri_quarter
from wasl.messaging.models import Message

LIFE = timedelta(days=60)
# The instrument: a single question about a service, answered from 1 to 5.
SERVICE = 1
NONCE_BYTES, SIGNATURE_BYTES = 10, 8
# The short numbers in a link count from these.
FIRST_DAY, FIRST_YEAR = date(2020, 1, 1), 1440
# Characters of the links of the first design (ADR 8), which named a row.
FORMER_LENGTH = 24


@dataclass(frozen=True)
class Link:
    """The content of a link. `department` is 0 where the service has none."""

    instrument: int
    service: int
    department: int
    quarter: str
    expiry: date
    nonce: bytes

    @property
    def first_day(self) -> date:
        return self.expiry - LIFE

    @property
    def spent_mark(self) -> bytes:
        """Return what the database stores of a link that was used."""
        return hashlib.sha256(self.nonce).digest()


def of_message(message: Message, at: datetime) -> str:
    """Return the address in an invitation, the same at every dispatch; empty when its time
    is over.
    """
    # The day of the message, not of the dispatch: a message sent again carries the same link.
    day = day_of(message.created_at)
    service, department = message.params.get("service"), message.params.get("department") or 0
    # Without case or service: the data of the person was destroyed at their wish.
    if day_of(at) > day + LIFE or not message.about_id or not service:
        return ""
    link = make(case_id=int(message.about_id), service=service, department=department, day=day)
    return str(settings.PUBLIC_URL) + reverse("satisfaction:rate", args=[written(link)])


def make(*, case_id: int, service: int, department: int, day: date) -> Link:
    """Make the link of a case that was closed on this day."""
    key = passing_keys.key(month_key(day))
    # Nobody can find the case of a nonce without the month's key; once that is destroyed, nobody
    # can.
    nonce = hmac.new(key, f"case:{case_id}".encode(), hashlib.sha256).digest()[:NONCE_BYTES]
    return Link(SERVICE, service, department, hijri_quarter(day), day + LIFE, nonce)


def month_key(day: date) -> str:
    """Return the name of the key from which the links of a day are made."""
    return f"links-{day:%Y-%m}"


def outlived_keys(day: date) -> list[str]:
    """Return the names of the month keys whose last link expired before this day."""
    return [name for name in passing_keys.names("links-") if _last_expiry(name) < day]


def _last_expiry(name: str) -> date:
    year, month = map(int, name.removeprefix("links-").split("-"))
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1) + LIFE


def written(link: Link) -> str:
    """Return the link as written in an address: some 32 characters, so that a text message has
    space for words.
    """
    year, part = map(int, link.quarter.split("-"))
    content = b"".join(
        (
            bytes([link.instrument]),
            _number(link.service),
            _number(link.department),
            bytes([(year - FIRST_YEAR) * 4 + part - 1]),
            (link.expiry - FIRST_DAY).days.to_bytes(2, "big"),
            link.nonce,
        )
    )
    return base64.urlsafe_b64encode(content + _signature(content)).decode().rstrip("=")


def read(token: str) -> Link | None:
    """Return the content of a link; None if it is not ours or not complete."""
    try:
        # The padding was cut off to save letters.
        payload = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    content, signature = payload[:-SIGNATURE_BYTES], payload[-SIGNATURE_BYTES:]
    # Checked before anything is read, so the numbers below are our own.
    if not content or not hmac.compare_digest(signature, _signature(content)):
        return None
    service, tail = _read_number(content[1:])
    department, tail = _read_number(tail)
    year, part = divmod(tail[0], 4)
    expiry = FIRST_DAY + timedelta(days=int.from_bytes(tail[1:3], "big"))
    return Link(
        content[0], service, department, f"{year + FIRST_YEAR}-{part + 1}", expiry, tail[3:]
    )


def is_former(token: str) -> bool:
    """Tell whether this looks like a link of the first design, all of which are closed."""
    return len(token) == FORMER_LENGTH and token.replace("-", "").replace("_", "").isalnum()


def _signature(content: bytes) -> bytes:
    # By the secret of the installation, not the month's key: signed with that key, every open link
    # would be closed by a restore (ADR 44).
    return salted_hmac("wasl.satisfaction.link", content, algorithm="sha256").digest()[
        :SIGNATURE_BYTES
    ]


def _number(value: int) -> bytes:
    """Write seven bits in each byte, the lowest first: a small number takes a single byte."""
    parts = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        parts.append(low | (0x80 if value else 0))
        if not value:
            return bytes(parts)


def _read_number(content: bytes) -> tuple[int, bytes]:
    value = 0
    for place, byte in enumerate(content):
        value |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            return value, content[place + 1 :]
    # Cannot happen with a content that we signed.
    raise ValueError("a number without an end")
