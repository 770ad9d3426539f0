"""Keys that are destroyed when their time is over: files beside the database and outside every
backup.

They must not come back with a restore, so they lie in a folder of their own that backups pass over.
Each association has its own folder. Several machines that serve one association mount one folder: a
key is made on one of them.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

SIZE = 32
# Read by tar, borg, restic and others: whoever finds this file leaves the folder out.
TAG, TAG_WORDS = "CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n"


def folder() -> Path:
    """Where the keys of this association lie, made at first use for this account of the machine
    alone.
    """
    top = Path(settings.PASSING_KEYS)
    own = top / str(connection.settings_dict["NAME"])
    if not own.is_dir():
        own.mkdir(parents=True, exist_ok=True, mode=0o700)
        top.chmod(0o700)
        with contextlib.suppress(FileExistsError), open(top / TAG, "x") as tag:
            tag.write(TAG_WORDS)
    return own


def key(name: str) -> bytes:
    """The key of this name, made now where there is none; the same for everybody who asks at
    once.
    """
    if (present := existing(name)) is not None:
        return present
    home = folder()
    # A name of its own for every thread, at mode 0600 from the start.
    number, draft = tempfile.mkstemp(dir=home, prefix=".draft-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, home / name)  # whole or not at all, and never over another's
    finally:
        os.unlink(draft)
    _sync(home)
    return (home / name).read_bytes()


def existing(name: str) -> bytes | None:
    """The key of this name, if it is there."""
    try:
        return (folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def names(prefix: str) -> list[str]:
    """The keys whose names begin so, sorted."""
    return sorted(path.name for path in folder().glob(f"{prefix}*"))


def destroy(name: str) -> None:
    """Write over a key and take it away. A disk that keeps old blocks may keep it: encrypt the disk
    too.
    """
    path = folder() / name
    with contextlib.suppress(FileNotFoundError):
        with open(path, "r+b") as file:
            file.write(bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        _sync(path.parent)


def _sync(home: Path) -> None:
    """After this a power cut does not undo what was done in the folder."""
    number = os.open(home, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
