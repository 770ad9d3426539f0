"""Read a policy's file into lines, whatever its kind: text, Word, PDF or a scan."""

import io
import re
import zipfile
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.common.text import clean
from wasl.governance.scrutiny import docx, pdf, scans
from wasl.governance.scrutiny.lines import Line, Source

MOST_PAGES = pdf.MOST_PAGES
MOST_BYTES = 60 * 1024 * 1024
TOO_LARGE = _("The file is larger than 60 MB. Send the text without its pictures.")
# The first bytes of JPEG, PNG and TIFF in both byte orders.
IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\x00", b"MM\x00*")


class Unreadable(Exception):
    """The file cannot be read as a policy; `reason` says why and what to do."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


def read(path: Path, progress: pdf.Progress | None = None) -> Source:
    """Return the lines of a file, judged by its content.

    `progress` is told how many pages were read. Raises `Unreadable`.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(TOO_LARGE)
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            _("The file cannot be opened. Check its name and whether you may read it.")
        ) from error
    return read_bytes(content, progress)


def read_bytes(
    content: bytes, progress: pdf.Progress | None = None, most_scanned: int = MOST_PAGES
) -> Source:
    """Return the lines of a file's content, with at most `most_scanned` scanned pages.

    Raises `Unreadable`.
    """
    try:
        source = _read(content, progress, most_scanned)
    except (docx.BadDocument, pdf.BadPdf, scans.NoScanner) as bad:
        raise Unreadable(bad.reason) from bad
    if not any(line.text for line in source.lines):
        raise Unreadable(_("The file holds no text."))
    return source


def _read(content: bytes, progress: pdf.Progress | None, most_scanned: int) -> Source:
    # Some writers put bytes before the head of a PDF; readers accept it within the first kilobyte.
    if content.startswith(b"%PDF") or b"%PDF-" in content[:1024]:
        return pdf.read(content, progress=progress, most_scanned=most_scanned)
    # A zip archive, as DOCX is. So are other Office files, which are told apart by their parts.
    if content.startswith(b"PK"):
        if "word/document.xml" not in _names(content):
            raise Unreadable(_("This is neither Word, PDF, an image nor plain text."))
        return docx.read(content)
    # The OLE container: DOC, and any Office file under a password.
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _(
                "This is an old or a password-protected Office file. Save it as DOCX "
                "without a password."
            )
        )
    if content.startswith(IMAGES):
        return scans.read_image(content)
    return _text(content)


def _names(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise Unreadable(
            _("The file is damaged: it ends too early or was changed on the way.")
        ) from error


def _text(content: bytes) -> Source:
    # A zero byte means a binary file, except in UTF-16, which begins with a byte order mark.
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("This is neither Word, PDF, an image nor plain text."))
    # cp1256 (Windows Arabic) comes last: it decodes any bytes, so it would hide UTF-8.
    for encoding in (
        ("utf-16", "utf-8-sig", "cp1256")
        if content[:2] in (b"\xff\xfe", b"\xfe\xff")
        else ("utf-8-sig", "cp1256")
    ):
        try:
            return from_text(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The letters of this file are in no known encoding. Save it as UTF-8."))


def from_text(text: str) -> Source:
    """Return the lines of a plain text; a form feed or «--- صفحة 2 ---» begins a page."""
    lines, page, number = [], 1, 0
    for raw in re.split(r"\r\n|\r|\n|(\f)", text):
        if raw is None:
            continue
        if raw == "\f" or re.fullmatch(
            r"[-=#*\s]*(?:صفحة|page)\s*[\d٠-٩]+[-=#*\s]*", raw, re.IGNORECASE
        ):
            # A mark at the very beginning opens the first page and does not turn it.
            page, number = page + (number > 0), 0
            continue
        number += 1
        # Markdown headings: as many signs as their level.
        marked = re.match(r"\s*(#{1,6})\s+", raw)
        text = clean(raw[marked.end() :] if marked else raw)
        level = len(marked.group(1)) if marked else 0
        lines.append(Line(text, page, number, styled=bool(marked), level=level))
    return Source(lines)
