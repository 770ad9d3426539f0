"""What people hand in: judged by content, never by name; images re-encoded, PDFs refused when they carry actions.

Allowed are PDF, JPEG, PNG and HEIC. Re-encoding removes whatever rides along in an image, its EXIF too (tech.md 11).
"""

import base64
import hashlib
import io
import logging
import re
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any, Literal

import pi_heif
from django.conf import settings
from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from wasl.common.text import clean

pi_heif.register_heif_opener()
logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it finds odd is told to the sender, not to the log

MAX_PIXELS = 60_000_000
LONGEST_SIDE = 2400
MAX_PAGES = 300
MAX_OBJECTS = 50_000
# Keys and values of a PDF that do something by themselves, or carry other files.
ACTIVE = {
    "/JS",
    "/JavaScript",
    "/Launch",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/RichMedia",
    "/XFA",
    "/SubmitForm",
    "/ImportData",
}


class BadUpload(ValueError):
    """The file is not taken in; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Accepted:
    """A file fit to keep: its bytes as they will be stored, and what they are."""

    content: bytes
    kind: Literal["pdf", "jpeg"]
    name: str
    sha256: str
    size: int
    pages: int

    @property
    def media_type(self) -> str:
        """The media type to serve it by."""
        return "application/pdf" if self.kind == "pdf" else "image/jpeg"


def accept(file: "File[bytes] | IO[bytes]", name: str = "") -> Accepted:
    """Check, scan where a scanner is configured, re-encode; raises `BadUpload` with a sentence for each thing wrong."""
    limit: int = settings.UPLOAD_LIMIT
    content = file.read(limit + 1)
    if not content:
        raise BadUpload(_("The file is empty."))
    if len(content) > limit:
        raise BadUpload(
            _(
                "The file is larger than %(limit)s MB. Take the photograph again with fewer pixels, or scan more coarsely."
            )
            % {"limit": limit // 1024**2}
        )
    kind = sniff(content)
    if kind == "other":
        raise BadUpload(_other(content))
    scan(content)
    pages = _pdf_pages(content) if kind == "pdf" else 1
    kept = content if kind == "pdf" else _jpeg(content)
    return Accepted(
        content=kept,
        kind="pdf" if kind == "pdf" else "jpeg",
        name=_name(name or str(getattr(file, "name", "") or ""), "pdf" if kind == "pdf" else "jpg"),
        sha256=hashlib.sha256(kept).hexdigest(),
        size=len(kept),
        pages=pages,
    )


def sniff(content: bytes) -> Literal["pdf", "image", "other"]:
    """What the first bytes say the file is."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    heic = content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or heic:
        return "image"
    return "other"


def _other(content: bytes) -> Promise | str:
    head = content[:512].lstrip().lower()
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _("Word, Excel and ZIP files are not taken; save the document as PDF and hand that in.")
    if head.startswith((b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")):
        return _("This is a web page, not a document; hand in a PDF or a photograph.")
    return _("Only PDF files and photographs (JPEG, PNG, HEIC) are taken.")


def _name(name: str, suffix: str) -> str:
    stem = PurePath(clean(name.replace("\\", "/"))).stem
    plain = re.sub(r"[^\w .()-]+", "_", stem).strip(" .")[:100]
    return f"{plain or 'file'}.{suffix}"


def _jpeg(content: bytes) -> bytes:
    """The image upright, at most 2,400 pixels a side, as a new JPEG with nothing of the old file but its picture."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "HEIF"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise BadUpload(_("The image has too many pixels; take the photograph at a lower resolution."))
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            flat = _on_white(upright)
            flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            buffer = io.BytesIO()
            flat.save(buffer, "JPEG", quality=82, optimize=True)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadUpload(_("The image has too many pixels; take the photograph at a lower resolution.")) from error
    except BadUpload:
        raise
    except Exception as error:  # Pillow and its decoders raise a dozen kinds for a damaged image
        raise BadUpload(_("The image is damaged and cannot be opened; take it again.")) from error
    return buffer.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return image.convert("RGB")


def _pdf_pages(content: bytes) -> int:
    """How many pages a sound and passive PDF has."""
    if b"%%EOF" not in content[-2048:]:
        raise BadUpload(_("The PDF is cut short; save it again and hand in the new file."))
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise BadUpload(_("The PDF is protected by a password; hand in one without."))
        pages = len(reader.pages)
        active = any(_is_active(node) for node in _objects(reader))
    except BadUpload:
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise BadUpload(_("The PDF is damaged and cannot be opened; save it again.")) from error
    if active:
        raise BadUpload(_("The PDF holds programs or other files inside it; print it to a new PDF and hand that in."))
    if not 1 <= pages <= MAX_PAGES:
        raise BadUpload(_("The PDF must have between 1 and %(most)s pages.") % {"most": MAX_PAGES})
    return pages


def _objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached from the trailer, each once, streams not unpacked."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            if (node.idnum, node.generation) in seen:
                continue
            seen.add((node.idnum, node.generation))
            node = node.get_object()
        count += 1
        if count > MAX_OBJECTS * 20 or len(seen) > MAX_OBJECTS:
            raise BadUpload(_("The PDF is too complicated; print it to a new PDF and hand that in."))
        if isinstance(node, DictionaryObject):
            yield node
            waiting += [node.raw_get(key) for key in node]
        elif isinstance(node, ArrayObject):
            waiting += list.__iter__(node)


def _is_active(node: DictionaryObject) -> bool:
    named = (node.raw_get(key) for key in ("/S", "/Type", "/Subtype") if key in node)
    return not ACTIVE.isdisjoint(node.keys()) or any(str(value) in ACTIVE for value in named)


def scan(content: bytes) -> None:
    """Ask ClamAV (`WASL_CLAMD`: host:port or a socket's path) by INSTREAM; do nothing where none is configured."""
    address: str = getattr(settings, "CLAMD", "")
    if not address:
        return
    host, _colon, port = address.rpartition(":")
    family = socket.AF_UNIX if address.startswith("/") else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as line:
            line.settimeout(60)
            line.connect(address if family == socket.AF_UNIX else (host, int(port)))
            line.sendall(b"zINSTREAM\0" + struct.pack("!L", len(content)) + content + struct.pack("!L", 0))
            answer = line.recv(4096)
    except OSError as error:
        raise BadUpload(_("Files cannot be checked for viruses just now; please try again in a while.")) from error
    if not answer.rstrip(b"\0\n").endswith(b"OK"):
        raise BadUpload(_("The virus scanner refused this file."))


def drawn(data_address: str, name: str = "signature") -> Accepted:
    """A drawing made on the page, from its `data:image/png;base64,…` address; raises `BadUpload`."""
    head, _comma, body = data_address.partition(",")
    if head != "data:image/png;base64":
        raise BadUpload(_("The drawing did not arrive; please sign again."))
    try:
        content = base64.b64decode(body, validate=True)
    except ValueError:
        raise BadUpload(_("The drawing did not arrive; please sign again.")) from None
    return accept(io.BytesIO(content), name)
