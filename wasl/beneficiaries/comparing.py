"""Compare the rows of a file with the register and with each other, and divide them into batches.

Finds who is known already, who is there twice, and which rows are one family.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Count, F, QuerySet, Window

from wasl.beneficiaries.findings import ERROR, NOTE, WARNING, Finding
from wasl.beneficiaries.kinship import LONE
from wasl.beneficiaries.models.household import HouseholdRole
from wasl.beneficiaries.models.imports import ImportRow, PeopleImport, RowState
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import imports
from wasl.beneficiaries.reading import Draft
from wasl.common.crypto import readable
from wasl.common.dates import WrittenDate

# Fields that a row may complete on a known person. A field that differs is only reported.
COMPARED = (
    "mobile", "email", "iban", "city", "district", "street", "building_number", "postal_code",
    "additional_number", "short_address", "known_as", "latin_name", "marital_status",
)  # fmt: skip
# More rows than CROWD with one mobile are reported. Up to FAMILY rows of one household stay in one
# batch (see `divide`).
CROWD, FAMILY = 8, 100
# More rows than these under one name are no people but a mistake. They are compared so many at a
# time: comparing all with all would take the square of their number.
NAMESAKES = 200
# Rows with these findings are not chosen by themselves: an officer has to look first.
LEFT_OUT = {
    "likely",
    "twin",
    "head_waits",
    "gender_conflict",
}


def _state_of(draft: Draft) -> RowState:
    if draft.skipped:
        return RowState.SKIPPED
    return RowState.ERROR if draft.severity == ERROR else RowState.READY


def row_of(source: PeopleImport, draft: Draft) -> ImportRow:
    """Return a draft as a row to be stored."""
    keys, roles = draft.keys, draft.roles
    return ImportRow(
        source=source, number=draft.number, name=draft.person_data.get("full_name", "")[:300],
        sort_key=keys.get("sort_key", ""), payload=packed(draft.person_data, roles, draft.unread),
        id_blind=keys.get("id_blind") or "", mobile=keys.get("mobile", ""),
        birth_date=keys.get("birth_date"), member_number=roles.get("member_number", ""),
        household=roles.get("household", ""), role=roles.get("role", ""),
        state=_state_of(draft),
    )  # fmt: skip


def packed(data: dict[str, Any], roles: dict[str, Any], unread: dict[str, str]) -> str:
    """Return a row's data, and the cells that are not taken, as text to be encrypted."""
    return json.dumps(
        {"given": data, "roles": roles, "unread": unread}, ensure_ascii=False, default=_plain
    )


def _plain(value: object) -> Any:
    if isinstance(value, WrittenDate):
        return {"day": value.day.isoformat(), "written": value.text, "calendar": value.calendar}
    raise TypeError(type(value).__name__)


def unpacked(row: ImportRow) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a row's data about the person and about their roles."""
    payload = json.loads(readable(row.payload))
    for part, name in ((payload["given"], "birth"), (payload["roles"], "joined")):
        if day := part.get(name):
            part[name] = WrittenDate(
                date.fromisoformat(day["day"]), day["written"], day["calendar"]
            )
    return payload["given"], payload["roles"]


def settle(row: ImportRow, findings: Iterable[Finding]) -> None:
    """Write the findings onto the row, with the state that follows from them."""
    entries = [finding.kept() for finding in findings]
    row.findings = entries
    row.codes = sorted({entry["code"] for entry in entries})
    row.severity = max((entry["severity"] for entry in entries), default=0)
    if row.severity == ERROR and row.state != RowState.SKIPPED:
        row.state = RowState.ERROR
    row.is_chosen = row.state == RowState.READY and not LEFT_OUT & set(row.codes)


# Against the register


def with_register(rows: Sequence[ImportRow], drafts: Sequence[Draft]) -> None:
    """Compare a chunk of rows with the register.

    By number for people who are known, by name, mobile, account and membership for those who look
    alike.
    """
    existing = imports.known_by(row.id_blind for row in rows)
    alike = imports.namesakes(row.sort_key for row in rows if row.id_blind not in existing)
    accounts = imports.iban_holders(draft.keys.get("iban_blind", "") for draft in drafts)
    numbers = imports.number_holders(row.member_number for row in rows)
    members = imports.members_among(person.pk for person in existing.values())
    reached = imports.ways_of(existing.values())
    for row, draft in zip(rows, drafts, strict=True):
        if row.state != RowState.SKIPPED:
            person = existing.get(row.id_blind) if row.id_blind else None
            if person:
                _known(row, draft, person, person.pk in members, reached[person.pk])
            else:
                _alike(row, draft, alike.get(row.sort_key, []))
                _account(draft, accounts.get(draft.keys.get("iban_blind", "")))
            holder = numbers.get(row.member_number)
            if holder and (person is None or holder != person.pk):
                draft.find("member_number_held", ERROR, "member_number", person=holder)
        settle(row, draft.findings)


