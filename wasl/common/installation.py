"""The place of this installation: its home folder, its secrets, and the database it uses.

No Django here.
"""

import base64
import hashlib
import json
import os
import secrets as random
import tempfile
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

OWNER, RUNTIME, DATABASE = "wasl_owner", "wasl_app", "wasl"
# The page of a request joins eleven tables by key, as written; to look for a better order takes
# PostgreSQL longer than the query itself. Below seven it no longer puts the few rows of a condition
# before the joins of a list (ADR 25). `options` in DATABASE_URL replace it (empty before a
# PgBouncer).
PLANNING = "-c join_collapse_limit=7"


def home() -> Path:
    """Return the folder of all data of this installation.

    `WASL_HOME`, or `var/` beside the code.
    """
    default = Path(__file__).resolve().parents[2] / "var"
    return Path(os.environ.get("WASL_HOME", default)).resolve()


def secrets(folder: Path) -> dict[str, Any]:
    """Return the keys of this installation, made at first use in `secrets.json` at mode 0600."""
    path = secrets_file(folder)
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        new_secrets = {
            "secret_key": random.token_urlsafe(48),
            "field_keys": [new_field_key()],
            "blind_key": random.token_urlsafe(48),
        }
        draft = _draft(path, new_secrets)
        try:
            # Unlike rename, a link never replaces a file: of two first starts at once, the first
            # one's keys hold for both.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    current_secrets: dict[str, Any] = json.loads(path.read_text())
    return current_secrets


def secrets_file(folder: Path) -> Path:
    """Return the path of the keys file."""
    return folder / "secrets.json"


def passing_keys(folder: Path) -> Path:
    """Return the folder of keys that are destroyed in time and that no backup may hold.

    `WASL_PASSING_KEYS` moves it.

    Several machines that serve one association mount one folder there; separate folders would lose
    each other's values.
    """
    return Path(os.environ.get("WASL_PASSING_KEYS", folder / "keys"))


def new_field_key() -> str:
    """Return a fresh key for values encrypted at rest."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def keep_secrets(folder: Path, new_secrets: dict[str, Any]) -> None:
    """Replace the keys file at mode 0600: completely or not at all, whatever happens meanwhile."""
    path = secrets_file(folder)
    _draft(path, new_secrets).replace(path)
    folder_fd = os.open(folder, os.O_RDONLY)
    try:
        # The rename itself is on the disk only when its folder is.
        os.fsync(folder_fd)
    finally:
        os.close(folder_fd)


def _draft(path: Path, content: dict[str, Any]) -> Path:
    draft = path.with_suffix(f".{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    return draft


def socket_folder(folder: Path) -> Path:
    """Return the folder of the embedded server's socket.

    It is a short path in the temporary folder where the home's own is too long.
    """
    own = folder / "postgres" / "run"
    # The path of a Unix socket has some 107 bytes at most, and the socket's own name needs its
    # share.
    if len(str(own)) < 80:
        return own
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"wasl-{os.getuid()}-{digest}"


def is_embedded() -> bool:
    """Return whether the database is the embedded one (no `DATABASE_URL` in the environment)."""
    return not os.environ.get("DATABASE_URL")


def url(folder: Path, *, owner: bool) -> str:
    """Return the connection string of the runtime role, or of the owner."""
    if is_embedded():
        role = OWNER if owner else RUNTIME
        return make_conninfo(
            host=str(socket_folder(folder)), port="5432", user=role, dbname=DATABASE
        )
    named = os.environ.get("DATABASE_OWNER_URL") if owner else None
    return named or os.environ["DATABASE_URL"]


def database(folder: Path) -> dict[str, Any]:
    """Return Django's entry for the database.

    Of the runtime role, or of the owner when `WASL_ROLE=owner` (migrations, tests).
    """
    parts = conninfo_to_dict(url(folder, owner=os.environ.get("WASL_ROLE") == "owner"))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", DATABASE),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "wasl", "options": PLANNING, **parts},
    }
