"""What every test may ask for: the database, the runtime role's own connection, a site that a
browser can visit.
"""

import contextlib
import fcntl
import hashlib
import shutil
from datetime import timedelta
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests import day, replay
from tests.cast import *  # noqa: F403
from tests.printed import _nothing_prints_none  # noqa: F401
from tests.workers import worker  # noqa: F401
from wasl.common import clock, grants, installation, postgres

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("wasl", deadline=None)
hypothesis.settings.load_profile("wasl")

# Nothing of a test has to outlive a power cut.
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True)
def _reasons_in_english():
    """Outside a request reasons are read in English, so that tests may match them; pages stay
    Arabic.
    """
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _the_clock_of_tests(monkeypatch):
    """Each test begins at the same moment, in this process and in those that it starts
    (`tests/day.py`).
    """
    seconds = day.offset()
    monkeypatch.setattr(clock, "OFFSET", timedelta(seconds=seconds))
    monkeypatch.setenv(day.OFFSET, str(seconds))


@pytest.fixture(autouse=True)
def _the_builders_of_tests(request):
    """What builders wrote is replayed inside a test's own transaction (`tests/replay.py`)."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    commits = commits or {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and installation.is_embedded():
        replay.begin()
    yield
    replay.end()


@pytest.fixture(scope="session")
def database_server():
    """The embedded server of the tests' own home, or the external one that DATABASE_URL names."""
    home = installation.home()
    if not installation.is_embedded():
        yield
        return
    with postgres.running(home, HASTY):
        with psycopg.connect(postgres.superuser_url(home), autocommit=True) as connection:
            connection.execute(
                f"GRANT SET ON PARAMETER session_replication_role TO {postgres.OWNER}"
            )
        yield


@pytest.fixture(scope="session")
def database_stencil(database_server):
    """The name of a finished test database to copy from: a new one whenever a migration or a
    requirement changes.
    """
    root = Path(settings.BASE_DIR)
    sources = [
        *sorted(root.glob("wasl/*/migrations/*.py")),
        *sorted(root.glob("requirements*.txt")),
    ]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    return f"wasl_stencil_{digest}"


@pytest.fixture(scope="session")
def stencil_turn():
    """Of several processes of one run the first makes the stencil, and the others wait for it."""
    with open(installation.home() / "stencil.lock", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield turn


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, database_stencil, stencil_turn
):
    """The server is up before the test database is made, and the database is copied where that is
    possible.
    """
    with _maintenance() as connection:
        if _exists(connection, database_stencil):
            _copy(connection, database_stencil, _test_database())
        else:
            _drop(connection, _test_database())


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """Whether Django finds a fresh copy instead of migrating from nothing."""
    with _maintenance() as connection:
        return _exists(connection, _test_database())


def _flush(tables):
    """SQL that empties the tables which hold anything; of 190 most are empty, and to truncate all
    of them takes half a second after every test that commits.
    """
    connection = connections["default"]
    names = [sql.Identifier(table).as_string(None) for table in tables]
    filled = " UNION ALL ".join(
        f"SELECT {place} WHERE EXISTS (SELECT 1 FROM {name})" for place, name in enumerate(names)
    )
    with connection.cursor() as cursor:
        cursor.execute(filled)
        places = sorted(row[0] for row in cursor.fetchall())
    # Without triggers, so that neither foreign keys nor the guards of the trail stand in the way.
    return [
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {names[place]}" for place in places),
        "SET LOCAL session_replication_role = origin",
    ]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup, django_db_keepdb, database_stencil, stencil_turn, django_db_blocker
):
    """Leave a stencil behind for the next run."""
    made = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        connections.close_all()
    if installation.is_embedded():
        ops = type(connections["default"].ops)
        ops.sql_flush = lambda self, style, tables, **options: _flush(tables) if tables else []
    with _maintenance() as connection:
        # A run of a few tests that need no database makes none, and leaves no stencil.
        if not django_db_keepdb and _exists(connection, made) and made.startswith("test_"):
            old = connection.execute(
                "SELECT datname FROM pg_database WHERE datname ~ '^wasl_stencil_'"
            ).fetchall()
            for (name,) in old:
                _drop(connection, name)
            _copy(connection, made, database_stencil)
    fcntl.flock(stencil_turn, fcntl.LOCK_UN)


def _test_database():
    told = connections["default"].settings_dict
    return told.get("TEST", {}).get("NAME") or f"test_{told['NAME']}"


@contextlib.contextmanager
def _maintenance():
    parts = conninfo_to_dict(installation.url(installation.home(), owner=True)) | {
        "dbname": "postgres"
    }
    with psycopg.connect(make_conninfo(**parts), autocommit=True) as connection:
        yield connection


def _exists(connection, name):
    return (
        connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        is not None
    )


def _drop(connection, name):
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} (FORCE)").format(sql.Identifier(name)))


def _copy(connection, source, target):
    _drop(connection, target)
    connection.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(target), sql.Identifier(source)
        )
    )


@pytest.fixture(scope="session")
def runtime_role(django_db_setup, django_db_blocker):
    """The name of the role that serves, after it was given its rights on the test database."""
    parts = conninfo_to_dict(installation.url(installation.home(), owner=False))
    with django_db_blocker.unblock():
        grants.grant(str(parts["user"]))
    return parts["user"]


@pytest.fixture
def runtime_connection(runtime_role):
    """A connection as the role that serves. It sees what is committed: for the test's rows use
    `transactional_db`.
    """
    parts = conninfo_to_dict(installation.url(installation.home(), owner=False)) | {
        "dbname": settings.DATABASES["default"]["NAME"]
    }
    with psycopg.connect(make_conninfo(**parts), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """An installed Chromium where there is one, else the test tool's own."""
    found = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **own, "args": CHROMIUM_FLAGS}


@pytest.fixture
def live_site(live_server, page):
    """The address of a running site; ask for `page` beside it and visit."""
    page.set_default_timeout(10_000)
    return live_server.url


# The trail and the search are tried on an external server as a whole.
EXTERNAL = ("tests/audit/", "test_find", "test_search")


def pytest_report_header():
    """Name the moment at which the tests begin, so that a run can be repeated."""
    return f"tests begin at {day.NOW.isoformat()} (WASL_TEST_DAY)"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """The browser's tests come last: they are slow, and what they would find first is found cheaper
    before.

    But the longest of all comes first: at the end one worker would be at it and the other idle.
    """
    for item in items:
        if "runtime_role" in item.fixturenames:
            item.add_marker("django_db")
        if any(part in item.nodeid for part in EXTERNAL):
            item.add_marker("external")
        if any(part in item.nodeid for part in day.ANY_DAY):
            item.add_marker("any_day")
    yield
    items.sort(key=_turn)


def _turn(item):
    if "test_accessibility" in item.nodeid:
        return 0
    return 2 if "journeys" in item.nodeid else 1
