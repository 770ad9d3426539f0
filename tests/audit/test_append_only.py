"""The role that serves can add to the trail and read it, and nothing else."""

import psycopg
import pytest

TABLES = ("audit_event", "audit_seal", "audit_done")
FORBIDDEN = (
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} ADD COLUMN x int",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} OWNER TO CURRENT_USER",
    "DROP TABLE {table}",
    (
        "CREATE TRIGGER t BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION "
        "suppress_redundant_updates_trigger()"
    ),
    "CREATE RULE r AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "GRANT ALL ON {table} TO CURRENT_USER",
)

pytestmark = [pytest.mark.external, pytest.mark.clause("PRE-6")]


@pytest.mark.parametrize("table", TABLES)
def test_the_runtime_role_can_do_nothing_but_add_and_read(runtime_connection, table):
    column = "position" if table == "audit_seal" else "id"
    runtime_connection.execute(f"SELECT * FROM {table}")
    for statement in FORBIDDEN:
        with pytest.raises(
            (psycopg.errors.InsufficientPrivilege, psycopg.errors.DependentObjectsStillExist)
        ):
            runtime_connection.execute(statement.format(table=table, column=column))
            # GRANT without the right to is only a warning: then the right must not have come
            runtime_connection.execute(f"DELETE FROM {table}")


def test_the_runtime_role_adds_an_event(runtime_connection, association):
    actions_before = runtime_connection.execute("SELECT count(*) FROM audit_event").fetchone()[0]
    runtime_connection.execute(
        "INSERT INTO audit_event (at, verb, subject_type, subject_id, root_type, root_id, data) "
        "VALUES (now(), 'test.add', 'a.b', '1', 'a.b', '1', '{}')"
    )
    assert (
        runtime_connection.execute("SELECT count(*) FROM audit_event").fetchone()[0]
        == actions_before + 1
    )


def test_the_runtime_role_can_make_no_table(runtime_connection):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        runtime_connection.execute("CREATE TABLE mine (id int)")
    role = runtime_connection.execute(
        "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    assert role.fetchone() == (False, False, False)