def _known(
    row: ImportRow, draft: Draft, person: Person, is_member: bool, reached: set[str]
) -> None:
    """Note what a row and a known person have in common.

    A file never changes a known person: differences are reported, and what is missing is offered.
    """
    row.known = person
    if row.state == RowState.READY:
        row.state = RowState.KNOWN
    same = _same_name(row.sort_key, person.sort_key)
    draft.find("known" if same else "known_other_name", NOTE if same else WARNING, person=person.pk)
    differs, lacks = [], []
    for field in COMPARED:
        existing_value, new_value = (
            getattr(person, field),
            draft.keys.get(field) or draft.person_data.get(field),
        )
        if new_value and not existing_value:
            lacks.append(field)
        elif new_value and existing_value != new_value:
            differs.append(field)
    if row.birth_date and person.birth_date != row.birth_date:
        (differs if person.birth_date else lacks).append("birth")
    if row.member_number and not is_member:
        lacks.append("member_number")
    if any(contact["value"] not in reached for contact in draft.roles.get("contacts", ())):
        lacks.append("contacts")
    if differs:
        draft.find("differs", NOTE, fields=differs)
    # Under another name the number may be mistyped, and the row somebody else's.
    if lacks and same:
        draft.find("fill", NOTE, fields=lacks)
        row.filled = lacks


def _same_name(name: str, other_name: str) -> bool:
    """Return whether one name is within the other: «محمد الحربي» is «محمد بن سعد الحربي»."""
    words, other_words = set(name.split()), set(other_name.split())
    return words <= other_words or other_words <= words


def _alike(
    row: ImportRow, draft: Draft, namesakes: Sequence[tuple[int, date | None, str, str | None]]
) -> None:
    for person, birth, mobile, _blind in namesakes:
        if row.birth_date and birth == row.birth_date:
            draft.find("likely", WARNING, person=person, same="birth")
            return
        if row.mobile and mobile == row.mobile:
            draft.find("likely", WARNING, person=person, same="mobile")
            return
    if namesakes:
        # Two ID numbers are two people, however they are called; without one nobody can tell.
        person, _birth, _mobile, number = namesakes[0]
        draft.find("namesake", NOTE if number and row.id_blind else WARNING, person=person)


def _account(draft: Draft, holder: tuple[int, str | None] | None) -> None:
    if holder:
        draft.find("shared_iban", WARNING, "iban", person=holder[0])


# Against each other


def with_each_other(source: PeopleImport) -> None:
    """Find the rows of one file that contradict each other about a person, a number or a family."""
    # Order matters: heads and lone widows are settled before families are judged, and
    # `_held_with_head` comes last, since it looks at what every step before refused.
    _heads(source)
    _lone(source)
    _grouped(source, "id_blind", _same_id)
    _grouped(source, "member_number", _same_number)
    _grouped(source, "household", _two_heads, role=HouseholdRole.HEAD)
    _grouped(source, "sort_key", _twins, most=NAMESAKES)
    _crowded(source)
    _headless(source)
    _held_with_head(source)


Group = list[ImportRow]
WRITTEN = ("state", "severity", "is_chosen", "codes", "findings")
Item = TypeVar("Item")


def _rows(source: PeopleImport) -> QuerySet[ImportRow]:
    return source.rows.exclude(state=RowState.SKIPPED)


def _grouped(
    source: PeopleImport,
    column: str,
    judge: Callable[[Group], None],
    *,
    most: int | None = None,
    **only: str,
) -> None:
    """Judge every group of rows that share a value, and write them back; one pass over the rows.

    A group of more than `most` is judged part by part.
    """
    rows = _rows(source).filter(**only).exclude(**{column: ""})
    # The window counts the sharers in the database, so that rows that are alone are never read.
    # They come sorted by the column, and `groupby` needs no more than that.
    sharing = rows.annotate(sharers=Window(Count("pk"), partition_by=F(column))).filter(
        sharers__gt=1
    )
    # The payload is encrypted: deciphering it for every row costs, and no judge reads it.
    stream = sharing.order_by(column, "number").defer("payload").iterator(chunk_size=1_000)
    for many in _some(groupby(stream, key=lambda row: getattr(row, column)), most):
        changed = []
        for group in many:
            judge(group)
            changed += group
        ImportRow.objects.bulk_update(changed, WRITTEN, batch_size=500)


