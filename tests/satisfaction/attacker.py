"""What somebody with a copy of the database sees: every row of every table, with its place and its
transaction.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from psycopg import sql


@dataclass(frozen=True)
class Row:
    """A row as the disk holds it."""

    table: str
    place: str
    transaction: str
    content: str


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def rows(*names: str) -> list[Row]:
    """The rows of these tables, or of all, in the order of the disk."""
    found: list[Row] = []
    query = sql.SQL("SELECT ctid::text, xmin::text, t::text FROM {table} t ORDER BY ctid")
    with connection.cursor() as cursor:
        for name in names or tables():
            cursor.execute(
                query.format(table=sql.Identifier(name)).as_string(connection.connection)
            )
            found += [Row(name, *values) for values in cursor.fetchall()]
    return found


def own_tables() -> list[str]:
    """Where ratings could leave something behind."""
    return [name for name in tables() if name.startswith("satisfaction_")]


def own_rows() -> list[Row]:
    return rows(*own_tables())


def others() -> list[Row]:
    """Everything else, people included."""
    return [row for row in rows() if not row.table.startswith("satisfaction_")]


def difference(before: list[Row], after: list[Row]) -> list[Row]:
    """The rows that came or went."""
    came, gone = Counter(after) - Counter(before), Counter(before) - Counter(after)
    return sorted((came + gone).elements(), key=lambda row: (row.table, row.place))


def numbers_of(column: str) -> set[int]:
    """The ids that the tables of ratings hold in a column of this name."""
    found: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = %s AND "
            "table_name LIKE %s",
            [column, "satisfaction\\_%"],
        )
        for (name,) in cursor.fetchall():
            query = sql.SQL("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
            parts = {"column": sql.Identifier(column), "table": sql.Identifier(name)}
            cursor.execute(query.format(**parts).as_string(connection.connection))
            found |= {value for (value,) in cursor.fetchall()}
    return found
