"""Files that are brought: what they look like, how they compare with the register, and how far they
are.
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
from wasl.beneficiaries.models import (
    ColumnMapping,
    ContactPoint,
    HouseholdMember,
    HouseholdRole,
    Identifier,
    ImportBatch,
    ImportRow,
    Membership,
    PeopleImport,
    Person,
    PersonName,
    RowOutcome,
    RowState,
)
from wasl.beneficiaries.states import BatchStatus
from wasl.common.cells import Lost, Sheet, Table, Value
from wasl.common.crypto import readable

SURVEYED = 60
PREVIEWED = 5
PAGE = 50
MOST_ALIKE = 5_000
Rows = list[tuple[int, list[Value]]]


@dataclass(frozen=True)
class Surveyed:
    """The head of one sheet, as it is kept until the file is closed."""

    sheet: Sheet
    rows: Rows

    def headings(self, header: int) -> list[str]:
        """The text above each column."""
        return columns.headings(self.sheet, self.rows, header)

    def below(self, header: int) -> Rows:
        """The first rows of people."""
        return [row for row in self.rows if row[0] > header]

    def filled(self, header: int) -> list[int]:
        """The columns that hold something, hidden ones included."""
        titles, below = self.headings(header), self.below(header)
        width = len(titles)
        return [
            place
            for place in range(width)
            if titles[place]
            or any(place < len(cells) and cells[place] is not None for _number, cells in below)
        ]


def survey(table: Table) -> str:
    """The head of every sheet as text, to be kept (encrypted) with the file."""
    sheets = []
    for place, sheet in enumerate(table.sheets):
        rows = [
            [number, [_shown(cell) for cell in cells]]
            for number, cells in islice(table.rows(place), SURVEYED)
        ]
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
    if isinstance(
        cell, date
    ):  # a moment of a spreadsheet too: it has no zone, so its day is the one written
        return f"{cell.day}/{cell.month}/{cell.year}"
    return str(cell)[:200]


def surveyed(source: PeopleImport) -> list[Surveyed]:
    """The heads of the file's sheets; none once it is closed."""
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
    """The sheet that looks most like a list of people, and the row of its headings."""
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
        if (this := (not sheet.sheet.hidden, count, sheet.sheet.rows)) > score:
            best, score = (place, header), this
    return best


def likely_header(sheet: Surveyed) -> int:
    """The row of a sheet whose headings were told before; else the row that looks most like
    headings.
    """
    marks = {
        columns.fingerprint(sheet.headings(number)): number
        for number, _cells in reversed(sheet.rows[:20])
    }
    fingerprints = ColumnMapping.objects.filter(fingerprint__in=marks).values_list(
        "fingerprint", flat=True
    )
    return min((marks[mark] for mark in fingerprints), default=0) or columns.header_row(sheet.rows)


def likely_mapping(source: PeopleImport, chosen: Surveyed, header: int) -> dict[int, str]:
    """What the columns hold: as told for this file, else as told the last time under these
    headings, else as guessed.
    """
    titles = chosen.headings(header)
    if source.mapping and header == source.header_row and chosen == surveyed(source)[source.sheet]:
        return {int(place): field for place, field in source.mapping.items()}
    if remembered := ColumnMapping.objects.filter(fingerprint=columns.fingerprint(titles)).first():
        return columns.from_headings(titles, remembered.fields)
    return columns.guess(titles, [cells for _number, cells in chosen.below(header)])


def doubled_headings(chosen: Surveyed, header: int) -> list[str]:
    """Headings that stand above more than one column."""
    return columns.doubled(chosen.headings(header))


def imports(user: User) -> list[PeopleImport]:
    """The files that were brought, newest first, at most a hundred."""
    return list(
        PeopleImport.objects.visible_to(user)
        .select_related("uploaded_by")
        .order_by("-uploaded_at")[:100]
    )


# How rows compare with the register


