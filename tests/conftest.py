"""What every test may ask for: the database, the runtime role's own connection, a site that a browser can visit."""

import contextlib
import shutil

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.utils import translation
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.cast import *  # noqa: F403
from wasl.common import grants, installation, postgres

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("wasl", deadline=None)
hypothesis.settings.load_profile("wasl")

# Nothing of a test has to outlive a power cut.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
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
    """Outside a request reasons are read in English, so that tests may match them; pages stay Arabic unless asked otherwise."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def database_server():
    """The embedded server of the tests' own home, or the external one that DATABASE_URL names."""
    home = installation.home()
    with postgres.running(home, HASTY) if installation.is_embedded() else contextlib.nullcontext():
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server):
    """The server is up before the test database is made."""


@pytest.fixture(scope="session")
def runtime_role(django_db_setup, django_db_blocker):
    """The name of the role that serves, after it was given its rights on the test database."""
    parts = conninfo_to_dict(installation.url(installation.home(), owner=False))
    with django_db_blocker.unblock():
        grants.grant(str(parts["user"]))
    return parts["user"]


@pytest.fixture
def runtime_connection(runtime_role, transactional_db):
    """A connection to the test database as the role that serves; sees what was committed, so the test's own database is transactional."""
    parts = conninfo_to_dict(installation.url(installation.home(), owner=False)) | {"dbname": settings.DATABASES["default"]["NAME"]}
    with psycopg.connect(make_conninfo(**parts), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """An installed Chromium where there is one, else the test tool's own."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **own, "args": CHROMIUM_FLAGS}


@pytest.fixture
def live_site(live_server, page):
    """The address of a running site; ask for `page` beside it and visit."""
    page.set_default_timeout(10_000)
    return live_server.url


def pytest_collection_modifyitems(items):
    """The browser's tests come last: they are slow, and what they would find first is found cheaper before."""
    items.sort(key=lambda item: "journeys" in item.nodeid)
