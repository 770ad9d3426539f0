"""Read a policy's file in a child process with bounded memory and time.

A malformed PDF or Word file could otherwise take the site down with it (ADR 46).
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

# In megabytes and seconds. A scanned page takes seconds and the word list is large, so a policy may
# use more than a photograph. It waits in its own line, so that a long scan delays no photograph.
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
    """Return the lines of a file, with at most `most_scanned` scanned pages.

    Raises `files.Unreadable`.
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
    """Return the lines, or why there are none in the user's language. Runs in the child."""
    # The child has none of the site's settings. Translation
    # is all it needs, for the reasons it returns.
    settings.configure(USE_I18N=True, LANGUAGE_CODE="en", LOCALE_PATHS=[LOCALE], INSTALLED_APPS=[])
    django.setup()
    with translation.override(options["language"]):
        try:
            source = files.read_bytes(content, most_scanned=options["most_scanned"])
        except files.Unreadable as bad:
            return {"reason": str(bad.reason)}, []
    # A remark points to its line; the answer goes over as JSON, so positions stand for lines.
    places = {id(line): place for place, line in enumerate(source.lines)}
    remarks = [(words, places[id(line)]) for words, line in source.remarks]
    return {"lines": [asdict(line) for line in source.lines], "remarks": remarks}, []
