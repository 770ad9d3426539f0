"""A register of any size for finding, written by COPY in bounded memory: people with encrypted numbers, their words."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection, models
from psycopg import sql

from wasl.beneficiaries import naming
from wasl.beneficiaries.models import Person, PersonName
from wasl.common import installation, text
from wasl.common.crypto import blind
from wasl.program.bench import scratch
from wasl.program.people import id_number

SAID, READ = 100_000, 5_000  # progress is told each so many; names are read so many at a time
Row = tuple[str, str]


def fill(people: Iterable[Row], first: int, at: datetime) -> None:
    """Write these people (gender, full name) with the keys `first` and after, and tend the vocabulary."""
    with _owner() as owner:
        for model in (Person, PersonName):  # a bench keeps no history of its people
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(model._meta.db_table)))
        with owner.cursor() as cursor, _copy(cursor, Person) as rows:
            for row in _persons(_counted(people, first), at):
                rows.write_row(row)
        with owner.cursor() as reader, _owner() as writer, writer.cursor() as cursor, _copy(cursor, PersonName) as rows:
            for row in _names(reader, first):
                rows.write_row(row)
        naming.tend()
        owner.execute("VACUUM ANALYZE")


def _owner() -> psycopg.Connection[Any]:
    return psycopg.connect(installation.url(installation.home(), owner=True), autocommit=True)


def _copy(cursor: psycopg.Cursor[Any], model: type[models.Model]) -> Any:
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in model._meta.concrete_fields)
    return cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns))


def _counted(people: Iterable[Row], first: int) -> Iterator[tuple[int, Row]]:
    for place, row in enumerate(people, start=first):
        if place % SAID == 0:
            scratch.say(f"{place} people written")
        yield place, row


def _persons(people: Iterable[tuple[int, Row]], at: datetime) -> Iterator[list[Any]]:
    fields = Person._meta.concrete_fields
    for place, (gender, name) in people:
        number = id_number(place)
        person = Person(
            id=place, full_name=name[:300], sort_key=text.sort_key(name)[:300], gender=gender, id_kind="national_id",
            id_number=number, id_blind=blind(number, "id"), mobile=f"+9665{place:08d}", registered_at=at,
        )  # fmt: skip
        yield [field.get_db_prep_save(getattr(person, field.attname), connection) for field in fields]


def _names(reader: psycopg.Cursor[Any], first: int) -> Iterator[list[Any]]:
    """The words of the names just written; a name without words (nothing but signs) is found by nothing."""
    reader.execute("SELECT id, full_name FROM beneficiaries_person WHERE id >= %s ORDER BY id", [first])
    while some := reader.fetchmany(READ):
        for pk, name in some:
            for said in naming.names(name):
                if said:
                    yield [pk, pk, *naming.row(said).values()]
