"""The rights of the runtime role.

It reads and writes rows, only adds to tables that must never change, and alters no table.
"""

import pghistory.models
from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

READ_ONLY = {"django_migrations"}


def read_only_tables() -> set[str]:
    """Return the tables that only the owner writes: Django's migrations and `read_only` models."""
    return READ_ONLY | {
        model._meta.db_table for model in apps.get_models() if getattr(model, "read_only", False)
    }


def append_only_tables() -> list[str]:
    """Return the tables that only grow: the audit trail, and the history that triggers write."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if not model._meta.proxy
        and (getattr(model, "append_only", False) or issubclass(model, pghistory.models.Event))
    )


def revoked_rights() -> dict[str, str]:
    """Return the rights that the runtime role must not have, by table.

    No change or deletion in append-only tables, and no write in read-only tables.
    """
    read_only = dict.fromkeys(read_only_tables(), "INSERT, UPDATE, DELETE")
    return dict.fromkeys(append_only_tables(), "UPDATE, DELETE") | read_only


def grant(role: str) -> None:
    """Set the runtime role's rights, after every migration.

    The owner runs it, as often as it likes.
    """
    name = sql.Identifier(role)
    public = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC",
    ]
    role_statements = [
        "REVOKE CREATE ON SCHEMA public FROM {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        # Everything is taken back first, so that a right granted by an older version does not
        # survive.
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        # The owner's functions act for this role; each checks what it is asked to do (ADR 30, ADR
        # 44).
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in public:
            cursor.execute(statement)
        for statement in role_statements:
            cursor.execute(sql.SQL(statement).format(role=name))
        present = set(connection.introspection.table_names(cursor))
        for table, rights in sorted(revoked_rights().items()):
            if table not in present:
                continue
            cursor.execute(
                sql.SQL("REVOKE " + rights + " ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=name
                )
            )
