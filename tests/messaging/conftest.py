from types import SimpleNamespace

import pytest

from wasl.adapters.loopback import server
from wasl.messaging import channels


@pytest.fixture
def loopback(settings):
    """The sample's phone and mailbox, with the settings pointing at it."""
    open_doors = server.serve(0, 0)
    settings.SMS_GATEWAY = {
        "client": "wasl.adapters.unifonic.client.Gateway",
        "url": f"http://127.0.0.1:{open_doors.http_port}{server.PATH}",
        "app_sid": "sample",
        "sender": "WASL",
        "callback": "",
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", open_doors.smtp_port
    channels.sms.cache_clear()
    yield open_doors
    channels.sms.cache_clear()
    open_doors.stop()


@pytest.fixture
def work():
    """Run what waits in the queue, in this connection."""

    def run():
        from tests.cast import NOW
        from wasl.messaging import actions
        from wasl.messaging.models import Message, MessageStatus

        return [
            actions.hand_over(message_id=pk, at=NOW)
            for pk in Message.objects.filter(status=MessageStatus.QUEUED).values_list(
                "pk", flat=True
            )
        ]

    return SimpleNamespace(run=run)
