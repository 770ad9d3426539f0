"""What a command stands on: the database up, Django ready, as the role that serves or as the owner."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

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
        yield


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
