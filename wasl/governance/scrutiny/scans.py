"""Scanned pages and photographs, read by Tesseract's Arabic; a page may lie on its side."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as raw
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from wasl.common.text import clean
from wasl.governance.scrutiny import lexicon
from wasl.governance.scrutiny.lines import Line, Source

DOTS_PER_INCH = 300
MOST_PIXELS = 60_000_000
SECONDS = 180  # for one page in one turn
COMMON = 1e-6  # a word rarer than this proves nothing: noise has rare words too
UPRIGHT = 0.5  # this share of common words, or more, says that the page lies as it should


class NoScanner(Exception):
    """A scan cannot be read; `reason` says what to install or to send."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


def read_image(content: bytes) -> Source:
    """Return the lines of a scanned page or a photograph. Raises `NoScanner`."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            # Pillow knows the size before it decodes: a few kilobytes may unfold to gigabytes.
            if picture.width * picture.height > MOST_PIXELS:
                raise NoScanner(_("The image is too large. Scan the page at 300 dots per inch."))
            lines = _best(picture.convert("L"))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise NoScanner(_("The image cannot be opened.")) from error
    return Source([Line(text, 1, at) for at, text in enumerate(lines, start=1)])


def refuse_many(scanned: int, most: int) -> None:
    """Raise `NoScanner` for more scanned pages than the caller can wait for.

    A page takes seconds to recognise. Longer files are divided, or read on the server.
    """
    if scanned > most:
        reason = _(
            "More than %(most)s pages of this file are scans, and each takes some seconds. "
            "Divide the file, or have it read on "
            "the server: wasl policy import."
        )
        raise NoScanner(reason % {"most": most})


def has_picture(page: pypdfium2.PdfPage) -> bool:
    """Return whether a page of a PDF shows a picture."""
    return any(True for _one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def read_page(page: pypdfium2.PdfPage) -> list[str]:
    """Return the lines of a scanned page of a PDF. Raises `NoScanner`."""
    # PDF units are 1/72 inch. A poster-sized page is drawn smaller to keep its pixels bounded.
    scale = min(
        DOTS_PER_INCH / 72, (MOST_PIXELS / max(1.0, page.get_width() * page.get_height())) ** 0.5
    )
    return _best(page.render(scale=scale, grayscale=True).to_pil())


@lru_cache(maxsize=1)
def tesseract() -> str:
    """Return the path of Tesseract when it is installed and knows Arabic; '' otherwise."""
    path = shutil.which("tesseract")
    if not path:
        return ""
    result = subprocess.run([path, "--list-langs"], capture_output=True, text=True, timeout=20)  # noqa: S603
    return path if "ara" in (result.stdout + result.stderr).split() else ""


def _best(picture: Image.Image) -> list[str]:
    """Return the reading of the page as it lies, or of the turn in which most words exist."""
    if not tesseract():
        raise NoScanner(
            _(
                "This is a scan. Install Tesseract with its Arabic (tesseract-ocr-ara), or send "
                "the text itself."
            )
        )
    readings: list[tuple[float, list[str]]] = []
    # Most pages lie right, and each turn takes seconds: the first good reading ends the search.
    for turn in (0, 180, 90, 270):
        lines = list(_recognised(picture.rotate(turn, expand=True) if turn else picture))
        readings.append((_share(lines), lines))
        if readings[-1][0] >= UPRIGHT:
            break
    return max(readings, key=lambda reading: reading[0])[1]


def _recognised(picture: Image.Image) -> Iterator[str]:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    command = [
        tesseract(),
        "stdin",
        "stdout",
        "-l",
        "ara",
        # Page segmentation 4: one column of text of varying size.
        "--psm",
        "4",
        "--dpi",
        str(DOTS_PER_INCH),
    ]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=buffer.getvalue(), capture_output=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise NoScanner(_("Reading the scan took too long. Send fewer pages at a time.")) from error
    for line in done.stdout.decode(errors="replace").splitlines():
        if text := clean(line):
            yield text


def _share(lines: list[str]) -> float:
    """Return the share of common words among those of more than three letters.

    A page of few words gets a low share.
    """
    words = [lexicon.plain(word) for line in lines for word in lexicon.WORD.findall(line)]
    long = [word for word in words if len(word) > 3]
    # At least ten in the divisor, so that two lucky words of noise do not pass for a page.
    return sum(lexicon.general().get(word, 0.0) >= COMMON for word in long) / max(len(long), 10)
