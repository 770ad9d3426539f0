"""The embedded server: made, used by several, killed, found again; and what the role that serves
may not do.
"""

import os
import signal
import time

import psycopg
import pytest

from wasl.audit.models import Done, Event, Seal
from wasl.common import grants, installation, postgres


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    yield folder
    if postgres.is_up(folder):
        postgres.stop(folder)


def ask(home, text, *, owner=True):
    with psycopg.connect(installation.url(home, owner=owner), autocommit=True) as connection:
        return connection.execute(text).fetchall()


def wait_until(told, seconds=10.0):
    until = time.monotonic() + seconds
    while not told() and time.monotonic() < until:
        time.sleep(0.05)
    assert told()


def test_a_server_is_made_used_and_stopped(home):
    with postgres.running(home):
        assert int(ask(home, "SHOW server_version_num")[0][0]) >= 150000
        assert ask(home, "SHOW listen_addresses") == [("",)]
        assert ask(home, "SELECT to_tsvector('simple', 'أحمد، سعد')")[0][0] == "'أحمد':1 'سعد':2"
        assert oct((home / "postgres" / "data").stat().st_mode)[-3:] == "700"
    assert not postgres.is_up(home)


def test_what_was_acknowledged_outlives_a_killed_server(home):
    with postgres.running(home):
        with psycopg.connect(installation.url(home, owner=True), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        process = postgres.postmaster(home)
        os.kill(process.pid, signal.SIGKILL)
        wait_until(lambda: not postgres.is_up(home))
        assert postgres.start(home) is True
        assert ask(home, "SELECT one FROM kept") == [(1,)]


def test_a_pid_that_another_program_has_by_now_is_no_server(home):
    with postgres.running(home):
        pass
    (home / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert not postgres.is_up(home)
    with postgres.running(home):
        assert ask(home, "SELECT 1") == [(1,)]


def test_the_last_one_out_stops_it(home):
    with postgres.running(home):
        with postgres.running(home):
            pass
        assert postgres.is_up(home)
    assert not postgres.is_up(home)


def test_a_folder_of_somebody_else_is_refused(home):
    home.mkdir()
    (home / "elsewhere").mkdir()
    (home / "postgres").symlink_to(home / "elsewhere")
    with pytest.raises(postgres.PostgresFailed, match="belongs to somebody else"):
        postgres.start(home)


def test_the_owner_and_the_runtime_role_are_no_superusers_and_tell_apart(home):
    with postgres.running(home):
        roles = (
            "SELECT rolname, rolsuper, rolcreatedb FROM pg_roles WHERE rolname "
            "LIKE 'wasl_%' ORDER BY 1"
        )
        assert ask(home, roles) == [("wasl_app", False, False), ("wasl_owner", False, True)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(home, "CREATE TABLE mine (id int)", owner=False)


@pytest.mark.external
@pytest.mark.parametrize("table", sorted(model._meta.db_table for model in (Event, Seal, Done)))
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {column} = {column}",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
        "ALTER TABLE {table} ADD COLUMN extra int",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "DROP TABLE {table} CASCADE",
        "CREATE TABLE own (id int)",
    ],
)
def test_the_role_that_serves_cannot_touch_the_trail(runtime_connection, table, statement):
    column = {Seal._meta.db_table: "hash", Event._meta.db_table: "at"}.get(table, "handler")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        runtime_connection.execute(statement.format(table=table, column=column))


@pytest.mark.external
def test_the_role_that_serves_reads_and_adds_to_the_trail(runtime_connection):
    add = (
        "INSERT INTO audit_event (at, verb, subject_type, subject_id, root_type, root_id, data)"
        " VALUES (now(), 'tests.try', 'x', '1', 'x', '1', '{}') RETURNING id"
    )
    with runtime_connection.transaction(force_rollback=True):
        added = runtime_connection.execute(add).fetchone()
        found = runtime_connection.execute(
            "SELECT verb FROM audit_event WHERE id = %s", added
        ).fetchone()
    assert found == ("tests.try",)


@pytest.mark.external
def test_history_is_append_only_too(runtime_connection):
    history = [table for table in grants.append_only_tables() if not table.startswith("audit_")]
    assert history
    for table in history:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            runtime_connection.execute(f"DELETE FROM {table}")


@pytest.mark.external
def test_the_role_that_serves_owns_nothing(runtime_connection):
    owned = (
        "SELECT relname FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = "
        "current_user)"
    )
    assert runtime_connection.execute(owned).fetchall() == []
    assert runtime_connection.execute(
        "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone() == (False,)


@pytest.mark.external
def test_granting_again_changes_nothing(runtime_connection, runtime_role):
    rights = (
        "SELECT relname, relacl::text FROM pg_class WHERE relnamespace "
        "= 'public'::regnamespace ORDER BY 1"
    )
    before = runtime_connection.execute(rights).fetchall()
    grants.grant(runtime_role)
    assert runtime_connection.execute(rights).fetchall() == before


def test_a_full_disk_is_said_in_words(home):
    (home / "postgres").mkdir(parents=True)
    said = postgres._words(
        home, "pg_ctl", 'FATAL: could not write lock file "postmaster.pid": No space left on device'
    )
    assert said.endswith("is full. Free some space and start again; nothing acknowledged is lost.")


def test_an_address_of_the_database_keeps_all_it_says(monkeypatch, home):
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://app:word@db.example:5433/aid?sslmode=verify-full"
    )
    told = installation.database(home)
    assert (told["HOST"], told["PORT"], told["NAME"]) == ("db.example", "5433", "aid")
    assert (
        told["OPTIONS"]["sslmode"] == "verify-full"
        and "join_collapse_limit" in told["OPTIONS"]["options"]
    )
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@pooler/aid?options=")
    assert installation.database(home)["OPTIONS"]["options"] == ""