def known_by(blinds: Iterable[str]) -> dict[str, Person]:
    """The people who hold these numbers, as a first or a further number; of a merged file the one
    that stands.
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
    """Who bears these names, by folded name: number, birth, mobile, blind of the ID."""
    rows = Person.objects.standing().filter(sort_key__in={name for name in keys if name})
    matches: dict[str, list[tuple[int, date | None, str, str | None]]] = {}
    for key, *details in rows.values_list("sort_key", "pk", "birth_date", "mobile", "id_blind")[
        :MOST_ALIKE
    ]:
        matches.setdefault(key, []).append((details[0], details[1], details[2], details[3]))
    return matches


def iban_holders(blinds: Iterable[str]) -> dict[str, tuple[int, str | None]]:
    """Whose these accounts are: the person and the blind of their ID."""
    rows = Person.objects.standing().filter(iban_blind__in={blind for blind in blinds if blind})
    return {
        iban: (pk, own)
        for iban, pk, own in rows.values_list("iban_blind", "pk", "id_blind")[:MOST_ALIKE]
    }


def number_holders(numbers: Iterable[str]) -> dict[str, int]:
    """Who holds these membership numbers."""
    memberships = Membership.objects.filter(number__in={number for number in numbers if number})
    return dict(memberships.values_list("number", "person_id"))


def ways_of(people: Iterable[Person]) -> dict[int, set[str]]:
    """Where each of these people is reached: the mobile on their row, and the further ways in
    use.
    """
    reached = {person.pk: {person.mobile} - {""} for person in people}
    points = ContactPoint.objects.filter(person__in=reached, ended_at=None)
    for pk, value in points.values_list("person_id", "value"):
        reached[pk].add(value)
    return reached


def members_among(people: Iterable[int]) -> set[int]:
    """Who of these is a member today."""
    return set(
        Membership.objects.filter(person__in=people, ended_date=None).values_list(
            "person_id", flat=True
        )
    )


def heads_of(source: PeopleImport, households: Iterable[str]) -> dict[str, Person]:
    """Who heads these families: somebody of the same file who was brought or is known, or who has
    that ID number.
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
    """A row as the page of findings shows it; `unread` is what of it is not brought, each with
    where it stands.
    """

    row: ImportRow
    said: list[Said]
    unread: list[tuple[str, str]]

    @property
    def may_choose(self) -> bool:
        return self.row.state == RowState.READY and self.row.outcome in ("", RowOutcome.UNDONE)


def rows_page(source: PeopleImport, which: str, code: str, after: int) -> tuple[list[RowLine], int]:
    """A page of rows in the order of the file, and after which row the next page begins (0: no
    more).
    """
    rows = filtered(source, which, code).filter(number__gt=after).order_by("number")
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
    """What the register will not hold: cells that were not taken, by column; of a row that does not
    come, all of it.
    """
    payload = json.loads(readable(row.payload) or "{}")
    cells = dict(payload.get("unread", {}))
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
    """The rows of a kind, or with a certain finding."""
    rows = source.rows.filter(ROW_FILTERS.get(which, Q()))
    return rows.filter(codes__contains=[code]) if code else rows


def all_rows(source: PeopleImport) -> Iterator[RowLine]:
    """Every row with its findings, in the order of the file, a few at a time."""
    titles = _titles(source)
    for row in source.rows.order_by("number").iterator(chunk_size=1_000):
        yield _line(row, titles)


def batches(source: PeopleImport) -> list[ImportBatch]:
    """The batches with how many of their rows are chosen and can still be brought."""
    chosen = Q(
        rows__is_chosen=True, rows__state=RowState.READY, rows__outcome__in=("", RowOutcome.UNDONE)
    )
    counted = source.batches.annotate(chosen=Count("rows", filter=chosen))
    return list(counted.select_related("ran_by").order_by("number"))


def import_progress(source: PeopleImport) -> dict[str, int]:
    """How far the work is: rows read of those expected, or batches through of those asked for."""
    by_status = dict(source.batches.values_list("status").annotate(Count("id")))
    waiting = by_status.get(BatchStatus.CHOSEN, 0)
    through = sum(by_status.get(status, 0) for status in (BatchStatus.DONE, BatchStatus.FAILED))
    return {
        "read": source.rows_read,
        "expected": max(source.rows_expected, source.rows_read),
        "through": through,
        "asked": through + waiting,
        "waiting": waiting,
    }


