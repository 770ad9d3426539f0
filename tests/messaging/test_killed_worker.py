"""A worker killed after the gateway took the text and before it could note so: the person gets one
text.
"""

import os
import signal

import pytest
from django.db import transaction

from tests.workers import lose_the_heartbeat, wait_for
from wasl.adapters.unifonic import fake
from wasl.audit.actions import rescue_stalled
from wasl.common import clock
from wasl.messaging import actions
from wasl.messaging.models import Message, MessageStatus


@pytest.fixture
def gateway():
    kept = fake.FakeGateway()
    kept.server = fake.serve(kept)
    yield kept
    kept.server.shutdown()
    kept.server.server_close()


@pytest.mark.clause("PRO-7")
def test_the_person_gets_one_text(worker, gateway, association):
    with transaction.atomic():
        actions.send(
            key="answer_ready",
            to="+966512345678",
            params={"reference": "1448-000001"},
            at=clock.now(),
        )
    url = {"WASL_SMS_URL": f"http://127.0.0.1:{gateway.server.server_port}{fake.PATH}"}
    first = None

    def kill_the_worker(text):
        wait_for(lambda: first is not None)
        os.kill(first.pid, signal.SIGKILL)

    gateway.on_text = kill_the_worker
    first = worker(**url)
    wait_for(lambda: first.poll() is not None)
    assert Message.objects.get().status == MessageStatus.QUEUED

    gateway.on_text = None
    lose_the_heartbeat()
    assert rescue_stalled(at=clock.real_now()) == 1
    assert worker(wait=False, **url).wait(timeout=120) == 0
    message = Message.objects.get()
    assert (message.status, message.external_id) == (
        MessageStatus.SENT,
        gateway.texts[0].message_id,
    )
    assert gateway.requests == 2
    assert len(gateway.texts) == 1
