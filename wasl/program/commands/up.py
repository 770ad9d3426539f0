"""Serve the site: the database, the web server and the worker, watched and stopped together."""

import argparse
import fcntl
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

from wasl.accounts import first_code
from wasl.common import installation, postgres
from wasl.program import preparing, processes
from wasl.program.environment import Trouble, address, database, port
from wasl.program.processes import Child
from wasl.program.stopping import Stop

PATIENCE_SECONDS = 90


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--sample` brings the sample association, its phone and its mailbox."""
    parser.add_argument(
        "--sample", action="store_true", help="load the sample association into an empty database"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; 1 when it could not be started."""
    stop = Stop()
    home = installation.home()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(home / "up.lock", "w") as lock:
        _alone(lock.fileno(), home)
        try:
            with database():
                _prepare(home, stop)
                sample = options.sample and not stop.is_asked and _load_sample(home, stop)
                return 0 if stop.is_asked else _serve(home, stop, sample=sample)
        except psycopg.OperationalError as error:
            raise Trouble(f"The database cannot be reached: {error}") from None


def _alone(lock: int, home: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Trouble(
            f"Wasl already runs from {home}. Stop it first, or set WASL_HOME to another folder."
        ) from None
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("WASL_BIND", "127.0.0.1"), port()))
        except OSError:
            raise Trouble(
                f"Port {port()} is used by another program. Set WASL_PORT to a free one."
            ) from None


def _prepare(home: Path, stop: Stop) -> None:
    if not stop.is_asked and not preparing.is_prepared(home):
        _say("Preparing the database and the pages …")
        _command("migrate", home, stop)
    if not stop.is_asked:
        preparing.refuse_wrong_role(home)


def _load_sample(home: Path, stop: Stop) -> bool:
    """Whether the sample association is there now; a real association is left alone and served as
    it is.
    """
    state = preparing.holds(home)
    if state == "nothing":
        _say("Loading the sample association …")
        _command("sample", home, stop)
    elif state == "real":
        _say("This database holds a real association; the sample is left out.")
    return state != "real"


def _command(name: str, home: Path, stop: Stop) -> None:
    """Another of our commands, in a process of its own, because it works as another role; cut short
    by a wish to stop.
    """
    child = Child(name, [sys.executable, "-m", "wasl.program", name], home / "logs")
    child.start()
    while not child.dead and not stop.wait(0.1):
        pass
    if stop.is_asked:
        processes.stop([child], stop)
    elif child.returncode:
        raise Trouble("\n".join([f"`wasl {name}` failed.", *child.last_words()]))


def _serve(home: Path, stop: Stop, *, sample: bool) -> int:
    children = _children(home, sample=sample)
    try:
        # The web server first and alone: on a small machine the others would only slow its start.
        children[0].start()
        if not _wait_until_ready(children[0], stop):
            return 0 if stop.is_asked else _explain(children[0], home)
        for child in children[1:]:
            child.start()
        _greet(home, sample=sample)
        _watch(home, children, stop)
    finally:
        _say("Stopping …")
        processes.stop(children, stop)
    _say("Stopped.")
    return 0


def _children(home: Path, *, sample: bool) -> list[Child]:
    def ours(name: str) -> list[str]:
        return [sys.executable, "-m", "wasl.program", name]

    logs, serving = home / "logs", {"WASL_SERVING": "1"}
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:wasl.program.serving"]
    children = [
        Child("web", gunicorn, logs, serving),
        Child("worker", ours("worker"), logs, serving),
    ]
    return [*children, Child("loopback", ours("loopback"), logs)] if sample else children


def _wait_until_ready(web: Child, stop: Stop) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and not stop.wait(0.1):
        if web.dead:
            return False
        if _answers():
            return True
    return False


def _answers() -> bool:
    """Whether the web server speaks; what it says is for the tests to judge."""
    bind = os.environ.get("WASL_BIND", "127.0.0.1")
    host = "127.0.0.1" if bind in ("0.0.0.0", "::", "") else bind  # noqa: S104
    try:
        with urllib.request.urlopen(f"http://{host}:{port()}/robots.txt", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _explain(web: Child, home: Path) -> int:
    print(
        "wasl: the web server did not start; its last words:",
        *web.last_words(),
        sep="\n  ",
        file=sys.stderr,
    )
    print(f"wasl: the logs are in {home / 'logs'}", file=sys.stderr)
    return 1


def _watch(home: Path, children: list[Child], stop: Stop) -> None:
    """Until told to stop, whoever dies is started again; the database first."""
    while not stop.wait(0.5):
        if installation.is_embedded() and not postgres.is_up(home):
            _say("PostgreSQL ended; starting it again …")
            try:
                postgres.start(home)
            except (postgres.PostgresFailed, psycopg.OperationalError) as error:
                _say(str(error))
                stop.wait(5)
                continue
        for child in children:
            if child.dead and child.again():
                _say(
                    f"The {child.name} process ended; started it again. Its log: "
                    f"{home / 'logs' / child.name}.log"
                )


def _greet(home: Path, *, sample: bool) -> None:
    _say(f"\nWasl answers on {address()}")
    if sample:
        _say(f"The sample's phone and mailbox: http://127.0.0.1:{port() + 1}")
        path = home / "sample-sign-ins.txt"
        if path.exists():
            _say(f"Sample sign-ins (kept in {path}):")
            for line in path.read_text(encoding="utf-8").splitlines():
                _say("  " + "  ".join(f"{part:<20}" for part in line.split("\t")).rstrip())
    elif preparing.holds(home) == "nothing":
        _say(
            f"No association is set up here yet. Open {address()}/account/found/ and "
            "type this code:"
        )
        _say(
            f"  {first_code.issue(home)}   (kept in {home / 'first-run-code.txt'} until it is used)"
        )
    _say("Ctrl-C stops it.\n")


def _say(text: str) -> None:
    print(text, flush=True)
