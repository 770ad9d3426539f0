"""What the columns of an association's file mean: read from its headings, in whatever order and
spelling they stand.
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
    """One spelling for a heading: «رقم الهويّة:» and «رقم هويه» meet."""
    return " ".join(arabic.loose(re.sub(r"[/\\_\-.:()*]+", " ", str(heading))).split())


KNOWN = {key(heading): field for field in reversed(FIELDS) for heading in WORDS["headings"][field]}
RUNNING = frozenset(key(heading) for heading in WORDS["running"])
_LONGEST_FIRST = sorted(KNOWN, key=lambda one: -len(one))


def meaning(heading: Value) -> str:
    """The field a heading names, or '' when it names none that is kept: the same words, else the
    longest within it.
    """
    if not isinstance(heading, str) or len(heading) > 80:
        return ""
    said = key(heading)
    if said in KNOWN:
        return KNOWN[said]
    words = set(said.split())
    if words & OF_OTHERS:
        return ""
    return next((KNOWN[one] for one in _LONGEST_FIRST if words and set(one.split()) <= words), "")


def header_row(rows: Sequence[tuple[int, Sequence[Value]]]) -> int:
    """The number of the row that looks most like headings; 0 when none does and the file begins
    with people.
    """
    best, score = 0, 1
    for number, cells in rows[:HEAD_ROWS]:
        found = len({meaning(cell) for cell in cells} - {""})
        if found > score:
            best, score = number, found
    return best


def headings(sheet: Sheet, rows: Sequence[tuple[int, Sequence[Value]]], header: int) -> list[str]:
    """The text above each column; under a merged cell, the merged one's. Without a header row,
    empty ones.
    """
    width = max((len(cells) for _number, cells in rows), default=0)
    told: list[Value] = list(next((cells for number, cells in rows if number == header), ()))
    told += [None] * (width - len(told))
    by_number = dict(rows)
    for top, first, foot, last in sheet.merges:
        if not top <= header <= foot or (first, top) == (last, foot):
            continue
        source = by_number.get(top, ())
        above = source[first] if first < len(source) else None
        for place in range(first, min(last + 1, width)):
            if told[place] is None:
                told[place] = above
    return [_said(cell) for cell in told]


def _said(cell: Value) -> str:
    return "" if cell is None or isinstance(cell, Lost) else arabic.clean(str(cell))[:100]


def guess(titles: Sequence[str], sample: Sequence[Sequence[Value]]) -> dict[int, str]:
    """What each column holds: by its heading, else by what stands in it. Of two with one meaning,
    the first.
    """
    found: dict[int, str] = {}
    for place, title in enumerate(titles):
        meant = meaning(title) or (_by_content(place, sample) if not title else "")
        if meant == "mobile" and meant in found.values():
            meant = "mobile_again"
        if meant and meant not in found.values():
            found[place] = meant
    return _settled(found, titles)


def _settled(found: dict[int, str], titles: Sequence[str]) -> dict[int, str]:
    """A family's number says nothing without the relation; where only heads are listed, name and
    number are their own.
    """
    meant = set(found.values())
    if "relation" not in meant:
        found = {place: field for place, field in found.items() if field != "household_number"}
    if "head_id" in meant and "id_number" not in meant:
        found = {
            place: "id_number" if field == "head_id" else field for place, field in found.items()
        }
    if not meant & {"full_name", "first_name"}:
        head = key("اسم رب الأسرة")
        for place, title in enumerate(titles):
            if place not in found and head in key(title):
                return {**found, place: "full_name"}
    return found


_CHECKS = (("id_number", check_national_id), ("mobile", check_mobile), ("iban", check_iban))


def _by_content(place: int, sample: Sequence[Sequence[Value]]) -> str:
    """The field of a column without a heading, when nearly all of its cells are numbers of that
    kind.
    """
    cells = [str(row[place]) for row in sample if place < len(row) and row[place] is not None]
    for field, check in _CHECKS:
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
    """The place of a column told by its letter as in Excel, from 0; -1 for what is no letter."""
    return column_of(letters.upper()) if re.fullmatch("[A-Za-z]{1,3}", letters) else -1


def called(place: int, titles: Sequence[str]) -> str:
    """A column by its letter and its heading, as the pages name it."""
    letter = get_column_letter(place + 1)
    return f"{letter}: {titles[place]}" if place < len(titles) and titles[place] else letter


def doubled(titles: Sequence[str]) -> list[str]:
    """Headings that stand above more than one column."""
    said = [title for title in titles if title]
    return sorted({title for title in said if sum(key(title) == key(other) for other in said) > 1})


def fingerprint(titles: Sequence[str]) -> str:
    """A mark of a set of headings, whatever their order, under which the meaning given to them is
    remembered.
    """
    return digest(sorted(key(title) for title in titles if title))


def by_heading(titles: Sequence[str], mapping: Mapping[int, str]) -> dict[str, str]:
    """A mapping to remember: heading → field; a second column of the same heading is told by its
    place among them.
    """
    return {
        _place(titles, place): field
        for place, field in mapping.items()
        if place < len(titles) and titles[place]
    }


def from_headings(titles: Sequence[str], remembered: Mapping[str, str]) -> dict[int, str]:
    """A remembered mapping, for the columns as they stand now."""
    places = {_place(titles, place): place for place, title in enumerate(titles) if title}
    return {
        places[one]: field for one, field in remembered.items() if one in places and field in LABELS
    }


def _place(titles: Sequence[str], place: int) -> str:
    own = key(titles[place])
    return f"{own}#{sum(key(one) == own for one in titles[:place])}"
