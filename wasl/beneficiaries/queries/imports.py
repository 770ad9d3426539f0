"""Files of people to import: their layout, how their rows compare with the register, and
progress.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import pghistory.models
from django.db.models import Count, F, Q, QuerySet

from wasl.accounts.models import User
from wasl.audit.models import Event
from wasl.beneficiaries import columns
from wasl.beneficiaries.findings import Said, say
from wasl.beneficiaries.models.household import HouseholdMember, HouseholdRole
from wasl.beneficiaries.models.identity import ContactPoint, Identifier
from wasl.beneficiaries.models.imports import (
    ColumnMapping,
    ImportBatch,
    ImportRow,
    PeopleImport,
    RowOutcome,
    RowState,
)
from wasl.beneficiaries.models.naming import PersonName
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.roles import Membership
from wasl.beneficiaries.states import BatchStatus
from wasl.common.cells import Lost, Sheet, Table, Value
from wasl.common.crypto import readable

# SURVEYED and PAGE count rows. MOST_ALIKE caps what one look-up of a chunk may return, so that a
# very common name cannot load half the register.
SURVEYED = 60
PAGE = 50
MOST_ALIKE = 5_000
# The states of batches that can be imported, for the first time or again.
IMPORTABLE = (BatchStatus.WAITING, BatchStatus.FAILED, BatchStatus.UNDONE)
Rows = list[tuple[int, list[Value]]]


@dataclass(frozen=True)
class Surveyed:
    """The first rows of one sheet, stored until the import is closed."""

    sheet: Sheet
    rows: Rows

    def headings(self, header: int) -> list[str]:
        """Return the heading text of each column."""
        return columns.headings(self.sheet, self.rows, header)

    def below(self, header: int) -> Rows:
        """Return the surveyed rows that describe people: those below the headings."""
        return [row for row in self.rows if row[0] > header]

    def filled(self, header: int) -> list[int]:
        """Return the columns that hold a heading or a value, hidden columns included."""
        titles, below = self.headings(header), self.below(header)
        width = len(titles)
        return [
            place
            for place in range(width)
            if titles[place]
            or any(place < len(cells) and cells[place] is not None for _number, cells in below)
        ]


def survey(table: Table) -> str:
    """Return the first rows of every sheet as JSON text, to be stored (encrypted) with the file."""
    sheets = []
    for place, sheet in enumerate(table.sheets):
        rows = [
            [number, [_shown(cell) for cell in cells]]
            for number, cells in islice(table.rows(place), SURVEYED)
        ]
        # Only merged cells within the stored rows can cover a heading; `merge[0]` is the top row.
        above = [list(merge) for merge in sheet.merges if merge[0] <= SURVEYED]
        description = [
            sheet.name,
            sheet.rows,
            sheet.hidden,
            sorted(sheet.hidden_columns),
            above[:200],
        ]
        sheets.append({"sheet": description, "rows": rows})
    return json.dumps(sheets, ensure_ascii=False)


def _shown(cell: Value) -> str | None:
    if cell is None or isinstance(cell, Lost):
        return None
    # A spreadsheet datetime is a `date` too. It has no time zone, so its day is the day as written.
    if isinstance(cell, date):
        return f"{cell.day}/{cell.month}/{cell.year}"
    # Survey cells are for display and for guessing headings; 200 characters are enough for both.
    return str(cell)[:200]


def surveyed(source: PeopleImport) -> list[Surveyed]:
    """Return the surveyed sheets of a file; an empty list once the import is closed."""
    sheets = []
    for entry in json.loads(readable(source.survey) or "[]"):
        name, rows, hidden, columns_, merges = entry["sheet"]
        sheet = Sheet(
            name,
            rows,
            hidden,
            frozenset(columns_),
            tuple((top, left, foot, end) for top, left, foot, end in merges),
        )
        sheets.append(Surveyed(sheet, [(number, cells) for number, cells in entry["rows"]]))
    return sheets


def likeliest(sheets: Sequence[Surveyed]) -> tuple[int, int]:
    """Return the index of the sheet most like a list of people, and its row of headings."""
    best, score = (0, 0), (-1, -1, -1)
    for place, sheet in enumerate(sheets):
        header = likely_header(sheet)
        count = len(
            set(
                columns.guess(
                    sheet.headings(header), [cells for _number, cells in sheet.below(header)]
                ).values()
            )
        )
        # A visible sheet beats a hidden one, then more recognised columns, then more rows.
        if (this := (not sheet.sheet.hidden, count, sheet.sheet.rows)) > score:
            best, score = (place, header), this
    return best


def likely_header(sheet: Surveyed) -> int:
    """Return the row number of the headings: one mapped before, else the row most like headings."""
    marks = {
        columns.fingerprint(sheet.headings(number)): number
        # Reversed, so that of two rows with the same headings the upper one wins.
        for number, _cells in reversed(sheet.rows[:20])
    }
    fingerprints = ColumnMapping.objects.filter(fingerprint__in=marks).values_list(
        "fingerprint", flat=True
    )
    return min((marks[mark] for mark in fingerprints), default=0) or columns.header_row(sheet.rows)


def likely_mapping(source: PeopleImport, chosen: Surveyed, header: int) -> dict[int, str]:
    """Return which field each column holds: as chosen for this file, else as chosen the last time
    under the same headings, else as guessed.
    """
    titles = chosen.headings(header)
    # A mapping belongs to one sheet and one row of headings; after a change of either it is stale.
    if source.mapping and header == source.header_row and chosen == surveyed(source)[source.sheet]:
        return {int(place): field for place, field in source.mapping.items()}
    if remembered := ColumnMapping.objects.filter(fingerprint=columns.fingerprint(titles)).first():
        return columns.from_headings(titles, remembered.fields)
    return columns.guess(titles, [cells for _number, cells in chosen.below(header)])


def doubled_headings(chosen: Surveyed, header: int) -> list[str]:
    """Return the headings that appear above more than one column."""
    return columns.doubled(chosen.headings(header))


def visible_imports(user: User) -> QuerySet[PeopleImport]:
    """Return the imported files that the user may see."""
    return PeopleImport.objects.visible_to(user)


def batches_of(source: PeopleImport) -> QuerySet[ImportBatch]:
    """Return the batches of a file, each with the file."""
    return ImportBatch.objects.select_related("source").filter(source=source)


def imports(user: User) -> list[PeopleImport]:
    """Return the imported files, newest first, at most a hundred."""
    return list(
        PeopleImport.objects.visible_to(user)
        .select_related("uploaded_by")
        .order_by("-uploaded_at")[:100]
    )


# How rows compare with the register


def known_by(blinds: Iterable[str]) -> dict[str, Person]:
    """Return people by the blind index of their first or further number; for a merged file, the
    survivor.
    """
    keys = {blind for blind in blinds if blind}
    holders = Person.objects.filter(id_blind__in=keys).select_related("merged_into")
    people = {str(person.id_blind): person.survivor for person in holders}
    further = Identifier.objects.filter(number_blind__in=keys - set(people)).select_related(
        "person__merged_into"
    )
    return {
        **{identifier.number_blind: identifier.person.survivor for identifier in further},
        **people,
    }


def namesakes(keys: Iterable[str]) -> dict[str, list[tuple[int, date | None, str, str | None]]]:
    """Return people by folded full name: key, birth date, mobile, blind index of the ID number."""
    rows = Person.objects.standing().filter(sort_key__in={name for name in keys if name})
    matches: dict[str, list[tuple[int, date | None, str, str | None]]] = {}
    columns_of_rows = rows.values_list("sort_key", "pk", "birth_date", "mobile", "id_blind")
    for key, pk, birth_date, mobile, id_blind in columns_of_rows[:MOST_ALIKE]:
        matches.setdefault(key, []).append((pk, birth_date, mobile, id_blind))
    return matches


def iban_holders(blinds: Iterable[str]) -> dict[str, tuple[int, str | None]]:
    """Return the holders of these accounts: the person's key and the blind index of their ID
    number.
    """
    rows = Person.objects.standing().filter(iban_blind__in={blind for blind in blinds if blind})
    return {
        iban: (pk, own)
        for iban, pk, own in rows.values_list("iban_blind", "pk", "id_blind")[:MOST_ALIKE]
    }


def number_holders(numbers: Iterable[str]) -> dict[str, int]:
    """Return the keys of the people who hold these membership numbers."""
    memberships = Membership.objects.filter(number__in={number for number in numbers if number})
    return dict(memberships.values_list("number", "person_id"))


def ways_of(people: Iterable[Person]) -> dict[int, set[str]]:
    """Return each person's mobiles and addresses: the mobile on their row and the contact points in
    use.
    """
    reached = {person.pk: {person.mobile} - {""} for person in people}
    points = ContactPoint.objects.filter(person__in=reached, ended_at=None)
    for pk, value in points.values_list("person_id", "value"):
        reached[pk].add(value)
    return reached


def members_among(people: Iterable[int]) -> set[int]:
    """Return the keys of those people who hold a membership today."""
    return set(
        Membership.objects.filter(person__in=people, ended_date=None).values_list(
            "person_id", flat=True
        )
    )


def heads_of(source: PeopleImport, households: Iterable[str]) -> dict[str, Person]:
    """Return the head of each family: a row of the same file that was imported or is known, or the
    person in the register with that ID number.
    """
    keys = set(households)
    rows = source.rows.filter(household__in=keys, role=HouseholdRole.HEAD).select_related(
        "person", "known"
    )
    heads = {row.household: person for row in rows if (person := row.person or row.known)}
    return {**known_by(keys - set(heads)), **heads}


# Pages


ROW_FILTERS = {
    "error": Q(state=RowState.ERROR),
    "warning": Q(state=RowState.READY, severity=2),
    "known": Q(state=RowState.KNOWN),
    "ready": Q(state=RowState.READY),
    "left": Q(state=RowState.READY, is_chosen=False),
    "skipped": Q(state=RowState.SKIPPED),
}


@dataclass(frozen=True)
class RowLine:
    """A row as the page of findings shows it.

    `unread` lists the cells that are not imported, each with the name of its column.
    """

    row: ImportRow
    findings: list[Said]
    unread: list[tuple[str, str]]

    @property
    def may_choose(self) -> bool:
        return self.row.state == RowState.READY and self.row.outcome in ("", RowOutcome.UNDONE)


def rows_page(source: PeopleImport, which: str, code: str, after: int) -> tuple[list[RowLine], int]:
    """Return a page of rows in file order, and the row number after which the next page begins (0
    when there is none).
    """
    rows = filtered(source, which, code).filter(number__gt=after).order_by("number")
    # One row more than the page tells whether another page follows, without counting the rows.
    page = list(rows[: PAGE + 1])
    following = page[PAGE - 1].number if len(page) > PAGE else 0
    titles = _titles(source)
    return [_line(row, titles) for row in page[:PAGE]], following


def _titles(source: PeopleImport) -> list[str]:
    sheets = surveyed(source)
    return sheets[source.sheet].headings(source.header_row) if sheets else []


def _line(row: ImportRow, titles: Sequence[str]) -> RowLine:
    return RowLine(row, [say(finding) for finding in row.findings], unread(row, titles))


def unread(row: ImportRow, titles: Sequence[str]) -> list[tuple[str, str]]:
    """Return what the register will not hold, by column: the cells that were not imported, or all
    of a row that is not imported.
    """
    payload = json.loads(readable(row.payload) or "{}")
    cells = dict(payload.get("unread", {}))
    # Such a row is imported without its household, so its family number is lost as well.
    if "household_alone" in row.codes:
        cells |= payload["roles"].get("family", {})
    places = sorted((columns.place_of(letters), text) for letters, text in cells.items())
    lines = [(columns.called(place, titles), text) for place, text in places]
    return lines if row.state == RowState.READY else [*lines, *_held(payload)]


def _held(payload: dict[str, Any]) -> list[tuple[str, str]]:
    values = {
        field: payload.get("given", {}).get(field) or payload.get("roles", {}).get(field)
        for field in columns.FIELDS
    }
    texts = {
        field: value["written"] if isinstance(value, dict) else value
        for field, value in values.items()
        if value
    }
    further = [
        ("mobile_again", contact["value"])
        for contact in payload.get("roles", {}).get("contacts", ())
    ]
    return [(str(columns.LABELS[field]), str(value)) for field, value in [*texts.items(), *further]]


def filtered(source: PeopleImport, which: str, code: str) -> QuerySet[ImportRow]:
    """Return the rows in one filter, narrowed to one finding when `code` is given."""
    rows = source.rows.filter(ROW_FILTERS.get(which, Q()))
    return rows.filter(codes__contains=[code]) if code else rows


def all_rows(source: PeopleImport) -> Iterator[RowLine]:
    """Yield every row with its findings in file order, reading a thousand rows at a time."""
    titles = _titles(source)
    for row in source.rows.order_by("number").iterator(chunk_size=1_000):
        yield _line(row, titles)


def batches(source: PeopleImport) -> list[ImportBatch]:
    """Return the batches, each annotated with `chosen`: how many of its rows are chosen and still
    importable.
    """
    chosen = Q(
        rows__is_chosen=True, rows__state=RowState.READY, rows__outcome__in=("", RowOutcome.UNDONE)
    )
    counted = source.batches.annotate(chosen=Count("rows", filter=chosen))
    return list(counted.select_related("ran_by").order_by("number"))


def next_batch_number(source: PeopleImport) -> int | None:
    """Return the number of the first batch that can be imported; None when there is none."""
    return (
        source.batches.filter(status__in=IMPORTABLE)
        .order_by("number")
        .values_list("number", flat=True)
        .first()
    )


def import_progress(source: PeopleImport) -> dict[str, int]:
    """Return the progress: rows read of those expected, batches finished of those requested."""
    by_status = dict(source.batches.values_list("status").annotate(Count("id")))
    waiting = by_status.get(BatchStatus.CHOSEN, 0)
    through = sum(by_status.get(status, 0) for status in (BatchStatus.DONE, BatchStatus.FAILED))
    return {
        "read": source.rows_read,
        # A sheet states its own size, and may state too small a one.
        "expected": max(source.rows_expected, source.rows_read),
        "through": through,
        "asked": through + waiting,
        "waiting": waiting,
    }


def tally(source: PeopleImport) -> dict[str, Any]:
    """Count the rows in each state and the rows with each finding; called once, when the check
    ends.
    """
    states = dict(source.rows.values_list("state").annotate(Count("id")))
    warned = source.rows.filter(ROW_FILTERS["warning"]).count()
    left = source.rows.filter(ROW_FILTERS["left"]).count()
    codes: dict[str, int] = {}
    # A row has several codes in one array, so they are counted here, as a stream.
    for (row_codes,) in (
        source.rows.exclude(codes=[]).values_list("codes").iterator(chunk_size=5_000)
    ):
        for code in row_codes:
            codes[code] = codes.get(code, 0) + 1
    return {**states, "warning": warned, "left": left, "codes": codes}


# Undoing


# Models whose rows the import itself makes. A row of these alone is no sign of use; a later one is
# looked for below.
OWN = (ImportRow, Membership, HouseholdMember, PersonName, ContactPoint)


def used(people: Iterable[int], ran_at: datetime) -> set[int]:
    """Return the people on whom something was built since a batch imported them: a case, a
    document, a correction or another import row.
    """
    pks = set(people)
    used_pks = {int(pk) for pk in _events(pks, ran_at)}
    # Read from the models, so that a table added later counts as use without a change here (ADR
    # 29).
    for relation in Person._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        # History rows are written for every change, the import's own included, so they prove
        # nothing.
        if model in OWN or issubclass(model, pghistory.models.Event):
            continue
        used_pks |= set(
            model._default_manager.filter(**{f"{name}__in": pks}).values_list(
                f"{name}_id", flat=True
            )
        )
    for rows in (
        Membership.objects.all(),
        HouseholdMember.objects.all(),
        ContactPoint.objects.all(),
    ):
        # A batch is one transaction and stamps its rows with `ran_at`; any other moment is later
        # work.
        later = rows.filter(person__in=pks).exclude(added_at=ran_at)
        used_pks |= set(later.values_list("person_id", flat=True))
    return used_pks | _kin(used_pks, pks)


def _events(people: set[int], ran_at: datetime) -> QuerySet[Any, str]:
    """Return the people with audit events other than the import itself and reads of the file."""
    events = Event.objects.filter(
        root_type=Person._meta.label_lower, root_id__in=[str(pk) for pk in people]
    )
    return (
        events.exclude(verb="beneficiaries.view")
        .exclude(at=ran_at)
        .values_list("root_id", flat=True)
        .distinct()
    )


def _kin(pks: set[int], among: set[int]) -> set[int]:
    """Return those who live with somebody who stays: a family leaves or stays together (ADR 29)."""
    homes = HouseholdMember.objects.filter(person__in=pks, until_date=None).values("household")
    relatives = HouseholdMember.objects.filter(
        household__in=homes, until_date=None, person__in=among
    )
    return set(relatives.values_list("person_id", flat=True))


CORRECTIONS = ("beneficiaries.correct", "beneficiaries.bring_change")


def corrected_since(people: Iterable[int], ran_at: datetime) -> set[int]:
    """Return the people whose data was corrected after a batch completed it."""
    events = Event.objects.filter(verb__in=CORRECTIONS, root_id__in=[str(pk) for pk in people])
    later = events.filter(root_type=Person._meta.label_lower, at__gt=ran_at)
    return {int(pk) for pk in later.values_list("root_id", flat=True)}


def staying(batch: ImportBatch) -> tuple[list[Person], int]:
    """Return the people who would stay if the batch were undone: the first fifty by name, and the
    total.
    """
    if batch.ran_at is None:
        return [], 0
    people = batch.rows.filter(outcome=RowOutcome.CREATED, person__isnull=False).values_list(
        "person_id", flat=True
    )
    stay = used([pk for pk in people if pk], batch.ran_at) & set(people)
    # The page names fifty and counts the rest.
    return list(Person.objects.filter(pk__in=sorted(stay)).order_by("sort_key", "pk")[:50]), len(
        stay
    )


# Taking out


@dataclass(frozen=True)
class Member:
    """One line of the register of members."""

    membership: Membership
    person: Person


def count_members(only_active: bool) -> int:
    """Count the memberships in the register of members."""
    rows = Membership.objects.filter(ended_date=None) if only_active else Membership.objects.all()
    return rows.count()


def members(only_active: bool) -> Iterator[Member]:
    """Yield the register of members of the general assembly by day of joining; ended memberships
    only when `only_active` is false.
    """
    rows = Membership.objects.select_related("person").order_by(
        F("joined_date").asc(nulls_last=True), "number", "pk"
    )
    rows = rows.filter(ended_date=None) if only_active else rows
    for membership in rows.iterator(chunk_size=1_000):
        yield Member(membership, membership.person)
