"""A worker killed in the middle of a reaction: nothing lost, nothing repeated."""

import os
import signal

import pytest
from django.db import transaction

from tests.cast import NOW
from tests.workers import lose_the_heartbeat, wait_for
from wasl.audit import actions
from wasl.audit.models import Done, Event
from wasl.common import clock

HANDLER = "tests.audit.handlers.add_a_row_slowly"


@pytest.mark.clause("PRE-6")
def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(
    worker, association, settings, tmp_path
):
    settings.REACTIONS = {"test.happen": [HANDLER]}
    with transaction.atomic():
        event = actions.record(verb="test.happen", subject=association, by=None, at=NOW)
    mark = tmp_path / "mark"
    first = worker(WASL_TEST_MARK=str(mark))
    wait_for(mark.exists)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert not Done.objects.exists()
    assert not Event.objects.filter(verb="test.done").exists()

    assert actions.rescue_stalled(at=clock.real_now()) == 0
    lose_the_heartbeat()
    assert actions.rescue_stalled(at=clock.real_now()) == 1
    assert worker(wait=False, WASL_TEST_MARK=str(mark)).wait(timeout=60) == 0
    assert Done.objects.get().event_id == event.pk
    assert Event.objects.filter(verb="test.done").count() == 1

    assert actions.react(event_id=event.pk, handler=HANDLER) is False
    assert Event.objects.filter(verb="test.done").count() == 1
