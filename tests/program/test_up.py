"""`wasl up`: what it says, and what it refuses. That it serves, mends and stops is seen in
`test_journey.py`.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.day import OFFSET
from wasl.accounts import first_code
from wasl.common import installation, postgres
from wasl.program import preparing
from wasl.program.commands import up
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


def environment_of(folder):
    """What a site of its own in this folder is told; it has the clock of this session of tests."""
    left_out = ("WASL_", "DATABASE_", "DJANGO_")
    told = {
        name: value
        for name, value in os.environ.items()
        if name == OFFSET or not name.startswith(left_out)
    }
    return told | {
        "WASL_HOME": str(folder / "home"),
        "WASL_PORT": str(three_ports()),
        "WASL_WEB_WORKERS": "1",
    }


@pytest.fixture
def surroundings(tmp_path):
    return environment_of(tmp_path)


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


def test_the_first_start_prints_the_code_of_an_empty_database(monkeypatch, tmp_path, capsys):
    for there, told in (("nothing", True), ("real", False)):
        monkeypatch.setattr(preparing, "holds", lambda home, there=there: there)
        up._greet(tmp_path, sample=False)
        said = capsys.readouterr().out
        assert ("account/found/" in said) is told
        assert told is (first_code.issue(tmp_path) in said)


def test_a_port_in_use_is_said(surroundings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(surroundings["WASL_PORT"])))
        taken.listen()
        done = subprocess.run(
            [*COMMAND, "up"], cwd=ROOT, env=surroundings, capture_output=True, text=True
        )
    assert done.returncode == 1
    assert "is used by another program. Set WASL_PORT" in done.stderr


@pytest.mark.django_db
def test_who_owns_tables_does_not_serve(monkeypatch, settings):
    home = installation.home()
    parts = conninfo_to_dict(installation.url(home, owner=True)) | {
        "dbname": settings.DATABASES["default"]["NAME"]
    }
    monkeypatch.setattr(installation, "url", lambda folder, owner: make_conninfo(**parts))
    with pytest.raises(Trouble, match="owns tables"):
        preparing.refuse_wrong_role(home)


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["beneficiaries", "a_package_that_is_gone"])
def test_a_home_of_another_version_is_refused_before_anything_changes(label):
    preparing.refuse_foreign_tables()
    MigrationRecorder(connection).record_applied(label, "0001_whole_0015")
    with pytest.raises(Trouble, match=f"another version of Wasl .{label}.0001_whole_0015.*empty"):
        preparing.refuse_foreign_tables()


@pytest.mark.django_db
def test_a_library_that_joined_its_own_migrations_is_no_other_version():
    MigrationRecorder(connection).record_applied("procrastinate", "0001_of_before")
    preparing.refuse_foreign_tables()


def test_a_superuser_does_not_serve(database_server, monkeypatch):
    if not installation.is_embedded():
        pytest.skip("the external server's superuser is not known here")
    home = installation.home()
    monkeypatch.setattr(installation, "url", lambda folder, owner: postgres.superuser_url(folder))
    with pytest.raises(Trouble, match="superuser"):
        preparing.refuse_wrong_role(home)
