"""What the runtime role may do: read and write rows, only add to what must never change, and alter
no table.
"""

import pghistory.models
from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

READ_ONLY = {"django_migrations"}


def read_only_tables() -> set[str]:
    """Tables that only the owner writes: what was migrated, and what models mark `read_only`."""
    return READ_ONLY | {
        model._meta.db_table for model in apps.get_models() if getattr(model, "read_only", False)
    }


def append_only_tables() -> list[str]:
    """Tables that only grow: the trail, and the history that triggers write."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if not model._meta.proxy
        and (getattr(model, "append_only", False) or issubclass(model, pghistory.models.Event))
    )


def revoked_rights() -> dict[str, str]:
    """What the runtime role may not do, by table: change what only grows, write what only the owner
    writes.
    """
    read_only = dict.fromkeys(read_only_tables(), "INSERT, UPDATE, DELETE")
    return dict.fromkeys(append_only_tables(), "UPDATE, DELETE") | read_only


def grant(role: str) -> None:
    """Bring the runtime role's rights to what they should be, after every migration. The owner runs
    it, often.
    """
    name = sql.Identifier(role)
    public = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC",
    ]
    role_statements = [
        "REVOKE CREATE ON SCHEMA public FROM {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        # What the owner's functions do for it; they check what they are asked.
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
