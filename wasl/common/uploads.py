"""Uploaded files, recognised by content, never by name, and opened apart from the site.

PDF, JPEG, PNG and HEIC are allowed. Pictures are drawn anew, which removes everything else in them,
EXIF too; a PDF loses its programs, and the XML of an e-invoice inside it is kept beside it (ADR
46).
"""

import base64
import hashlib
import io
import re
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Literal

from django.conf import settings
from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.common.reading.apart import opened
from wasl.common.reading.refusals import MOST_PAGES, NotTaken, Why
from wasl.common.text import clean

Kind = Literal["pdf", "jpeg", "xml"]
MEDIA_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "xml": "application/xml",
}
SUFFIXES: dict[str, str] = {"pdf": "pdf", "jpeg": "jpg", "xml": "xml"}
READERS = {"pdf": "wasl.common.reading.pdfs", "image": "wasl.common.reading.pictures"}
HEAD = 1024
HEICS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
WEB_PAGES = (b"<!doctype", b"<!--", b"<html", b"<svg", b"<?xml", b"<script", b"<body")
# A line from a mail or a server may come before a PDF; the head of another kind of file may not.
OTHER_HEADS = (
    b"PK",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z",
    b"#!",
    b"RIFF",
    b"BM",
)
REASONS: dict[Why, str | Promise] = {
    Why.DAMAGED_PICTURE: _("The image is damaged and cannot be opened; take it again."),
    Why.TOO_MANY_PIXELS: _(
        "The image has too many pixels; take the photograph at a lower resolution."
    ),
    Why.UNFAITHFUL: _(
        "The file could not be kept so that it looks as it did; save it as PDF or photograph it."
    ),
    Why.DAMAGED_PDF: _("The PDF is damaged and cannot be opened; save it again."),
    Why.CUT_SHORT: _("The PDF is cut short; save it again and hand in the new file."),
    Why.LOCKED: _("The PDF is protected by a password; hand in one without."),
    Why.PAGES: _("The PDF must have between 1 and %(most)s pages."),
    Why.COMPLICATED: _("The PDF is too complicated; print it to a new PDF and hand that in."),
    Why.OTHER_FILES: _(
        "The PDF holds programs or other files inside it; print it to a new PDF and hand that "
        "in. Hand in the files "
        "inside it by themselves."
    ),
    Why.FILM: _("The PDF holds film or sound; print it to a new PDF and hand that in."),
    Why.ONLY_A_FORM: _(
        "This form can be read by one program only; print it to a new PDF and hand that in."
    ),
    Why.HEAVY: _(
        "Opening the file takes too much time or memory; print it to a new PDF, or scan "
        "it more coarsely."
    ),
    Why.BUSY: _("Other files are being read just now; please send yours again in a minute."),
}


