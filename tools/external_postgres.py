"""A PostgreSQL that is not ours, for the tests marked `external`: Debian's programs in a private
cluster of their own, or the server that WASL_TEST_DATABASE_URL names (a role that may make roles
and databases). Never the system's service.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "external"
OLDEST = 15
OWNER, RUNTIME, DATABASE = "wasl_test_owner", "wasl_test_app", "wasl_tests"
AS_NOBODY = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]


def passes(command: Sequence[str]) -> bool:
    """Run the command with both addresses set; true also where there is no external server to
    ask.
    """
    named = os.environ.get("WASL_TEST_DATABASE_URL")
    folder = None if named else _programs()
    if not named and folder is None:
        print(
            "== external PostgreSQL: none here; set WASL_TEST_DATABASE_URL to try one.", flush=True
        )
        return True
    print(f"== external PostgreSQL: {folder or 'the server named'}", flush=True)
    if named:
        return _run(command, named)
    with cluster(folder or Path()) as url:
        return _run(command, url)


def _run(command: Sequence[str], url: str) -> bool:
    with roles(url) as environment:
        return subprocess.run(command, env=os.environ | environment).returncode == 0


def _programs() -> Path | None:
    """The newest Debian server programs; as root they are installed where they lack."""
    found = _installed()
    if found is None and os.getuid() == 0 and shutil.which("apt-get"):
        _install()
        found = _installed()
    return found


def _installed() -> Path | None:
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    fit = [
        path for path in folders if path.parent.name.isdigit() and int(path.parent.name) >= OLDEST
    ]
    return min(fit, key=lambda path: int(path.parent.name), default=None)


def _install() -> None:
    print("== external PostgreSQL: installing Debian's …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    subprocess.run(["apt-get", "update", "-qq"], env=environment)
    subprocess.run([*apt, "postgresql-common"], env=environment)
    # Only the programs are wanted: no cluster of the system's own is made, and no service started.
    drop_in = Path("/etc/postgresql-common/createcluster.d")
    if drop_in.is_dir():
        (drop_in / "wasl-tests.conf").write_text("create_main_cluster = false\n")
    for package in ("postgresql-15", "postgresql"):
        if subprocess.run([*apt, package], env=environment).returncode == 0:
            return


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A cluster of its own on a free loopback port, thrown away afterwards."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, mode=0o700)
    password, port = secrets.token_hex(16), _free_port()
    (FOLDER / "password").write_text(password)
    data, log = FOLDER / "data", FOLDER / "server.log"
    how = [
        "-U",
        "postgres",
        "--auth=scram-sha-256",
        f"--pwfile={FOLDER / 'password'}",
        "--encoding=UTF8",
    ]
    _do([str(programs / "initdb"), "-D", str(data), *how, "--locale=C.UTF-8"])
    settings = {
        "port": port,
        "listen_addresses": "'127.0.0.1'",
        "unix_socket_directories": "''",
        "fsync": "off",
    }
    with open(data / "postgresql.conf", "a") as file:
        file.writelines(f"{name} = {value}\n" for name, value in settings.items())
    _do([str(programs / "pg_ctl"), "start", "-w", "-D", str(data), "-l", str(log)])
    try:
        yield make_conninfo(
            host="127.0.0.1", port=port, user="postgres", password=password, dbname="postgres"
        )
    finally:
        _do([str(programs / "pg_ctl"), "stop", "-w", "-m", "immediate", "-D", str(data)])
        shutil.rmtree(FOLDER, ignore_errors=True)


@contextmanager
def roles(url: str) -> Iterator[dict[str, str]]:
    """The two roles and a database on a server, as an administrator would make them; gone
    afterwards.
    """
    passwords = {OWNER: secrets.token_hex(16), RUNTIME: secrets.token_hex(16)}
    with psycopg.connect(url, autocommit=True) as connection:
        _forget(connection)
        for role, password in passwords.items():
            options = "LOGIN CREATEDB PASSWORD {}" if role == OWNER else "LOGIN PASSWORD {}"
            made = sql.SQL("CREATE ROLE {} " + options).format(
                sql.Identifier(role), sql.Literal(password)
            )
            connection.execute(made)
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))
        made = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
        connection.execute(made.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
        whose = conninfo_to_dict(url)

        def as_role(role: str) -> str:
            return make_conninfo(
                **whose | {"user": role, "password": passwords[role], "dbname": DATABASE}
            )

        try:
            yield {
                "DATABASE_URL": as_role(RUNTIME),
                "DATABASE_OWNER_URL": as_role(OWNER),
                "WASL_ROLE": "owner",
            }
        finally:
            _forget(connection)


def _forget(connection: "psycopg.Connection[tuple[str]]") -> None:
    rows = connection.execute("SELECT datname FROM pg_database").fetchall()
    ours = [
        name
        for (name,) in rows
        if re.fullmatch(rf"(test_)?{DATABASE}(_gw\d+)?|wasl_stencil_\w+", name)
    ]
    for name in ours:
        connection.execute(sql.SQL("DROP DATABASE {} (FORCE)").format(sql.Identifier(name)))
    for role in (OWNER, RUNTIME):
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _do(command: list[str]) -> None:
    """PostgreSQL never runs as root: root enters a user namespace first."""
    whole = [*AS_NOBODY, *command] if os.getuid() == 0 else command
    with open(FOLDER / "said", "a+") as said:
        if subprocess.run(
            whole, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/"
        ).returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command[:2])} failed:\n{said.read()}")
