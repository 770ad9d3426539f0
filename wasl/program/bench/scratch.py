"""A database of a bench's own: made, migrated, thrown away. Whatever the environment names stays untouched."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from wasl.program import environment


@contextlib.contextmanager
def database() -> Iterator[Path]:
    """A fresh home with an empty database at the latest migration, and Django ready as the role that serves."""
    home = tempfile.mkdtemp(prefix="wasl-bench-")
    os.environ["WASL_HOME"] = home
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    try:
        with environment.database() as place:
            say("preparing a scratch database")
            subprocess.run(
                [sys.executable, "-m", "wasl.program", "migrate"], check=True, cwd=environment.ROOT, stdout=sys.stderr
            )
            environment.ready()
            yield place
    finally:
        shutil.rmtree(home, ignore_errors=True)


def say(what: str) -> None:
    """Progress, for people; standard output is for the figures."""
    print(what, file=sys.stderr, flush=True)