class BadUpload(ValueError):
    """The file is refused; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Accepted:
    """A file fit to keep: its bytes as they will be stored, and what they are.

    `inside` are the e-invoices it carried.
    """

    content: bytes
    kind: Kind
    name: str
    sha256: str
    size: int
    pages: int
    inside: tuple["Accepted", ...] = ()

    @property
    def media_type(self) -> str:
        """Return the media type to serve it with."""
        return MEDIA_TYPES[self.kind]

    @property
    def suffix(self) -> str:
        """Return the suffix of its name in storage."""
        return SUFFIXES[self.kind]


def each_of(files: Iterable[Accepted]) -> list[Accepted]:
    """Return the files and, behind each, the files that it carried."""
    return [each for file in files for each in (file, *file.inside)]


def accept(file: "File[bytes] | IO[bytes]", name: str = "") -> Accepted:
    """Check a file, scan it if a scanner is configured, and open it apart.

    Raises `BadUpload` with a sentence.
    """
    limit: int = settings.UPLOAD_LIMIT
    # One byte more than allowed tells a file that is too large, without reading all of it.
    content = file.read(limit + 1)
    if not content:
        raise BadUpload(_("The file is empty."))
    if len(content) > limit:
        raise BadUpload(
            _(
                "The file is larger than %(limit)s MB. Take the photograph again with fewer "
                "pixels, or scan more coarsely."
            )
            % {"limit": limit // 1024**2}
        )
    kind = sniff(content)
    if kind == "other":
        raise BadUpload(_other(content))
    scan(content)
    return _opened(READERS[kind], content, name or str(getattr(file, "name", "") or ""))


def _opened(reader: str, content: bytes, name: str) -> Accepted:
    """Return the file as it is kept, from the child that opened it."""
    try:
        answer = opened(reader, {}, content)
    except NotTaken as refusal:
        raise BadUpload(REASONS[refusal.why] % {"most": MOST_PAGES}) from refusal
    copy, *inside = answer.files
    invoices = [
        _accepted(data, "xml", own_name)
        for data, own_name in zip(inside, answer.about["names"], strict=True)
    ]
    return _accepted(copy, answer.about["kind"], name, answer.about["pages"], tuple(invoices))


def _accepted(
    content: bytes, kind: Kind, name: str, pages: int = 1, inside: tuple[Accepted, ...] = ()
) -> Accepted:
    return Accepted(
        content=content,
        kind=kind,
        name=_name(name, SUFFIXES[kind]),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=pages,
        inside=inside,
    )


def sniff(content: bytes) -> Literal["pdf", "image", "other"]:
    """Return what the first bytes say the file is.

    A PDF may begin a little further on, as readers allow.
    """
    heic = content[4:8] == b"ftyp" and content[8:12] in HEICS
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or heic:
        return "image"
    start = content.find(b"%PDF-", 0, HEAD + 5)
    # A web page or program may hold %PDF- too; it must not pass for a PDF.
    before = content[: max(start, 0)].lstrip()
    if (
        start < 0
        or before.startswith(OTHER_HEADS)
        or any(mark in before.lower() for mark in WEB_PAGES)
    ):
        return "other"
    return "pdf"


def _other(content: bytes) -> Promise | str:
    head = content[:512].lstrip().lower()
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _(
            "Word, Excel and ZIP files are not taken; save the document as PDF and hand that in."
        )
    if any(mark in head for mark in WEB_PAGES):
        return _("This is a web page, not a document; hand in a PDF or a photograph.")
    return _("Only PDF files and photographs (JPEG, PNG, HEIC) are taken.")


def _name(name: str, suffix: str) -> str:
    # A name may be a whole path, with backslashes from Windows.
    stem = PurePath(clean(name.replace("\\", "/"))).stem
    plain = re.sub(r"[^\w .()-]+", "_", stem).strip(" .")[:100]
    return f"{plain or 'file'}.{suffix}"


def scan(content: bytes) -> None:
    """Ask ClamAV by INSTREAM; do nothing when none is configured.

    `WASL_CLAMD` is host:port or a socket's path. Raises `BadUpload`.
    """
    address: str = getattr(settings, "CLAMD", "")
    if not address:
        return
    host, _colon, port = address.rpartition(":")
    family = socket.AF_UNIX if address.startswith("/") else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as line:
            line.settimeout(60)
            line.connect(address if family == socket.AF_UNIX else (host, int(port)))
            line.sendall(
                # Each piece is preceded by its length in four bytes; a length of zero ends the
                # data.
                b"zINSTREAM\0" + struct.pack("!L", len(content)) + content + struct.pack("!L", 0)
            )
            answer = line.recv(4096)
    # A scanner that is away refuses the file: unscanned files must not slip in while it is down.
    except OSError as error:
        raise BadUpload(
            _("Files cannot be checked for viruses just now; please try again in a while.")
        ) from error
    if not answer.rstrip(b"\0\n").endswith(b"OK"):
        raise BadUpload(_("The virus scanner refused this file."))


def drawn(data_address: str, name: str = "signature") -> Accepted:
    """Accept a drawing made on the page, from its `data:image/png;base64,…` address.

    Raises `BadUpload`.
    """
    head, _comma, body = data_address.partition(",")
    if head != "data:image/png;base64":
        raise BadUpload(_("The drawing did not arrive; please sign again."))
    try:
        content = base64.b64decode(body, validate=True)
    except ValueError:
        raise BadUpload(_("The drawing did not arrive; please sign again.")) from None
    return accept(io.BytesIO(content), name)
