"""A database of a bench's own: made, migrated, thrown away. Whatever the environment names stays
untouched.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from wasl.common import postgres
from wasl.program import environment

# Nothing of a scratch database has to outlive a power cut while it is filled.
HASTY = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
    "max_wal_size": "4GB", "wal_level": "minimal", "max_wal_senders": "0",
}  # fmt: skip


@contextlib.contextmanager
def database(folder: Path | None = None) -> Iterator[Path]:
    """A fresh home with an empty database at the latest migration, and Django ready as the role
    that serves.

    One that is `kept` is where an earlier run left it, and stays.
    """
    home = (folder or Path(tempfile.mkdtemp(prefix="wasl-bench-"))).resolve()
    os.environ["WASL_HOME"] = str(home)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    try:
        with postgres.running(home, HASTY):
            say("preparing a scratch database")
            subprocess.run(
                [sys.executable, "-m", "wasl.program", "migrate"],
                check=True,
                cwd=environment.ROOT,
                stdout=sys.stderr,
            )
            environment.ready()
            yield home
    finally:
        if folder is None:
            shutil.rmtree(home, ignore_errors=True)


def as_served(home: Path) -> None:
    """Start the database anew with the settings that it serves with, so that what is measured is
    what people get.
    """
    connections.close_all()
    postgres.stop(home)
    postgres.start(home)


def say(what: str) -> None:
    """Progress, for people; standard output is for the figures."""
    print(what, file=sys.stderr, flush=True)
