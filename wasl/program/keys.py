"""Keys of values encrypted at rest: known to the database, renewed under load, retired once nothing
is sealed with them.

A new key is put first in the secrets file; whoever runs seals with it from then on. Every sealed
column is then gone through in small batches: a row is changed only where it still holds what was
read, so no writer's change is lost, and rows that somebody holds are left for the next round.
Killed at any moment it goes on from the file as it stands.
"""

import contextlib
import fcntl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from wasl.audit.actions import record
from wasl.beneficiaries.models.imports import PeopleImport
from wasl.common import crypto, installation
from wasl.common.crypto import EncryptedTextField
from wasl.common.models import SealingKey
from wasl.program.environment import Trouble

BATCH = 500
ROUNDS = 200
PAUSE_SECONDS = 0.25
GRACE_SECONDS = 1.0
PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Column:
    """One sealed column, and the triggers that must not take its re-sealing for a change."""

    table: str
    key: str
    name: str
    triggers: str

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


@dataclass
class Count:
    """What one round found in a column: sealed anew, held by somebody, readable by no key."""

    sealed: int = 0
    busy: int = 0
    lost: int = 0


def columns() -> Iterator[Column]:
    """Every sealed column of every model, histories included."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                triggers = ",".join(
                    trigger.get_pgid(model) for trigger in getattr(model._meta, "triggers", [])
                )
                pk = model._meta.pk.column
                yield Column(model._meta.db_table, str(pk), str(field.column), f"{{{triggers}}}")


def make_known(at: datetime) -> None:
    """Note the keys of the file in a database that knows none yet; as the owner, when migrating."""
    if SealingKey.objects.exists():
        return
    ring = crypto.keyring()
    sealing_keys = [
        SealingKey(fingerprint=crypto.fingerprint(key), kind="field", since=at)
        for key in ring.field_keys
    ]
    sealing_keys.append(
        SealingKey(fingerprint=crypto.fingerprint(ring.blind_key), kind="blind", since=at)
    )
    SealingKey.objects.bulk_create(sealing_keys)


@contextlib.contextmanager
def alone(home: Path) -> Iterator[None]:
    """One renewal at a time."""
    with open(home / "keys.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble("Keys are being renewed already, by another command.") from None
        yield


def begin(home: Path, at: datetime) -> None:
    """Put a new key first in the file, unless a renewal that was cut short has done so already.

    The database knows the key before the file does, so that nobody who seals with it is refused;
    that it may not be missing is noted last, so that a renewal cut short between leaves no demand
    for a key that never was.
    """
    secrets = installation.secrets(home)
    if len(secrets["field_keys"]) == 1:
        key = installation.new_field_key()
        SealingKey.objects.create(
            fingerprint=crypto.fingerprint(key), kind="field", since=at, retired_at=at
        )
        secrets = {**secrets, "field_keys": [key, *secrets["field_keys"]]}
        installation.keep_secrets(home, secrets)
    SealingKey.objects.filter(fingerprint=crypto.fingerprint(secrets["field_keys"][0])).update(
        retired_at=None
    )


def wait_for_elders(tell: Callable[[str], None]) -> None:
    """Until every transaction that began to write before now has ended: it may still add something
    sealed before.
    """
    time.sleep(GRACE_SECONDS)  # for whoever had sealed and was about to write
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        youngest = cursor.fetchone()[0]
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] >= youngest:
                return
            tell("waiting for work that began before the new key …")
            time.sleep(PAUSE_SECONDS)
    raise Trouble(
        "Somebody's transaction does not end. What was sealed anew stays so; run `wasl keys "
        "rotate` again."
    )


def reseal(tell: Callable[[str], None]) -> int:
    """Go through all columns until a round finds nothing left that is sealed with an older key;
    answers how many were.
    """
    total = 0
    for _round in range(ROUNDS):
        counts = {str(column): _round_of(column) for column in columns()}
        counts["mfa_authenticator.data"] = _authenticators()
        sealed, busy = (
            sum(count.sealed for count in counts.values()),
            sum(count.busy for count in counts.values()),
        )
        total += sealed
        tell(f"{total} values sealed anew, {busy} held by somebody")
        if lost := {name: count.lost for name, count in counts.items() if count.lost}:
            summary = ", ".join(f"{name}: {count}" for name, count in lost.items())
            raise Trouble(
                f"No key opens some values ({summary}). Restore the keys file; nothing was retired."
            )
        if not sealed and not busy:
            return total
        time.sleep(PAUSE_SECONDS if busy else 0)
    raise Trouble(
        "Some rows are always held by somebody. Run `wasl keys rotate` again at a quieter time."
    )


def _round_of(column: Column) -> Count:
    """Up to the row that is the last one now: whoever adds more seals with the new key already."""
    count, after = Count(), None
    with connection.cursor() as cursor:
        cursor.execute(_said(column, "SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT 1"))
        last = cursor.fetchone()
    while last is not None:
        after, is_over = _batch(column, after, last[0], count)
        if is_over:
            break
    return count


def _batch(column: Column, after: Any, last: Any, count: Count) -> tuple[Any, bool]:
    """One short transaction: read some rows, lock those that need it, change them where they are
    still as read.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        rows = _read(cursor, column, after, last)
        stale = {key: token for key, token in rows if not _is_new(token)}
        if stale:
            cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [column.triggers])
            free = _lock(cursor, column, list(stale))
            count.busy += len(stale) - len(free)
            fresh = [
                (token, key, stale[key])
                for key in free
                if (token := _again(stale[key])) is not None
            ]
            count.lost += len(free) - len(fresh)
            cursor.executemany(
                _said(column, "UPDATE {table} SET {name} = %s WHERE {key} = %s AND {name} = %s"),
                fresh,
            )
            count.sealed += cursor.rowcount if fresh else 0
    return (rows[-1][0], False) if len(rows) == BATCH else (None, True)


