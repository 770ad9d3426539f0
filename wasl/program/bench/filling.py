"""A register of any size for finding, written by COPY in bounded memory: people with encrypted
numbers, their words.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection

from wasl.beneficiaries import naming
from wasl.beneficiaries.models.naming import PersonName
from wasl.beneficiaries.models.person import Person
from wasl.common import text
from wasl.common.crypto import blind, seal
from wasl.common.names import name_parts
from wasl.program.bench import scratch, writing
from wasl.program.people import id_number

SAID = 100_000  # progress is told each so many
Row = tuple[str, str]


def fill(people: Iterable[Row], first: int, at: datetime) -> None:
    """Write these people (gender, full name) with the keys `first` and after, and tend the
    vocabulary.
    """
    history = Person.pgh_event_model  # type: ignore[attr-defined]
    with (
        writing.filling() as superuser,
        writing.without_indexes(superuser, Person, PersonName, history),
    ):
        _copy(superuser, people, first, at)
        writing.history(superuser, Person, "registered_at", f"row.id >= {first}")
    naming.tend()
    with writing.filling() as superuser:
        writing.settle(superuser, Person, PersonName)


def _copy(
    superuser: psycopg.Connection[Any], people: Iterable[Row], first: int, at: datetime
) -> None:
    """Both tables in one pass; a name without words (nothing but signs) is found by nothing."""
    with (
        writing.filling() as beside,
        superuser.cursor() as person_cursor, writing.copy(person_cursor, Person) as persons,
        beside.cursor() as name_cursor, writing.copy(name_cursor, PersonName) as names,
    ):  # fmt: skip
        row = _person(at)
        for place, (gender, name) in _counted(people, first):
            persons.write_row(row(place, gender, name[:300]))
            for variant in filter(None, naming.names(name[:300])):
                names.write_row([place, place, *naming.row(variant).values()])


def _counted(people: Iterable[Row], first: int) -> Iterator[tuple[int, Row]]:
    for place, row in enumerate(people, start=first):
        if place % SAID == 0:
            scratch.say(f"{place} people written")
        yield place, row


def _person(at: datetime) -> Callable[[int, str, str], list[Any]]:
    """How a person's row is made; columns that are the same for everybody are worked out once."""
    fields = writing.fields(Person)
    alike = Person(id_kind="national_id", registered_at=at)
    row = [field.get_db_prep_save(getattr(alike, field.attname), connection) for field in fields]
    at_place = {field.attname: place for place, field in enumerate(fields)}

    def made(place: int, gender: str, name: str) -> list[Any]:
        number = id_number(place)
        values = {
            "id": place, "full_name": name, "name_parts": name_parts(name),
            "sort_key": text.sort_key(name)[:300], "gender": gender, "id_number": seal(number),
            "id_blind": blind(number, "id"), "mobile": f"+9665{place:08d}",
        }  # fmt: skip
        for column, value in values.items():
            row[at_place[column]] = value
        return row

    return made
