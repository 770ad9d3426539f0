"""Print the schema of a database as sorted text, a line each, so that two databases can be compared
by `diff`.

    python tools/schema.py [postgresql://…]

Without an address the home's own database is asked (WASL_HOME). Lines hold tables, columns,
constraints, indexes, triggers, functions, sequences and grants; nothing of the data, no object ids,
and no order of columns: PostgreSQL cannot move a column, so a table that grew differs in order
alone from one that was made whole.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from wasl.common import installation, postgres  # noqa: E402

QUERIES = {
    "table": """
        SELECT c.relname, c.relkind::text
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
    """,
    "column": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
               CASE WHEN a.attnotnull THEN 'not null' ELSE 'null' END,
               coalesce(pg_get_expr(d.adbin, d.adrelid), ''), a.attidentity::text, a.attgenerated::text
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
    """,
    "constraint": """
        SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
        FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public'
    """,
    "index": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": """
        SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid)
        FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND NOT t.tgisinternal
    """,
    "function": """
        SELECT p.proname, pg_get_function_identity_arguments(p.oid), pg_get_functiondef(p.oid)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public' AND p.prokind IN ('f', 'p')
    """,
    "sequence": """
        SELECT c.relname, s.seqtypid::regtype::text, s.seqstart, s.seqincrement, s.seqcycle
        FROM pg_sequence s
        JOIN pg_class c ON c.oid = s.seqrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public'
    """,
    # An owner's rights over what is theirs say nothing: only those given to others are shown.
    "grant": """
        SELECT c.relname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL aclexplode(c.relacl) a
        LEFT JOIN pg_roles r ON r.oid = a.grantee
        WHERE n.nspname = 'public' AND a.grantee <> c.relowner
    """,
}


def lines(url: str) -> Iterator[str]:
    """Return the schema of the database behind the address, sorted; white space within a line is
    folded.
    """
    with psycopg.connect(url) as connection:
        for kind, query in QUERIES.items():
            rows = connection.execute(query).fetchall()
            yield from sorted(
                f"{kind} " + " | ".join(" ".join(str(cell).split()) for cell in row) for row in rows
            )


def main() -> int:
    """The command line; 0 when the schema was printed."""
    with contextlib.ExitStack() as stack:
        if sys.argv[1:]:
            url = sys.argv[1]
        else:
            home = installation.home()
            if installation.is_embedded():
                stack.enter_context(postgres.running(home))
            url = installation.url(home, owner=True)
        print("\n".join(lines(url)))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("WASL_ROLE", "owner")
    sys.exit(main())
