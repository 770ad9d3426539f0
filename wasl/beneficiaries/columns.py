"""Meanings of the columns of an association's file, read from its headings.

The headings may come in any order and spelling.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from wasl.common import text as arabic
from wasl.common.cells import Lost, Sheet, Value
from wasl.common.hashing import digest
from wasl.common.identifiers import BadIdentifier, check_iban, check_mobile, check_national_id
from wasl.common.workbooks import column_of

HEAD_ROWS = 40  # how far down a header row is looked for

WORDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "import_words.yaml").read_text())
LABELS: dict[str, str | Promise] = {
    "full_name": _("Full name"),
    "first_name": _("First name"),
    "father_name": _("Father's name"),
    "grandfather_name": _("Grandfather's name"),
    "family_name": _("Family name"),
    "id_number": _("ID number"),
    "gender": _("Gender"),
    "birth": _("Date of birth"),
    "birth_again": _("Date of birth in the other calendar"),
    "mobile": _("Mobile"),
    "mobile_again": _("Further mobile or landline"),
    "email": _("E-mail"),
    "iban": _("IBAN"),
    "city": _("City or village"),
    "district": _("District"),
    "street": _("Street"),
    "building_number": _("Building number"),
    "postal_code": _("Postal code"),
    "additional_number": _("Additional number"),
    "short_address": _("Short national address"),
    "known_as": _("Known as"),
    "latin_name": _("Name in Latin letters"),
    "marital_status": _("Marital status"),
    "member_number": _("Membership number"),
    "shares": _("Shares"),
    "joined": _("Joined on"),
    "household_number": _("Number of the family"),
    "head_id": _("ID number of the head of the family"),
    "relation": _("Relation to the head of the family"),
}
FIELDS = tuple(LABELS)
NAME_PARTS = ("first_name", "father_name", "grandfather_name", "family_name")
OF_OTHERS = frozenset(arabic.loose(" ".join(WORDS["of_others"])).split())


def key(heading: object) -> str:
    """Return one spelling for a heading: «رقم الهويّة:» and «رقم هويه» have the same."""
    return " ".join(arabic.loose(re.sub(r"[/\\_\-.:()*]+", " ", str(heading))).split())


# Reversed, so that of two fields with one heading the first in `LABELS` wins.
KNOWN = {key(heading): field for field in reversed(FIELDS) for heading in WORDS["headings"][field]}
RUNNING = frozenset(key(heading) for heading in WORDS["running"])
# Longest first, because «رقم جوال آخر» also holds the words of «رقم جوال».
_LONGEST_FIRST = sorted(KNOWN, key=lambda phrase: -len(phrase))


def meaning(heading: Value) -> str:
    """Return the field a heading names, or '' for none.

    By the same words, else by the longest known heading within it.
    """
    if not isinstance(heading, str) or len(heading) > 80:
        return ""
    text = key(heading)
    if text in KNOWN:
        return KNOWN[text]
    words = set(text.split())
    # «رقم هوية الأم» holds the words of «رقم الهوية», but is another person's number.
    if words & OF_OTHERS:
        return ""
    return next(
        (KNOWN[phrase] for phrase in _LONGEST_FIRST if words and set(phrase.split()) <= words), ""
    )


def header_row(rows: Sequence[tuple[int, Sequence[Value]]]) -> int:
    """Return the number of the row that looks most like headings.

    0 when none does and the file begins with people.
    """
    best, score = 0, 1
    for number, cells in rows[:HEAD_ROWS]:
        count = len({meaning(cell) for cell in cells} - {""})
        if count > score:
            best, score = number, count
    return best


def headings(sheet: Sheet, rows: Sequence[tuple[int, Sequence[Value]]], header: int) -> list[str]:
    """Return the text above each column; a merged cell counts for all that it covers.

    Without a header row the texts are empty.
    """
    width = max((len(cells) for _number, cells in rows), default=0)
    header_cells: list[Value] = list(
        next((cells for number, cells in rows if number == header), ())
    )
    header_cells += [None] * (width - len(header_cells))
    by_number = dict(rows)
    for top, first, foot, last in sheet.merges:
        if not top <= header <= foot or (first, top) == (last, foot):
            continue
        source = by_number.get(top, ())
        above = source[first] if first < len(source) else None
        for place in range(first, min(last + 1, width)):
            if header_cells[place] is None:
                header_cells[place] = above
    return [_said(cell) for cell in header_cells]


def _said(cell: Value) -> str:
    return "" if cell is None or isinstance(cell, Lost) else arabic.clean(str(cell))[:100]


def guess(titles: Sequence[str], sample: Sequence[Sequence[Value]]) -> dict[int, str]:
    """Return what each column holds: by its heading, else by its cells. Of two alike, the first."""
    fields: dict[int, str] = {}
    for place, title in enumerate(titles):
        field = meaning(title) or (_by_content(place, sample) if not title else "")
        if field == "mobile" and field in fields.values():
            field = "mobile_again"
        if field and field not in fields.values():
            fields[place] = field
    return _settled(fields, titles)


def _settled(fields: dict[int, str], titles: Sequence[str]) -> dict[int, str]:
    """Drop or change meanings that make no sense without others.

    A family's number says nothing without the relation. Where only heads are listed, the head's
    name and number are the person's own.
    """
    meanings = set(fields.values())
    if "relation" not in meanings:
        fields = {place: field for place, field in fields.items() if field != "household_number"}
    if "head_id" in meanings and "id_number" not in meanings:
        fields = {
            place: "id_number" if field == "head_id" else field for place, field in fields.items()
        }
    if not meanings & {"full_name", "first_name"}:
        head = key("اسم رب الأسرة")
        for place, title in enumerate(titles):
            if place not in fields and head in key(title):
                return {**fields, place: "full_name"}
    return fields


_CHECKS = (("id_number", check_national_id), ("mobile", check_mobile), ("iban", check_iban))


def _by_content(place: int, sample: Sequence[Sequence[Value]]) -> str:
    """Return the field of a column without a heading, or ''.

    Nearly all of its cells have to be numbers of that kind.
    """
    cells = [str(row[place]) for row in sample if place < len(row) and row[place] is not None]
    for field, check in _CHECKS:
        # Four fifths, since every list has some mistyped numbers; under three cells it may be
        # chance.
        if len(cells) >= 3 and sum(_passes(check, cell) for cell in cells) * 10 >= len(cells) * 8:
            return field
    return ""


def _passes(check: Any, cell: str) -> bool:
    try:
        check(cell)
    except BadIdentifier:
        return False
    return True


def place_of(letters: str) -> int:
    """Return the place of a column by its letters as in Excel, from 0; -1 for no letters."""
    return column_of(letters.upper()) if re.fullmatch("[A-Za-z]{1,3}", letters) else -1


def called(place: int, titles: Sequence[str]) -> str:
    """Return a column by its letters and its heading, as the pages name it."""
    letter = get_column_letter(place + 1)
    return f"{letter}: {titles[place]}" if place < len(titles) and titles[place] else letter


def doubled(titles: Sequence[str]) -> list[str]:
    """Return headings that are above more than one column."""
    filled_titles = [title for title in titles if title]
    return sorted(
        {
            title
            for title in filled_titles
            if sum(key(title) == key(other_title) for other_title in filled_titles) > 1
        }
    )


def fingerprint(titles: Sequence[str]) -> str:
    """Return a mark of a set of headings in any order, under which their meaning is remembered."""
    return digest(sorted(key(title) for title in titles if title))


def by_heading(titles: Sequence[str], mapping: Mapping[int, str]) -> dict[str, str]:
    """Return a mapping to remember: heading → field.

    A second column with the same heading is told by its place among them.
    """
    return {
        _place(titles, place): field
        for place, field in mapping.items()
        if place < len(titles) and titles[place]
    }


def from_headings(titles: Sequence[str], remembered: Mapping[str, str]) -> dict[int, str]:
    """Return a remembered mapping for the columns in their present order."""
    places = {_place(titles, place): place for place, title in enumerate(titles) if title}
    return {
        places[heading_key]: field
        for heading_key, field in remembered.items()
        if heading_key in places and field in LABELS
    }


def _place(titles: Sequence[str], place: int) -> str:
    own = key(titles[place])
    return f"{own}#{sum(key(title) == own for title in titles[:place])}"
