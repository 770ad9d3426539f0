"""What builders write is written once and then replayed: a test pays for its own steps, not for the
policy, the catalogue and the way of a case.

A test's database begins empty, so what it holds is a function of the builders called so far, as
long as nothing else wrote. Each builder is known by that chain of calls. When a chain comes a third
time, the rows that the builder changed are copied in as they stood after the second (`COPY`, no
trigger runs), and what it answered comes back unpickled. As soon as a test wrote anything itself,
every builder runs as it stands.

Only inside the transaction of a test, and on the tests' own server: copying without triggers is the
superuser's to allow.
"""

import functools
import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, models
from psycopg import sql

CHANGES = (
    "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables"
    " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
)
PLAIN = (str, bytes, int, bool, float, type(None), date, timedelta, Decimal, ZoneInfo)


class Unknown(Exception):
    """An argument by which a call cannot be known again."""


# Whoever is signed in leaves a session behind and the moment of it; no builder looks at either.
SIGN_IN = ("django_session", "accounts_user")


@dataclass
class Chain:
    """The builders called so far in this test; `key` is None once something else wrote."""

    key: tuple[Hashable, ...] | None = None
    changes: dict[str, tuple[int, int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """The tables that a builder changed, whole, and what it answered."""

    tables: dict[str, bytes]
    answer: bytes


chain = Chain()
records: dict[tuple[Hashable, ...], Record | None] = {}


def begin() -> None:
    """A test begins; nothing is in its database yet."""
    chain.key, chain.changes = (), {}


def end() -> None:
    """Outside a test nothing is replayed."""
    chain.key = None


def wrap(module: Any, *names: str) -> None:
    """Let these functions of a module be replayed."""
    for name in names:
        setattr(module, name, replayed(getattr(module, name)))


def replayed(build: Callable[..., Any]) -> Callable[..., Any]:
    """The builder, which runs when its chain comes for the first and second time."""

    @functools.wraps(build)
    def call(*args: Any, **options: Any) -> Any:
        changes = _changes() if connection.in_atomic_block else {}
        has_signed_in = changes.get(SIGN_IN[1]) != chain.changes.get(SIGN_IN[1])
        if chain.key is None or not is_clean(changes):
            chain.key = None
            return build(*args, **options)
        try:
            key = (*chain.key, (build.__qualname__, known(args), known(options)))
        except Unknown:
            return _live(build, args, options, None)
        record = records.get(key)
        if record is None:
            return _live(build, args, options, key)
        if has_signed_in and SIGN_IN[1] in record.tables:
            chain.key = None
            return build(*args, **options)
        _write(record.tables)
        answer = pickle.loads(record.answer)
        chain.key, chain.changes = key, _changes()
        return answer

    return call


def _live(build: Callable[..., Any], args: Any, options: Any, key: Any) -> Any:
    before = chain.changes
    answer = build(*args, **options)
    chain.key, chain.changes = key, _changes()
    if key in records:
        changed = [table for table, counts in chain.changes.items() if before.get(table) != counts]
        try:
            pickled = pickle.dumps(answer)
        except (pickle.PicklingError, TypeError, AttributeError):
            chain.key = None
        else:
            records[key] = Record({table: _read(table) for table in changed}, pickled)
    elif key is not None:
        records[key] = None
    return answer


def known(value: Any) -> Hashable:
    """What tells one argument from another, in any test of this process; raises `Unknown`."""
    if isinstance(value, models.Model):
        return (value._meta.label, value.pk)
    if isinstance(value, dict):
        return ("dict", *((known(key), known(one)) for key, one in value.items()))
    if isinstance(value, list | tuple):
        return (type(value).__name__, *(known(one) for one in value))
    if isinstance(value, PLAIN):
        return (type(value).__name__, repr(value))
    raise Unknown


def is_clean(changes: dict[str, tuple[int, int, int]]) -> bool:
    """Whether builders alone wrote so far, inside the transaction of a test."""
    return connection.in_atomic_block and _without(changes) == _without(chain.changes)


def _without(changes: dict[str, tuple[int, int, int]]) -> dict[str, tuple[int, ...]]:
    """The changes without those of a sign-in: a session, and an update of the user."""
    session, user = SIGN_IN
    rest = {table: counts for table, counts in changes.items() if table != session}
    inserted, _updated, deleted = rest.pop(user, (0, 0, 0))
    return rest | {user: (inserted, deleted)}


def _changes() -> dict[str, tuple[int, int, int]]:
    """Rows inserted, updated and deleted in this transaction, by table."""
    with connection.cursor() as cursor:
        # Counts are carried over to the next transaction unless they are written away at its end.
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(CHANGES)
        return {row[0]: row[1:] for row in cursor.fetchall()}


@functools.cache
def _columns(table: str) -> sql.Composed:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [table],
        )
        names = [row[0] for row in cursor.fetchall()]
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _read(table: str) -> bytes:
    command = sql.SQL("COPY {} ({}) TO STDOUT (FORMAT binary)")
    with (
        connection.cursor() as cursor,
        cursor.copy(command.format(sql.Identifier(table), _columns(table))) as copy,
    ):
        return b"".join(copy)


def _write(tables: dict[str, bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        for table, rows in tables.items():
            command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)")
            with cursor.copy(command.format(sql.Identifier(table), _columns(table))) as copy:
                copy.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
