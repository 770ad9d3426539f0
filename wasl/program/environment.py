"""What a command stands on: the database up, Django ready, as the role that serves or as the
owner.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from django.db.utils import ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

from wasl.common import installation, postgres

ROOT = Path(__file__).resolve().parents[2]


class Trouble(Exception):
    """Something that a person can mend; the text says what and how."""


@contextlib.contextmanager
def database() -> Iterator[Path]:
    """The database is up within the block, and stopped after it if nobody else uses it."""
    home = installation.home()
    with postgres.running(home) if installation.is_embedded() else contextlib.nullcontext():
        yield home


@contextlib.contextmanager
def site(*, owner: bool = False) -> Iterator[None]:
    """The database is up and Django is ready; once a process, as one role."""
    if owner:
        os.environ["WASL_ROLE"] = "owner"
    with database():
        ready()
        try:
            yield
        except Exception as error:
            if message := _what_to_mend(error):
                raise Trouble(message) from error
            raise


def _what_to_mend(error: Exception) -> str:
    """What a person can do about it, where that is known; '' for an error of the program."""
    from wasl.common.crypto import LostKey

    if isinstance(error, LostKey):
        return (
            f"{error} Nothing was changed. The keys are read from "
            f"{installation.secrets_file(installation.home())}."
        )
    is_behind = isinstance(error, ProgrammingError) and isinstance(
        error.__cause__, UndefinedTable | UndefinedColumn
    )
    if is_behind and _migrations_wait():
        return (
            "The tables are not of this version yet. Run `wasl migrate` first; `wasl up` "
            "does it by itself."
        )
    return ""


def _migrations_wait() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def ready() -> None:
    """Set Django up; the settings live beside the package, not in it."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def port() -> int:
    """Where the site answers; the two ports after it are the sample's phone and mailbox."""
    try:
        return int(os.environ.get("WASL_PORT", "8000"))
    except ValueError:
        raise Trouble("WASL_PORT is not a number.") from None


def address() -> str:
    """The site's own address, as people type it."""
    return os.environ.get("WASL_URL", f"http://127.0.0.1:{port()}")
