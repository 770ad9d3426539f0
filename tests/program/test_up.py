"""`wasl up` from an empty home: prepared, served, mended, stopped; and what it refuses."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import psutil
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from wasl.common import installation, postgres
from wasl.program import preparing
from wasl.program.environment import ROOT, Trouble

COMMAND = [sys.executable, "-m", "wasl.program"]


def three_ports():
    """A free port with two free ones after it."""
    for port in range(21_000, 30_000, 7):
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            try:
                for probe, number in ((one, port), (two, port + 1), (three, port + 2)):
                    probe.bind(("127.0.0.1", number))
            except OSError:
                continue
            return port
    raise AssertionError("no free ports")


@pytest.fixture
def surroundings(tmp_path):
    told = {name: value for name, value in os.environ.items() if not name.startswith(("WASL_", "DATABASE_", "DJANGO_"))}
    return told | {"WASL_HOME": str(tmp_path / "home"), "WASL_PORT": str(three_ports()), "WASL_WEB_WORKERS": "1"}


def until(told, seconds=120.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := told():
            return answer
        time.sleep(0.2)
    raise AssertionError("it did not come")


def status(port, path="/check/"):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def kept_for_ever(port):
    """Whether style, script and fonts go out once and stay with the browser: their names are their content."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/check/", timeout=5) as answer:
        page = answer.read().decode()
    files = set(re.findall(r'"(/static/[^"#]+\.(?:css|js|woff2))"', page))
    for name in files:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}{name}", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked, timeout=5) as answer:
            assert "immutable" in answer.headers["Cache-Control"], name
            assert name.endswith(".woff2") or answer.headers["Content-Encoding"] == "gzip", name
    return len(files) >= 3


@contextlib.contextmanager
def visitors(port, how_many=3):
    """People who keep asking while something happens; what they were answered."""
    seen, stop = [], threading.Event()

    def visit():
        while not stop.wait(0.02):
            seen.append(status(port))

    threads = [threading.Thread(target=visit) for _ in range(how_many)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def children(process, part):
    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            found += [child] if part in " ".join(child.cmdline()) else []
    return found


def test_it_prepares_serves_mends_and_stops(surroundings, tmp_path):
    home, port = tmp_path / "home", int(surroundings["WASL_PORT"])
    said = tmp_path / "said"
    with open(said, "w") as out:
        process = subprocess.Popen([*COMMAND, "up"], cwd=ROOT, env=surroundings, stdout=out, stderr=out)
        try:
            until(lambda: "Ctrl-C stops it" in said.read_text() or process.poll() is not None, 300)
            assert process.poll() is None, said.read_text()
            assert status(port) == 200
            assert kept_for_ever(port)

            # A killed worker and a killed database are started again.
            worker = until(lambda: children(process, "wasl.program worker"))[0]
            worker.kill()
            until(lambda: any(child.pid != worker.pid for child in children(process, "wasl.program worker")))
            server = postgres.postmaster(home)
            with visitors(port) as seen:
                server.kill()
                until(lambda: (now := postgres.postmaster(home)) and now.pid != server.pid)
                until(lambda: status(port) == 200)
            assert set(seen) <= {200, 503}

            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            if postgres.is_up(home):
                postgres.stop(home)
    assert said.read_text().rstrip().endswith("Stopped.")
    assert not postgres.is_up(home)
    assert status(port) == 0
    web_log = (home / "logs" / "web.log").read_text()
    assert "GET /check/ 200" in web_log
    assert "/rate/…" in web_log or "/rate/" not in web_log


def test_a_port_in_use_is_said(surroundings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(surroundings["WASL_PORT"])))
        taken.listen()
        done = subprocess.run([*COMMAND, "up"], cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 1
    assert "is used by another program. Set WASL_PORT" in done.stderr


@pytest.mark.django_db
def test_who_owns_tables_does_not_serve(monkeypatch, settings):
    home = installation.home()
    parts = conninfo_to_dict(installation.url(home, owner=True)) | {"dbname": settings.DATABASES["default"]["NAME"]}
    monkeypatch.setattr(installation, "url", lambda folder, owner: make_conninfo(**parts))
    with pytest.raises(Trouble, match="owns tables"):
        preparing.refuse_wrong_role(home)


def test_a_superuser_does_not_serve(database_server, monkeypatch):
    if not installation.is_embedded():
        pytest.skip("the external server's superuser is not known here")
    home = installation.home()
    monkeypatch.setattr(installation, "url", lambda folder, owner: postgres.superuser_url(folder))
    with pytest.raises(Trouble, match="superuser"):
        preparing.refuse_wrong_role(home)
