"""A worker killed in the middle of a reaction: nothing lost, nothing repeated."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.cast import NOW
from wasl.audit import actions
from wasl.audit.models import Done, Event
from wasl.common import clock, installation

HANDLER = "tests.audit.handlers.add_a_row_slowly"
WORKER = """
import django
django.setup()
from procrastinate.contrib.django import app
with app.replace_connector(app.connector.get_worker_connector()):
    app.run_worker(wait=%s, concurrency=1, update_heartbeat_interval=0.5, stalled_worker_timeout=2)
"""


@pytest.fixture
def worker(transactional_db, tmp_path):
    """Start a real worker process on the test database."""
    parts = conninfo_to_dict(installation.url(installation.home(), owner=True))
    url = make_conninfo(**{**parts, "dbname": django_settings.DATABASES["default"]["NAME"]})
    environment = os.environ | {
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "WASL_TEST_MARK": str(tmp_path / "mark"),
    }
    started = []

    def start(*, wait=True):
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER % wait],
            env=environment,
            cwd=django_settings.BASE_DIR,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    start.mark = Path(environment["WASL_TEST_MARK"])
    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_for(true, seconds=30):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.1)


@pytest.mark.clause("PRE-6")
def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(worker, association, settings):
    settings.REACTIONS = {"test.happen": [HANDLER]}
    with transaction.atomic():
        event = actions.record(verb="test.happen", subject=association, by=None, at=NOW)
    first = worker()
    wait_for(worker.mark.exists)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert not Done.objects.exists()
    assert not Event.objects.filter(verb="test.done").exists()

    time.sleep(2.5)  # the heartbeat is lost
    assert actions.rescue_stalled(at=clock.real_now(), lost_after=2) == 1
    assert worker(wait=False).wait(timeout=60) == 0
    assert Done.objects.get().event_id == event.pk
    assert Event.objects.filter(verb="test.done").count() == 1

    assert actions.react(event_id=event.pk, handler=HANDLER) is False
    assert Event.objects.filter(verb="test.done").count() == 1
