"""What must be right before the site serves: tables and rights, compiled messages, collected files,
and who serves.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import psycopg

from wasl.common import installation
from wasl.common.messages import LOCALES
from wasl.program.environment import ROOT, Trouble

OLDEST = 150000
# Served files of requirements that no page asks for.
UNUSED = ["django_htmx/ext"]
# One at a time, when several machines start together. Any number that is ours.
LOCK = 8_411_448


def is_prepared(home: Path) -> bool:
    """Whether `wasl migrate` has nothing to do: asked of the database and the files without
    starting Django.
    """
    with psycopg.connect(installation.url(home, owner=False), connect_timeout=10) as connection:
        row = connection.execute(
            "SELECT obj_description(to_regclass('django_migrations'), 'pg_class')"
        ).fetchone()
    served = _served_mark(home)
    fresh = all(_is_fresh(source) for source in LOCALES.glob("*/LC_MESSAGES/*.po"))
    return (
        row == (tables_mark(),) and fresh and served.exists() and served.read_text() == files_mark()
    )


def prepare(home: Path, *, verbosity: int = 1) -> None:
    """Bring the tables, the runtime role's rights and the served files up to the installed version.
    As the owner.
    """
    from django.core.management import call_command
    from django.db import connection

    from wasl.common import clock, grants
    from wasl.common.messages import compile_messages
    from wasl.privacy.actions import destruction, processing, retention
    from wasl.program import keys

    compile_messages()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        refuse_foreign_tables()
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=0)
        grants.grant(runtime_role(home))
        destruction.keep_plan()
        keys.make_known(clock.now())
        retention.load_rules(by=None, at=clock.now())
        processing.load_activities(by=None, at=clock.now())
        cursor.execute(f"COMMENT ON TABLE django_migrations IS '{tables_mark()}'")
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    call_command(
        "collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=UNUSED
    )
    _served_mark(home).write_text(files_mark())


def refuse_foreign_tables() -> None:
    """Refuse a database that another version of Wasl made: migrations go forward only.

    Raises `Trouble` naming one migration that ran there and is not in this version.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    others = {config.label for config in apps.get_app_configs() if not _is_ours(config.name)}
    foreign = sorted(
        migration
        for migration in loader.applied_migrations or {}
        if migration not in loader.disk_migrations and migration[0] not in others
    )
    if foreign:
        raise Trouble(
            f"The tables of this home were made by another version of Wasl ({'.'.join(foreign[0])}) "
            "and cannot be carried over: run that version, or begin with an empty home (WASL_HOME)."
        )


def _is_ours(package: str) -> bool:
    return package.split(".")[0] == "wasl"


def runtime_role(home: Path) -> str:
    """The name of the role that serves."""
    parts = psycopg.conninfo.conninfo_to_dict(installation.url(home, owner=False))
    return str(parts.get("user", ""))


def refuse_wrong_role(home: Path) -> None:
    """Who serves may neither be a superuser nor own a table, nor be a member of a role that
    does.
    """
    with psycopg.connect(installation.url(home, owner=False), connect_timeout=10) as connection:
        if connection.info.server_version < OLDEST:
            raise Trouble(
                "The database server is older than PostgreSQL 15. Upgrade it, or unset "
                "DATABASE_URL."
            )
        row = connection.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        owned = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = "
            "'public'::regnamespace"
            " AND pg_has_role(current_user, relowner, 'MEMBER')"
        ).fetchone()
    if row and row[0]:
        raise Trouble(
            "DATABASE_URL names a superuser. Serve as a role that owns nothing; the owner goes "
            "to DATABASE_OWNER_URL."
        )
    if owned and owned[0]:
        raise Trouble(
            "DATABASE_URL names a role that owns tables. Serve as another, and name the owner in "
            "DATABASE_OWNER_URL."
        )


def holds(home: Path) -> str:
    """What the database holds: `nothing`, the `sample` association, or a `real` one."""
    with psycopg.connect(installation.url(home, owner=False), connect_timeout=10) as connection:
        row = connection.execute(
            "SELECT is_sample FROM accounts_association ORDER BY id LIMIT 1"
        ).fetchone()
    if row is None:
        return "nothing"
    return "sample" if row[0] else "real"


def tables_mark() -> str:
    """What the tables were made from; written onto the database by `prepare`."""
    migrations = ROOT.glob("wasl/*/migrations/*.py")
    classified = [*ROOT.glob("wasl/*/models.py"), *ROOT.glob("wasl/*/models/*.py")]
    other_files = [
        ROOT / "requirements.txt",
        ROOT / "config" / "settings.py",
        ROOT / "wasl" / "common" / "grants.py",
    ]
    return (
        f"wasl {_digest([*migrations, *classified, *other_files, *ROOT.glob('wasl/privacy/*.py')])}"
    )


def files_mark() -> str:
    """What the served files were made from."""
    return _digest([*ROOT.glob("wasl/**/static/**/*"), ROOT / "requirements.txt"])


def _served_mark(home: Path) -> Path:
    return home / "static.mark"


def _is_fresh(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(
            str(path.relative_to(ROOT)).encode()
            + b"\0"
            + hashlib.sha256(path.read_bytes()).digest()
        )
    return digest.hexdigest()[:32]
