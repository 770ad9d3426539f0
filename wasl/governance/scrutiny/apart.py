"""A policy's file read by a child with bounded memory and time: a strange PDF or Word file can take
the site down with it (ADR 46).
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.common.reading.apart import Limits, opened
from wasl.common.reading.refusals import NotTaken, Why
from wasl.governance.scrutiny import files
from wasl.governance.scrutiny.lines import Line, Source

# A page of a scan takes seconds, and the list of words is large: more than a photograph may use, in
# a turn of its own.
LIMITS = Limits(memory=1536, processor=400, clock=400, turn=60, line="policies")
LOCALE = Path(__file__).resolve().parents[2] / "locale"
REASONS: dict[Why, str | Promise] = {
    Why.BUSY: _("Another text is being read just now. Send yours again in a few minutes."),
    Why.HEAVY: _(
        "Reading this file takes too much time or memory. Divide it, or send the text without "
        "its pictures."
    ),
}


def read(content: bytes, most_scanned: int = files.MOST_PAGES) -> Source:
    """The lines of a file's content, with no more than so many scanned pages. Raises
    `files.Unreadable`.
    """
    if len(content) > files.MOST_BYTES:
        raise files.Unreadable(files.TOO_LARGE)
    options = {
        "most_scanned": most_scanned,
        "language": translation.get_language() or "en",
        "writes": True,
    }
    try:
        about = opened(__name__, options, content, LIMITS).about
    except NotTaken as refusal:
        raise files.Unreadable(REASONS.get(refusal.why, REASONS[Why.HEAVY])) from refusal
    if "reason" in about:
        raise files.Unreadable(about["reason"])
    lines = [Line(**line) for line in about["lines"]]
    return Source(lines, [(words, lines[place]) for words, place in about["remarks"]])


def answer(options: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """In the child: the lines, or the reason why there are none, in the reader's language."""
    settings.configure(USE_I18N=True, LANGUAGE_CODE="en", LOCALE_PATHS=[LOCALE], INSTALLED_APPS=[])
    django.setup()
    with translation.override(options["language"]):
        try:
            source = files.read_bytes(content, most_scanned=options["most_scanned"])
        except files.Unreadable as bad:
            return {"reason": str(bad.reason)}, []
    places = {id(line): place for place, line in enumerate(source.lines)}
    remarks = [(words, places[id(line)]) for words, line in source.remarks]
    return {"lines": [asdict(line) for line in source.lines], "remarks": remarks}, []