def _read(cursor: Any, column: Column, after: Any, last: Any) -> list[tuple[Any, str]]:
    onward = "AND {key} > %s " if after is not None else ""
    query = (
        "SELECT {key}, {name} FROM {table} WHERE {name} <> '' AND {key} <= %s "  # noqa: S608
        + onward
        + "ORDER BY {key} LIMIT %s"
    )
    cursor.execute(_said(column, query), [last, *([after] if after is not None else []), BATCH])
    return list(cursor.fetchall())


def _lock(cursor: Any, column: Column, pks: list[Any]) -> list[Any]:
    """Those of the rows that nobody holds. We never wait for a row, so nobody ever waits for us and
    a row at once.
    """
    query = "SELECT {key} FROM {table} WHERE {key} = ANY(%s) ORDER BY {key} FOR UPDATE SKIP LOCKED"
    cursor.execute(_said(column, query), [pks])
    return [row[0] for row in cursor.fetchall()]


def _said(column: Column, text: str) -> str:
    parts = {name: sql.Identifier(getattr(column, name)) for name in ("table", "key", "name")}
    return sql.SQL(text).format(**parts).as_string(connection.connection)


def _is_new(token: str) -> bool:
    return crypto.opens(crypto.keyring().newest, token)


def _again(token: str) -> str | None:
    try:
        return crypto.seal(crypto.unseal(token))
    except crypto.LostKey:
        return None


def _authenticators() -> Count:
    """Second factors of the staff lie in one JSON column of another's table."""
    count = Count()
    with transaction.atomic():
        for authenticator in Authenticator.objects.select_for_update(skip_locked=True).order_by(
            "pk"
        ):
            sealed = {
                name: value
                for name, value in authenticator.data.items()
                if isinstance(value, str) and value.startswith("gAAAA")
            }
            fresh = {name: _again(value) for name, value in sealed.items() if not _is_new(value)}
            count.lost += sum(token is None for token in fresh.values())
            if fresh and None not in fresh.values():
                authenticator.data |= fresh
                authenticator.save(update_fields=["data"])
                count.sealed += len(fresh)
    return count


def retire(home: Path, at: datetime, sealed: int) -> int:
    """Move the older keys among the retired ones, which still open what an old backup brings
    back.
    """
    secrets = installation.secrets(home)
    newest, *older = secrets["field_keys"]
    retired = [
        *secrets.get("retired_keys", []),
        *({"key": key, "retired_at": at.isoformat()} for key in older),
    ]
    with transaction.atomic():
        sealing_keys = SealingKey.objects.filter(
            fingerprint__in=[crypto.fingerprint(key) for key in older]
        )
        sealing_keys.update(retired_at=at)
        subject = SealingKey.objects.get(fingerprint=crypto.fingerprint(newest))
        data = {"values": sealed, "retired": len(older)}
        record(verb="program.rotate_keys", subject=subject, by=None, at=at, data=data)
    installation.keep_secrets(home, {**secrets, "field_keys": [newest], "retired_keys": retired})
    return len(older)


def forget(home: Path) -> int:
    """Take the retired keys out of the file for good; older backups cannot be read any more."""
    secrets = installation.secrets(home)
    if len(secrets["field_keys"]) > 1:
        raise Trouble("A renewal is under way; finish it first with `wasl keys rotate`.")
    if PeopleImport.objects.exclude(file="").exists():
        raise Trouble(
            "A list of people is still open and its file may be sealed with an older "
            "key. Close it first."
        )
    gone = len(secrets.get("retired_keys", []))
    installation.keep_secrets(
        home, {name: value for name, value in secrets.items() if name != "retired_keys"}
    )
    return gone


def counted() -> dict[str, int]:
    """How many sealed values each key holds, and how many none opens: by going through them all."""
    ring = crypto.keyring()
    boxes = [
        (crypto.fingerprint(key), crypto.box_of(key))
        for key in (*ring.field_keys, *ring.retired_keys)
    ]
    counts = {name: 0 for name, _box in boxes} | {"": 0}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                for token in _tokens(model, field):
                    counts[next((name for name, box in boxes if crypto.opens(box, token)), "")] += 1
    return counts


def _tokens(model: type[models.Model], field: EncryptedTextField) -> Iterator[str]:
    with connection.cursor() as cursor, contextlib.suppress(StopIteration):
        cursor.execute(
            sql.SQL("SELECT {name} FROM {table} WHERE {name} <> ''")
            .format(
                name=sql.Identifier(str(field.column)), table=sql.Identifier(model._meta.db_table)
            )
            .as_string(connection.connection)
        )
        while rows := cursor.fetchmany(2_000):
            yield from (row[0] for row in rows)
