"""A scratch association with many people: a case each, its answers and documents, ten contacts, the
trail of it all.

People come by COPY, everything else by INSERT … SELECT from them, so that a million fit in minutes
and in bounded memory. What looks like chance is a hash of the keys: the same population every time,
in the same shares at every size.
"""

import itertools
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql

from wasl.accounts.models import User
from wasl.audit.models import Event
from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case, CaseDocument, DeclaredValue, HandOver
from wasl.catalogue.models.offered import FieldKind, FieldRequirement, ServiceVersion
from wasl.catalogue.queries import offered
from wasl.common import crypto, installation
from wasl.common.clock import day_of
from wasl.governance.queries import relationship_policy
from wasl.interactions.models import Interaction
from wasl.program import sample
from wasl.program.bench import filling, naming, scratch, writing
from wasl.program.environment import Trouble
from wasl.program.people import iban

SEED = 1448
BYTES_A_CASE = 25_000  # on disk, with the room that building indexes takes
CONTACTS = 10
# Of eight cases six are open, at the stages of the first weeks; of the closed ones half are old.
STAGES = (
    "draft",
    "submitted",
    "submitted",
    "verified",
    "in_study",
    "in_committee",
    "closed",
    "closed",
)
OFFICERS = ("noura", "bader", "maha")
SUBJECTS = ("سؤال عن موعد الرد", "تسليم مستند", "زيارة المقر", "متابعة الطلب", "تحديث رقم الجوال")
ANSWERS: dict[str, str] = {
    FieldKind.TEXT: "حي النخيل",
    FieldKind.LONG_TEXT: "تأخر راتب رب الأسرة شهرين، والأسرة تسكن بالإيجار.",
    FieldKind.INTEGER: "3", FieldKind.MONEY: "2800.00", FieldKind.DATE: "2026-01-15",
    FieldKind.YES_NO: "no", FieldKind.IBAN: iban(1), FieldKind.MOBILE: "+966510000001",
}  # fmt: skip


def fill(count: int, at: datetime) -> None:
    """The sample association's rules and staff, then `count` people with a case each. Raises
    `Trouble` without room.
    """
    free = shutil.disk_usage(installation.home()).free
    if free < count * BYTES_A_CASE:
        raise Trouble(
            f"{count} cases take {count * BYTES_A_CASE / 1e9:.0f} GB; {free / 1e9:.0f} GB are free."
        )
    sample.load(at, with_people=False)
    filling.fill(itertools.islice(naming.Register(SEED), count), 1, at)
    with writing.filling() as superuser:
        for label, part in PARTS:
            scratch.say(f"writing {label}")
            part(superuser, at)
        writing.settle(superuser, Person, Case)


def _cases(superuser: psycopg.Connection[Any], at: datetime) -> None:
    """The keys of cases are those of their people."""
    versions = list(offered.offered())
    which, stage = f"1 + {_chance(1, len(versions))}", _chance(2, len(STAGES))
    owners = [User.objects.get(username=name).pk for name in OFFICERS]
    is_closed, is_draft = (
        f"{stage} >= {STAGES.index('closed')}",
        f"{stage} = {STAGES.index('draft')}",
    )
    opened = (
        f"{_at(at)} - make_interval(days => CASE WHEN {is_closed} THEN {_chance(3, 900)} ELSE "
        f"{_chance(3, 40)} END)"
    )
    day = f"CASE WHEN NOT {is_draft} THEN ({opened})::date"
    ended = f"CASE WHEN {is_closed} THEN {opened} + interval '20 days' END"
    with writing.without_indexes(superuser, Case, Case.pgh_event_model, HandOver):  # type: ignore[attr-defined]
        writing.spread(
            superuser, Case, "beneficiaries_person row", id="row.id", person_id="row.id",
            reference="'1440-' || lpad(row.id::text, 7, '0')",
            service_id=f"({_array([version.service_id for version in versions])})[{which}]",
            service_version_id=f"({_array([version.pk for version in versions])})[{which}]",
            policy_version_id=str(relationship_policy().pk),
            status=f"({_array(STAGES)})[1 + {stage}]",
            outcome=f"CASE WHEN {is_closed} THEN 'approved' ELSE '' END",
            owner_id=f"({_array(owners)})[1 + {_chance(4, len(owners))}]",
            opened_by_id=str(owners[0]), channel="'interview'", opened_at=opened,
            submissions=f"CASE WHEN {is_draft} THEN 0 ELSE 1 END",
            submitted_at=f"CASE WHEN NOT {is_draft} THEN {opened} END", clock_date=f"{day} END",
            answer_from_date=f"{day} + 14 END", answer_due_date=f"{day} + 30 END", decided_at=ended,
            answered_at=ended, closed_at=ended,
        )  # fmt: skip
        writing.history(superuser, Case, "opened_at")
        writing.spread(
            superuser, HandOver, "cases_case row", case_id="row.id", to_user_id="row.owner_id",
            at="row.opened_at", by_id="row.opened_by_id", reason="'start'",
        )  # fmt: skip


def _answers(superuser: psycopg.Connection[Any], at: datetime) -> None:
    """Every question of the case's form has its answer, sealed as it would be; the same answers in
    every case.
    """
    sealed = {kind: crypto.seal(value) for kind, value in ANSWERS.items()}
    rows = [
        (version.pk, field.key, sealed.get(field.kind) or crypto.seal(field.options[0][0]))
        for version, field in _questions()
    ]
    with writing.without_indexes(superuser, DeclaredValue):
        writing.spread(
            superuser, DeclaredValue,
            f"cases_case row JOIN ({_rows(rows)}) AS given (version, key, value) ON given.version = row.service_version_id",
            case_id="row.id", key="given.key", value="given.value", changed_at="row.opened_at",
        )  # fmt: skip


