"""Where this installation lives: its home folder, its secrets, and which database it speaks to. No
Django here.
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
# before the joins of a list (ADR 25). Another `options` in DATABASE_URL (an empty one before a
# PgBouncer) stands in its place.
PLANNING = "-c join_collapse_limit=7"


def home() -> Path:
    """The folder that holds all that is this installation's own (`WASL_HOME`, default `var/` beside
    the code).
    """
    default = Path(__file__).resolve().parents[2] / "var"
    return Path(os.environ.get("WASL_HOME", default)).resolve()


def secrets(folder: Path) -> dict[str, Any]:
    """The keys of this installation, made at first use and kept in `secrets.json` at mode 0600."""
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
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    current_secrets: dict[str, Any] = json.loads(path.read_text())
    return current_secrets


def secrets_file(folder: Path) -> Path:
    """Where the keys lie."""
    return folder / "secrets.json"


def passing_keys(folder: Path) -> Path:
    """Where keys lie that must not outlive their time, and that no backup may hold;
    `WASL_PASSING_KEYS` moves it.

    Several machines that serve one association mount one folder there; each alone would lose what
    another wrote.
    """
    return Path(os.environ.get("WASL_PASSING_KEYS", folder / "keys"))


def new_field_key() -> str:
    """A fresh key for values encrypted at rest."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def keep_secrets(folder: Path, new_secrets: dict[str, Any]) -> None:
    """Put other keys in the place of those there, at mode 0600: whole or not at all, whatever
    happens meanwhile.
    """
    path = secrets_file(folder)
    _draft(path, new_secrets).replace(path)
    folder_fd = os.open(folder, os.O_RDONLY)
    try:
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
    """Where the embedded server's socket lies; a short path in the temporary folder where the own
    one is too long.
    """
    own = folder / "postgres" / "run"
    if len(str(own)) < 80:
        return own
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"wasl-{os.getuid()}-{digest}"


def is_embedded() -> bool:
    """Whether the database is the embedded one (no `DATABASE_URL` in the environment)."""
    return not os.environ.get("DATABASE_URL")


def url(folder: Path, *, owner: bool) -> str:
    """The connection string of the runtime role, or of the owner."""
    if is_embedded():
        role = OWNER if owner else RUNTIME
        return make_conninfo(
            host=str(socket_folder(folder)), port="5432", user=role, dbname=DATABASE
        )
    named = os.environ.get("DATABASE_OWNER_URL") if owner else None
    return named or os.environ["DATABASE_URL"]


def database(folder: Path) -> dict[str, Any]:
    """Django's entry for the database: the runtime role, or the owner where `WASL_ROLE=owner`
    (migrations, tests).
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