def _some(
    groups: Iterable[tuple[str, Iterator[ImportRow]]], most: int | None
) -> Iterator[list[Group]]:
    waiting: list[Group] = []
    for _value, members in groups:
        while part := list(islice(members, most)):
            waiting.append(part)
            if sum(map(len, waiting)) >= 1_000:
                yield waiting
                waiting = []
    yield waiting


def _add(found_on: ImportRow, code: str, severity: int, field: str = "", **values: Any) -> None:
    findings = [
        Finding(finding["code"], finding["severity"], finding["field"], finding["values"])
        for finding in found_on.findings
    ]
    settle(found_on, [*findings, Finding(code, severity, field, values)])


def _same_id(group: Group) -> None:
    first = group[0]
    for row in group[1:]:
        if _same_name(first.sort_key, row.sort_key):
            row.state = RowState.SKIPPED
            _add(row, "repeated", WARNING, "id_number", row=first.number)
        else:
            _add(row, "same_id_other_name", ERROR, "id_number", row=first.number)
            _add(first, "same_id_other_name", ERROR, "id_number", row=row.number)


def _same_number(group: Group) -> None:
    for row in group:
        other_row = next(candidate for candidate in group if candidate is not row)
        _add(row, "same_member_number", ERROR, "member_number", row=other_row.number)


def _two_heads(group: Group) -> None:
    for row in group:
        other_row = next(candidate for candidate in group if candidate is not row)
        _add(row, "two_heads", ERROR, "relation", row=other_row.number)


def _twins(group: Group) -> None:
    for place, row in enumerate(group):
        twin = next((candidate for candidate in group[:place] if _are_twins(candidate, row)), None)
        if twin and row.state == RowState.READY:
            _add(row, "twin", WARNING, "full_name", row=twin.number)


def _are_twins(row: ImportRow, other_row: ImportRow) -> bool:
    if row.id_blind and row.id_blind == other_row.id_blind:
        return False  # said already
    if row.household and other_row.household and row.household != other_row.household:
        return False  # children of two families
    same_birth = row.birth_date is not None and row.birth_date == other_row.birth_date
    births_apart = row.birth_date and other_row.birth_date and not same_birth
    return same_birth or (not births_apart and not (row.id_blind and other_row.id_blind))


def _crowded(source: PeopleImport) -> None:
    rows = _rows(source).exclude(mobile="")
    crowds = dict(rows.values_list("mobile").annotate(count=Count("pk")).filter(count__gt=CROWD))
    for mobile, count in crowds.items():
        for crowd in _parts(rows.filter(mobile=mobile)):
            for row in crowd:
                _add(row, "crowded_mobile", WARNING, "mobile", count=count)
            ImportRow.objects.bulk_update(crowd, WRITTEN, batch_size=500)


def _heads(source: PeopleImport) -> None:
    """Make rows the head of the family whose other rows name their ID number as the head's.

    Such a row does not always say itself that it heads a family.
    """
    named = set(_rows(source).exclude(household="").values_list("household", flat=True).distinct())
    if named:
        single = (
            _rows(source).filter(household="").exclude(id_blind="").values_list("pk", "id_blind")
        )
        heads = [pk for pk, own in single.iterator(chunk_size=5_000) if own in named]
        for some in _thousands(heads):
            ImportRow.objects.filter(pk__in=some).update(
                household=F("id_blind"), role=HouseholdRole.HEAD
            )


def _lone(source: PeopleImport) -> None:
    """Make a widow the head of her family where it has no other; else she is another relative."""
    rows = _rows(source).filter(role=LONE).exclude(household="")
    counts = dict(rows.values_list("household").annotate(Count("pk")))
    for some in _thousands(sorted(counts)):
        heads = _rows(source).filter(household__in=some, role=HouseholdRole.HEAD)
        headed = set(heads.values_list("household", flat=True)) | set(imports.known_by(some))
        for lone in _parts(rows.filter(household__in=some)):
            for row in lone:
                is_head = row.household not in headed and counts[row.household] == 1
                row.role = HouseholdRole.HEAD if is_head else HouseholdRole.OTHER
                code = "lone_head" if is_head else "relation_unknown"
                _add(row, code, NOTE if is_head else WARNING, "relation", shown=_relation(row))
            ImportRow.objects.bulk_update(lone, ["role", *WRITTEN], batch_size=500)