def _questions() -> Iterator[tuple[ServiceVersion, FieldRequirement]]:
    for version in offered.offered():
        for field in offered.form_of(version).fields:
            yield version, field


def _documents(superuser: psycopg.Connection[Any], at: datetime) -> None:
    """What the form wants without a condition, seen; it ends between today and two years on."""
    rows = [
        (version.pk, requirement.document_type_id)
        for version in offered.offered()
        for requirement in offered.form_of(version).documents
        if not requirement.condition
    ]
    with writing.without_indexes(superuser, Document, Document.pgh_event_model, CaseDocument):  # type: ignore[attr-defined]
        writing.spread(
            superuser, Document,
            f"cases_case row JOIN ({_rows(rows)}) AS given (version, type) ON given.version = row.service_version_id",
            person_id="row.id", document_type_id="given.type",
            number=_literal(crypto.seal("1055512345")), issuer="'الأحوال المدنية'",
            issued_date=_day(at - timedelta(days=400)), issued_written="'1/10/2025'",
            expires_date=f"{_day(at)} + {_chance(5, 730)}", expires_written="'1/10/2027'",
            seen_at="row.opened_at", seen_by_id="row.owner_id", added_at="row.opened_at",
            added_by_id="row.owner_id",
        )  # fmt: skip
        writing.history(superuser, Document, "added_at")
        writing.spread(
            superuser, CaseDocument, "beneficiaries_document row", case_id="row.person_id",
            document_type_id="row.document_type_id", document_id="row.id", added_at="row.added_at",
        )  # fmt: skip


def _contacts(superuser: psycopg.Connection[Any], at: datetime) -> None:
    """Ten a person over a year and a half, half of them about the case; of five thousand one
    enquiry still waits.
    """
    waits = "number = 3 AND row.id % 500 = 0"
    when = f"{_at(at)} - make_interval(mins => {_chance('6 + number', 800_000)})"
    asks = "number % 3 = 0"
    with writing.without_indexes(superuser, Interaction):
        writing.spread(
            superuser, Interaction,
            f"cases_case row CROSS JOIN generate_series(1, {CONTACTS}) AS number",
            person_id="row.id", case_id=f"CASE WHEN number <= {CONTACTS // 2} THEN row.id END",
            kind=f"CASE WHEN {asks} THEN 'enquiry' ELSE 'visit' END", channel="'interview'",
            subject=f"({_array(SUBJECTS)})[1 + (row.id + number) % {len(SUBJECTS)}]",
            outcome=f"CASE WHEN {asks} THEN '' ELSE 'تم' END",
            answer=f"CASE WHEN {asks} AND NOT ({waits}) THEN 'أجيب' ELSE '' END", at=when,
            by_id="row.owner_id", closed_at=f"CASE WHEN NOT ({waits}) THEN {when} END",
            closed_by_id=f"CASE WHEN NOT ({waits}) THEN row.owner_id END",
        )  # fmt: skip


def _trail(superuser: psycopg.Connection[Any], at: datetime) -> None:
    """An event for each registration, for each step of a case, for each contact."""
    about_case = {
        "subject_type": "'cases.case'",
        "subject_id": "row.id::text",
        "root_type": "'cases.case'",
        "root_id": "row.id::text",
    }
    with writing.without_indexes(superuser, Event):
        writing.spread(
            superuser, Event, "beneficiaries_person row", verb="'beneficiaries.register'",
            at="row.registered_at", recorded_at="row.registered_at",
            subject_type="'beneficiaries.person'", subject_id="row.id::text",
            root_type="'beneficiaries.person'", root_id="row.id::text",
        )  # fmt: skip
        writing.spread(
            superuser, Event,
            f"cases_case row CROSS JOIN unnest({_array(('start', 'declare', 'submit'))}) AS step",
            verb="'cases.' || step", at="row.opened_at", recorded_at="row.opened_at",
            actor_id="row.opened_by_id", **about_case,
        )  # fmt: skip
        kind, key = (
            "CASE WHEN row.case_id IS NULL THEN 'beneficiaries.person' ELSE 'cases.case' END",
            "row.person_id::text",
        )
        writing.spread(
            superuser, Event, "interactions_interaction row", verb="'interactions.record_visit'",
            at="row.at", recorded_at="row.at", actor_id="row.by_id",
            subject_type="'interactions.interaction'", subject_id="row.id::text", root_type=kind,
            root_id=key,
        )  # fmt: skip


PARTS = (
    ("cases", _cases), ("answers", _answers), ("documents", _documents), ("contacts", _contacts),
    ("the trail", _trail),
)  # fmt: skip


def _chance(seed: int | str, of: int) -> str:
    """One of so many, by the key of the row; each seed draws anew."""
    return f"((hashint8extended(row.id, {seed}) & 2147483647) % {of})::int"


def _literal(value: Any) -> str:
    return sql.Literal(value).as_string(None)


def _at(at: datetime) -> str:
    return f"{_literal(at.isoformat())}::timestamptz"


def _day(at: datetime) -> str:
    return f"{_literal(day_of(at).isoformat())}::date"


def _array(values: Any) -> str:
    return f"ARRAY[{', '.join(map(_literal, values))}]"


def _rows(rows: list[tuple[Any, ...]]) -> str:
    literal_rows = (", ".join(map(_literal, row)) for row in rows)
    return f"VALUES {', '.join(f'({row})' for row in literal_rows)}"
