"""Keys that are destroyed at a set time: files beside the database and outside every backup.

A restore must not bring them back, so they lie in a folder of their own that backups skip. Each
association has its own folder. Several machines that serve one association mount one folder: a key
is made on one of them.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

SIZE = 32
# The tag that tar, borg, restic and others read: they leave out a folder that holds this file.
TAG, TAG_WORDS = "CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n"


def folder() -> Path:
    """Return the folder of this association's keys, made at first use, for this account only."""
    top = Path(settings.PASSING_KEYS)
    own = top / str(connection.settings_dict["NAME"])
    if not own.is_dir():
        own.mkdir(parents=True, exist_ok=True, mode=0o700)
        top.chmod(0o700)
        with contextlib.suppress(FileExistsError), open(top / TAG, "x") as tag:
            tag.write(TAG_WORDS)
    return own


def key(name: str) -> bytes:
    """Return the key of this name; make it when there is none.

    All callers at once get the same key.
    """
    if (present := existing(name)) is not None:
        return present
    home = folder()
    # A draft of its own for every thread, at mode 0600 from the start.
    number, draft = tempfile.mkstemp(dir=home, prefix=".draft-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            # Completely or not at all, and never over another process's key.
            os.link(draft, home / name)
    finally:
        os.unlink(draft)
    _sync(home)
    return (home / name).read_bytes()


def existing(name: str) -> bytes | None:
    """Return the key of this name, or None."""
    try:
        return (folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def names(prefix: str) -> list[str]:
    """Return the names of keys that begin with a prefix, sorted."""
    return sorted(path.name for path in folder().glob(f"{prefix}*"))


def destroy(name: str) -> None:
    """Overwrite a key and delete it.

    A disk that keeps old blocks may still hold it, so encrypt the disk too.
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
    """Write the folder itself to disk: a power cut must not undo a file made or deleted in it."""
    number = os.open(home, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
