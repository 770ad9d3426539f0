"""Files of people as associations keep them, and the steps that bring them, in few words."""

from collections.abc import Sequence
from typing import Any

from tests.cast import NOW
from tests.factories import a_national_id, staff
from tests.sheets import a_workbook
from wasl.beneficiaries import columns
from wasl.beneficiaries.actions import import_checking, import_running, importing
from wasl.beneficiaries.findings import say
from wasl.beneficiaries.models.imports import ImportRow, PeopleImport
from wasl.beneficiaries.queries import imports
from wasl.program.people import iban

HEADINGS = [
    "م",
    "الاسم الرباعي",
    "السجل المدني",
    "تاريخ الميلاد",
    "رقم الجوّال",
    "الجنس",
    "رقم العضوية",
    "عدد الأسهم",
    "الآيبان",
    "المدينة",
]
FIRST = "محمد سعد ناصر خالد فهد سلمان تركي بندر ماجد علي".split()
LAST = "الحربي المطيري الشمري القحطاني العتيبي الدوسري الغامدي السبيعي العنزي الزهراني".split()


def a_member(place: int, **changed: Any) -> list[Any]:
    """A row of the register of members as it stands in the file; columns may be changed by their
    heading.
    """
    row = {
        "م": place,
        "الاسم الرباعي": f"{FIRST[place % 10]} بن {FIRST[place // 10 % 10]} {LAST[place // 100 % 10]} {place}",
        "السجل المدني": a_national_id(7_000_000 + place),
        "تاريخ الميلاد": f"{place % 28 + 1}/{place % 12 + 1}/{1370 + place % 50}",
        "رقم الجوّال": 500_000_000 + place,
        "الجنس": "ذكر",
        "رقم العضوية": f"{place:04d}",
        "عدد الأسهم": place % 90 + 1,
        "الآيبان": iban(70_000 + place),
        "المدينة": "وادي الرند",
    }
    return [(row | changed)[heading] for heading in HEADINGS]


def a_list(rows: Sequence[Sequence[Any]], name: str = "الأعضاء") -> bytes:
    """The rows below their title and headings, as a workbook."""
    return a_workbook((name, [["كشف أعضاء الجمعية العمومية لعام ١٤٤٧هـ"], [], HEADINGS, *rows]))


def handed_in(content: bytes, name: str = "أعضاء.xlsx") -> PeopleImport:
    """A file that Maha has handed in."""
    return importing.upload_import(content=content, name=name, by=staff("maha"), at=NOW)


def checked(
    content: bytes,
    *,
    size: int = 100,
    mapping: dict[int, str] | None = None,
    header: int | None = None,
    **defaults: str,
) -> PeopleImport:
    """The same, its columns taken as they were guessed, and every row checked."""
    source = mapped(content, size=size, mapping=mapping, header=header, **defaults)
    return import_checking.check_rows(source=source, by=staff("maha"), at=NOW)


def mapped(
    content: bytes,
    *,
    size: int = 100,
    mapping: dict[int, str] | None = None,
    header: int | None = None,
    **defaults: str,
) -> PeopleImport:
    """A file whose columns are known and which is about to be checked."""
    source = handed_in(content)
    sheet = imports.surveyed(source)[source.sheet]
    guessed = columns.guess(
        sheet.headings(source.header_row), [row for _n, row in sheet.below(source.header_row)]
    )
    return importing.map_columns(
        source=source, sheet=source.sheet,
        header_row=source.header_row if header is None else header, mapping=mapping or guessed,
        defaults=defaults, batch_size=size, by=staff("maha"), at=NOW, inline=True,
    )  # fmt: skip


def brought(
    source: PeopleImport, batches: Sequence[int] | None = None, *, fills: bool = False
) -> PeopleImport:
    """The chosen batches, brought."""
    maha = staff("maha")
    importing.bring(source=source, batches=batches, fills=fills, by=maha, at=NOW, inline=True)
    return import_running.run_batches(source=source, by=maha, clock=lambda: NOW)


def row(source: PeopleImport, number: int) -> ImportRow:
    """A row of the file by its number."""
    return source.rows.get(number=number)


def said(source: PeopleImport, number: int) -> list[str]:
    """What was found on a row, as people read it."""
    return [say(one).text for one in row(source, number).findings]
