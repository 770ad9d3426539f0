"""Render plain data to PDF by typst, in this process.

Data reaches a template as JSON only, so text is never markup. A `Compiler` is kept per kind: the
first paper of a kind takes some 30 ms, the next a few. Fonts come from the installed font package
(or the folder that the setting PAPERS_FONT_FOLDER names), never from the system: a paper looks the
same everywhere. Output is PDF/A-2 with tags, for archives and for screen readers.
"""

import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import fontpkg_ibm_plex_sans_arabic as plex
import segno
import typst
from django.conf import settings
from django.utils import translation

from wasl.accounts.models import LetterheadVersion
from wasl.common import dates
from wasl.common.clock import RIYADH, day_of
from wasl.common.numbers import format_number, tafqit
from wasl.common.text import clean_lines
from wasl.papers.codes import shown_code
from wasl.papers.kinds import Attached
from wasl.papers.registry import template_of

TEMPLATES = Path(__file__).resolve().parent / "typst"
STANDARD: Literal["a-2a"] = "a-2a"
IDENTITY = (
    "supervising_body",
    "association_name",
    "licence_label",
    "licence_number",
    "address",
    "phone",
    "email",
)
# Replaces a character that the font lacks, such as
# an emoji in a name: PDF/A allows no missing glyph.
PLACE_OF_SIGN = "\u25a1"
# Everything but Latin, Arabic and common punctuation, which the font has.
_SIGNS = re.compile(
    r"[^\n\x20-\x7e\u00a0-\u00ff\u0600-\u06ff\u2010-\u2015\u2018-\u201e\u2022\u2026\u25a1]"
)
# Threads of a worker share the compilers, and one is used by one thread at a time.
_lock = Lock()
_compilers: dict[str, typst.Compiler] = {}


class CannotPrint(Exception):
    """The paper could not be typeset; the argument is typst's message, for the log."""


def sheet(
    *,
    letterhead: LetterheadVersion,
    title: str,
    data: Mapping[str, Any],
    number: str = "",
    issued: date | None = None,
    attachments: int | None = None,
    attached: Sequence[Attached] = (),
    check_code: str = "",
) -> dict[str, Any]:
    """Return everything a template needs, as JSON values.

    Stored with the paper, it is exactly what was rendered. Without number, day, attachments and
    code it is a form or a draft, with dotted lines in their place.
    """
    # Papers are Arabic, whatever the language of the officer's screen.
    with translation.override("ar"):
        frozen_data = frozen(data)
    check_url = f"{settings.PUBLIC_URL}/check/{check_code}/" if check_code else ""
    return {
        "letterhead": {name: clean_lines(str(getattr(letterhead, name))) for name in IDENTITY},
        "title": clean_lines(title),
        "number": number,
        "issued": frozen(issued),
        "attachments": attachments,
        "attached": frozen(attached),
        "check_code": shown_code(check_code),
        "check_url": check_url,
        "check_place": f"{settings.PUBLIC_URL}/check/".split("://")[-1] if check_code else "",
        "data": frozen_data,
    }


def frozen(value: Any) -> Any:
    """Return a value as the templates take it.

    Days become both calendars, moments gain the clock, sums their words.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): frozen(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [frozen(item) for item in value]
    if isinstance(value, Decimal):
        places = 0 if value == value.to_integral_value() else 2
        return {"figure": format_number(value, places, arabic=False), "words": tafqit(value)}
    # Before `date`: a datetime is one as well.
    if isinstance(value, datetime):
        local = value.astimezone(RIYADH)
        return {**_day(day_of(value)), "clock": f"{local:%H:%M}"}
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, bytes | memoryview):
        return {"bytes": list(bytes(value))}
    return clean_lines(str(value))


def _day(day: date) -> dict[str, Any]:
    try:
        hijri = dates.to_hijri(day)
    # A day outside the Hijri tables is printed with its Gregorian date alone.
    except dates.BadDate:
        hijri = None
    return {
        "iso": day.isoformat(),
        "weekday": dates.weekday(day, "ar"),
        "hijri": str(hijri) if hijri else "",
        "hijri_day": hijri.day if hijri else 0,
        "hijri_month": dates.HIJRI_MONTHS["ar"][hijri.month - 1] if hijri else "",
        "hijri_year": hijri.year if hijri else 0,
        "gregorian": f"{day.day}/{day.month}/{day.year}",
        "gregorian_day": day.day,
        "gregorian_month": dates.GREGORIAN_MONTHS["ar"][day.month - 1],
        "gregorian_year": day.year,
        "month": day.month,
    }


def render(kind: str, context: Mapping[str, Any]) -> bytes:
    """Return the PDF of a sheet. Raises `CannotPrint`; nothing is written to disk."""
    context = {**context, "qr": _qr(context["check_url"]), "font": _family()}
    if attach_url := context["data"].get("attach_url"):
        context["attach_qr"] = _qr(attach_url)
    try:
        return _compile(kind, context)
    except typst.TypstError as error:
        # The font lacks a character. Only then is the sheet cleaned and set once more, so that
        # ordinary papers are not searched for it.
        if "glyph" not in str(error) and "could not be displayed" not in str(error):
            raise CannotPrint(str(error)) from error
    try:
        return _compile(kind, _displayable(context))
    except typst.TypstError as error:
        raise CannotPrint(str(error)) from error


def _compile(kind: str, context: Mapping[str, Any]) -> bytes:
    inputs = {"data": json.dumps(context, ensure_ascii=False)}
    with _lock:
        compiler = _compilers.get(kind) or _compilers.setdefault(kind, _compiler(kind))
        document = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARD)
    if not isinstance(document, bytes):
        raise CannotPrint("typst returned no document")
    return document


def _compiler(kind: str) -> typst.Compiler:
    template = TEMPLATES / template_of(kind)
    if not template.is_file():
        raise CannotPrint(f"no template for {kind}")
    folder = getattr(settings, "PAPERS_FONT_FOLDER", "") or plex.ROOT / "files"
    return typst.Compiler(
        str(template),
        root=str(TEMPLATES),
        font_paths=[str(folder)],
        ignore_system_fonts=True,
        sys_inputs={},
    )


def _family() -> str:
    return getattr(settings, "PAPERS_FONT_FAMILY", "") or plex.FAMILY


def _qr(url: str) -> str:
    if not url:
        return ""
    drawn = io.BytesIO()
    # One of the eight masks instead of the best: every reader takes any, and weighing them would
    # take four milliseconds.
    segno.make(url, error="m", micro=False, mask=3).save(
        drawn, kind="svg", border=0, dark="#1d2522", xmldecl=False
    )
    return drawn.getvalue().decode()


def _displayable(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.startswith("<svg") else _SIGNS.sub(PLACE_OF_SIGN, value)
    if isinstance(value, Mapping):
        return {key: item if key == "bytes" else _displayable(item) for key, item in value.items()}
    return [_displayable(item) for item in value] if isinstance(value, list) else value
