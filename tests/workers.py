"""A real worker process on the test database, to be killed by tests (`worker` is a fixture of every
test).
"""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings as django_settings
from django.db import connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from wasl.common import installation

WORKER = """
import django
django.setup()
from procrastinate.contrib.django import app
with app.replace_connector(app.connector.get_worker_connector()):
    app.run_worker(wait=%s, concurrency=1, update_heartbeat_interval=0.5, stalled_worker_timeout=2)
"""


@pytest.fixture
def worker(transactional_db):
    """Call it to start a worker; with `wait=False` it ends when the queue is empty. Whoever lives
    is killed at the end.
    """
    parts = conninfo_to_dict(installation.url(installation.home(), owner=True))
    url = make_conninfo(**{**parts, "dbname": django_settings.DATABASES["default"]["NAME"]})
    started = []

    def start(*, wait=True, script="", **environment):
        process = subprocess.Popen(
            [sys.executable, "-c", script or WORKER % wait],
            env=os.environ
            | {
                "DATABASE_URL": url,
                "DATABASE_OWNER_URL": url,
                "DJANGO_SETTINGS_MODULE": "config.settings",
            }
            | environment,
            cwd=django_settings.BASE_DIR,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def lose_the_heartbeat():
    """A minute passes without a sign of life from the workers that ever were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'"
        )


def wait_for(true, seconds=60):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.1)
