"""Writing a scratch database in bulk: as its superuser, without triggers, indexes built once behind
the rows.
"""

# ruff: noqa: S608  (statements are put together from names of tables alone)

import contextlib
from collections.abc import Iterator
from typing import Any, cast

import psycopg
from django.db import connection, models
from psycopg import sql

from wasl.common import installation, postgres

PLAIN = """
SELECT index.indexrelid::regclass::text, pg_get_indexdef(index.indexrelid) FROM pg_index index
WHERE index.indrelid = ANY(%s::regclass[]) AND NOT index.indisunique
"""
SESSION = "-c session_replication_role=replica -c work_mem=64MB -c maintenance_work_mem=512MB"
Model = type[models.Model]


@contextlib.contextmanager
def filling() -> Iterator[psycopg.Connection[Any]]:
    """A connection that writes rows as they are given: no history is kept of them, no key looked up
    for them.
    """
    place = postgres.superuser_url(installation.home(), installation.DATABASE)
    with psycopg.connect(place, autocommit=True, options=SESSION) as superuser:
        yield superuser


@contextlib.contextmanager
def without_indexes(superuser: psycopg.Connection[Any], *tables: Model) -> Iterator[None]:
    """These tables have no indexes but their unique ones within the block; afterwards each is built
    in one go.
    """
    indexes = superuser.execute(PLAIN, [[model._meta.db_table for model in tables]]).fetchall()
    for name, _made in indexes:
        superuser.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        superuser.execute(definition)


def copy(cursor: psycopg.Cursor[Any], model: Model) -> Any:
    """A COPY into all columns of a model's table, in the order of its fields."""
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields(model))
    return cursor.copy(
        sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    )


def spread(
    superuser: psycopg.Connection[Any], model: Model, source: str, **expressions: str
) -> None:
    """Rows of a model made from other rows, by INSERT … SELECT: each column as told in SQL, the
    others by default.

    A default of the model's own (`default=…`) is worked out once and is the same in every row.
    """
    columns, values = [], []
    for field in fields(model):
        if field.primary_key and field.attname not in expressions:
            continue
        default = sql.Literal(field.get_db_prep_save(field.get_default(), connection))
        if field.has_db_default() and field.attname not in expressions:
            continue
        columns.append(sql.Identifier(field.column))
        values.append(
            sql.SQL(cast(Any, expressions[field.attname]))
            if field.attname in expressions
            else default
        )
    superuser.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
            sql.Identifier(model._meta.db_table), sql.SQL(", ").join(columns),
            sql.SQL(", ").join(values), sql.SQL(cast(Any, source)),
        )
    )  # fmt: skip


def history(superuser: psycopg.Connection[Any], model: Model, at: str, which: str = "true") -> None:
    """The first line of history of these rows of a tracked model, as its trigger would have written
    it.
    """
    event = cast(Any, model).pgh_event_model
    columns = {
        field.attname: f"row.{field.column}"
        for field in fields(event)
        if not field.name.startswith("pgh_")
    }
    expressions = {
        "pgh_created_at": f"row.{at}",
        "pgh_label": "'insert'",
        "pgh_obj_id": "row.id",
        **columns,
    }
    spread(superuser, event, f"{model._meta.db_table} row WHERE {which}", **expressions)


def settle(superuser: psycopg.Connection[Any], *tables: Model) -> None:
    """Sequences go on behind the rows that were written with keys of their own; the planner knows
    all tables.
    """
    for model in tables:
        table = model._meta.db_table
        superuser.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )
    superuser.execute("VACUUM (ANALYZE, PARALLEL 0)")


def fields(model: Model) -> list[Any]:
    """The columns of a model that are written."""
    return [field for field in model._meta.concrete_fields if not field.generated]