def tally(source: PeopleImport) -> dict[str, Any]:
    """How many rows are in each state, and how many have each finding; counted once, when the check
    ends.
    """
    states = dict(source.rows.values_list("state").annotate(Count("id")))
    warned = source.rows.filter(ROW_FILTERS["warning"]).count()
    left = source.rows.filter(ROW_FILTERS["left"]).count()
    codes: dict[str, int] = {}
    for (row_codes,) in (
        source.rows.exclude(codes=[]).values_list("codes").iterator(chunk_size=5_000)
    ):
        for code in row_codes:
            codes[code] = codes.get(code, 0) + 1
    return {**states, "warning": warned, "left": left, "codes": codes}


# Undoing


OWN = (ImportRow, Membership, HouseholdMember, PersonName, ContactPoint)


def used(people: Iterable[int], ran_at: datetime) -> set[int]:
    """Whom something has been built on since a batch brought them: a case, a document, a
    correction, another row.
    """
    pks = set(people)
    used_pks = {int(pk) for pk in _events(pks, ran_at)}
    for relation in Person._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model in OWN or issubclass(model, pghistory.models.Event):  # type: ignore[arg-type]
            continue
        used_pks |= set(
            model._default_manager.filter(**{f"{name}__in": pks}).values_list(
                f"{name}_id", flat=True
            )
        )  # type: ignore[union-attr]
    for rows in (
        Membership.objects.all(),
        HouseholdMember.objects.all(),
        ContactPoint.objects.all(),
    ):
        later = rows.filter(person__in=pks).exclude(added_at=ran_at)
        used_pks |= set(later.values_list("person_id", flat=True))
    return used_pks | _kin(used_pks, pks)


def _events(people: set[int], ran_at: datetime) -> QuerySet[Any, str]:
    """What the trail knows to have happened to them beside being brought and being read."""
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
    """Who lives in one household with somebody who stays, stays as well."""
    homes = HouseholdMember.objects.filter(person__in=pks, until_date=None).values("household")
    relatives = HouseholdMember.objects.filter(
        household__in=homes, until_date=None, person__in=among
    )
    return set(relatives.values_list("person_id", flat=True))


CORRECTIONS = ("beneficiaries.correct", "beneficiaries.bring_change")


def corrected_since(people: Iterable[int], ran_at: datetime) -> set[int]:
    """Whose data somebody corrected after a batch completed it."""
    events = Event.objects.filter(verb__in=CORRECTIONS, root_id__in=[str(pk) for pk in people])
    later = events.filter(root_type=Person._meta.label_lower, at__gt=ran_at)
    return {int(pk) for pk in later.values_list("root_id", flat=True)}


def staying(batch: ImportBatch) -> tuple[list[Person], int]:
    """Who of a batch would stay if it were undone, the first fifty by name, and how many they
    are.
    """
    if batch.ran_at is None:
        return [], 0
    people = batch.rows.filter(outcome=RowOutcome.CREATED, person__isnull=False).values_list(
        "person_id", flat=True
    )
    stay = used([pk for pk in people if pk], batch.ran_at) & set(people)
    return list(Person.objects.filter(pk__in=sorted(stay)).order_by("sort_key", "pk")[:50]), len(
        stay
    )


# Taking out


@dataclass(frozen=True)
class Member:
    """A line of the register of members."""

    membership: Membership
    person: Person


def count_members(only_active: bool) -> int:
    """How many stand in the register of members."""
    rows = Membership.objects.filter(ended_date=None) if only_active else Membership.objects.all()
    return rows.count()


def members(only_active: bool) -> Iterator[Member]:
    """The register of members of the general assembly, by number; whoever has ended stands in it
    only when asked.
    """
    rows = Membership.objects.select_related("person").order_by(
        F("joined_date").asc(nulls_last=True), "number", "pk"
    )
    rows = rows.filter(ended_date=None) if only_active else rows
    for membership in rows.iterator(chunk_size=1_000):
        yield Member(membership, membership.person)