def _relation(row: ImportRow) -> str:
    return str(json.loads(readable(row.payload))["roles"].get("relation", "-"))


def _headless(source: PeopleImport) -> None:
    """Report families whose head is neither on another row nor in the register."""
    rows = _rows(source).exclude(household="")
    headed = set(rows.filter(role=HouseholdRole.HEAD).values_list("household", flat=True))
    households = sorted(set(rows.values_list("household", flat=True).distinct()) - headed)
    for some in _thousands(households):
        existing = imports.known_by(some)
        for alone in _parts(
            rows.filter(
                household__in=[household for household in some if household not in existing]
            )
        ):
            for row in alone:
                _add(row, "household_alone", WARNING, "relation")
                # The person comes all the same, without the family.
                row.household = ""
            ImportRow.objects.bulk_update(alone, ["household", *WRITTEN], batch_size=500)


def _held_with_head(source: PeopleImport) -> None:
    """Let a family wait for its head.

    A head that cannot be brought keeps the others out; one that waits for an officer lets them
    wait.
    """
    heads = (
        _rows(source)
        .exclude(household="")
        .filter(role=HouseholdRole.HEAD)
        .exclude(state=RowState.KNOWN)
    )
    # A row whose head does not come would hold its whole batch back (`import_running._house`). Left
    # out here, its family alone waits (ADR 29).
    waits = dict(heads.filter(is_chosen=False).values_list("household", "number"))
    come = set(
        heads.filter(is_chosen=True, household__in=waits).values_list("household", flat=True)
    )
    for some in _thousands(sorted(set(waits) - come)):
        existing = imports.known_by(some)
        households = [household for household in some if household not in existing]
        refused = set(
            heads.filter(household__in=households, state=RowState.ERROR).values_list(
                "household", flat=True
            )
        )
        for part in _parts(_rows(source).filter(household__in=households, state=RowState.READY)):
            for row in part:
                if row.role != HouseholdRole.HEAD:
                    code, grave = (
                        ("head_refused", ERROR)
                        if row.household in refused
                        else ("head_waits", WARNING)
                    )
                    _add(row, code, grave, "relation", row=waits[row.household])
            ImportRow.objects.bulk_update(part, WRITTEN, batch_size=500)


def _parts(rows: QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    """Yield the rows a thousand at a time.

    One mobile or one family may be on every row of a file.
    """
    stream = rows.order_by("pk").defer("payload").iterator(chunk_size=1_000)
    while part := list(islice(stream, 1_000)):
        yield part


def _thousands(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), 1_000):
        yield items[start : start + 1_000]


# Batches


# `ordered`: a family stands where its first row does, the head before the others. `placed`: all of
# a family get the place of its first member, so they fall into one batch, which may grow beyond its
# size; households above `most` are taken row by row. One statement, because a file may have half a
# million rows.
DIVIDE = """
WITH ordered AS (
    SELECT id, number, household, row_number() OVER (ORDER BY first, role <> 'head', number) - 1 AS place
    FROM (
        SELECT id, number, household, role, CASE WHEN household = '' THEN number ELSE min(number) OVER (PARTITION BY household) END AS first
        FROM beneficiaries_importrow WHERE source_id = %(source)s AND state <> 'skipped'
    ) AS rows
), placed AS (
    SELECT id, number, CASE WHEN household <> '' AND count(*) OVER family <= %(most)s THEN min(place) OVER family ELSE place END
        / %(size)s + 1 AS batch
    FROM ordered WINDOW family AS (PARTITION BY household)
), made AS (
    INSERT INTO beneficiaries_importbatch
        (source_id, number, first_row, last_row, size, status, fills, problem, created, filled, kept)
    SELECT %(source)s, batch, min(number), max(number), count(*), 'waiting', false, '{}', 0, 0, 0 FROM placed GROUP BY batch
    RETURNING id, number
)
UPDATE beneficiaries_importrow AS row SET batch_id = made.id
FROM placed JOIN made ON made.number = placed.batch WHERE row.id = placed.id
"""


def divide(source: PeopleImport) -> None:
    """Give every row its batch, in the order of the file, each family together and its head first.

    A batch ends with the family that begins in it, so that a family that is held back keeps no
    other from coming. What more than a hundred rows call one family is divided all the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(DIVIDE, {"size": source.batch_size, "source": source.pk, "most": FAMILY})
