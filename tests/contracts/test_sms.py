"""One suite for the client and the gateway's fake: what the port promises is what the wire
carries.
"""

import uuid
from types import SimpleNamespace

import httpx
import pytest

from wasl.adapters.unifonic import fake
from wasl.adapters.unifonic.client import Gateway
from wasl.messaging.channels import ChannelFailed

MOBILE = "+966512345678"
BODY = "وصلنا الطلب 1448-000117. الرد في موعده."


@pytest.fixture
def gateway():
    kept = fake.FakeGateway(app_sid="secret")
    server = fake.serve(kept)
    yield SimpleNamespace(kept=kept, url=f"http://127.0.0.1:{server.server_port}{fake.PATH}")
    server.shutdown()
    server.server_close()


def a_client(gateway, **changes):
    return Gateway(
        **{"url": gateway.url, "app_sid": "secret", "sender": "WASL", "timeout": 5.0, **changes}
    )


def test_a_text_reaches_the_phone_with_its_words_and_its_sender(gateway):
    external_id = a_client(gateway).send(MOBILE, BODY, str(uuid.uuid4()))
    (text,) = gateway.kept.texts
    assert (text.recipient, text.body, text.sender, text.message_id) == (
        "966512345678",
        BODY,
        "WASL",
        external_id,
    )


def test_the_wire_is_the_providers_form(gateway, monkeypatch):
    sent = {}
    monkeypatch.setattr(gateway.kept, "accept", lambda form: sent.update(form) or (503, {}))
    with pytest.raises(ChannelFailed):
        a_client(gateway, callback="https://example.org/status").send(MOBILE, BODY, "abc")
    assert sent == {
        "AppSid": "secret",
        "SenderID": "WASL",
        "Recipient": "966512345678",
        "Body": BODY,
        "responseType": "JSON",
        "CorrelationID": "abc",
        "MessageType": "3",
        "async": "false",
        "statusCallback": "https://example.org/status",
    }


def test_one_reference_is_one_text_even_when_the_answer_was_lost(gateway):
    client, reference = a_client(gateway), str(uuid.uuid4())
    gateway.kept.drop_answers = True
    with pytest.raises(ChannelFailed) as lost:
        client.send(MOBILE, BODY, reference)
    assert not lost.value.is_final
    gateway.kept.drop_answers = False
    first, second = client.send(MOBILE, BODY, reference), client.send(MOBILE, BODY, reference)
    assert first == second
    assert len(gateway.kept.texts) == 1


@pytest.mark.parametrize(
    ("changes", "mobile", "code"),
    [
        ({"app_sid": "wrong"}, MOBILE, "ER-01"),
        ({}, "+966112345678", "ER-06"),
        ({"sender": "TOO-LONG-NAME"}, MOBILE, "ER-09"),
    ],
)
def test_what_a_second_try_cannot_change_is_said_to_be_final(gateway, changes, mobile, code):
    with pytest.raises(ChannelFailed, match=code) as refused:
        a_client(gateway, **changes).send(mobile, BODY, "x")
    assert refused.value.is_final
    assert not gateway.kept.texts


def test_an_outage_is_worth_another_try(gateway):
    gateway.kept.outage = True
    with pytest.raises(ChannelFailed) as refused:
        a_client(gateway).send(MOBILE, BODY, "x")
    assert not refused.value.is_final


def test_nobody_listening_is_the_same_one_exception():
    with pytest.raises(ChannelFailed) as refused:
        Gateway(url="http://127.0.0.1:9/", app_sid="x", sender="WASL", timeout=2).send(
            MOBILE, BODY, "x"
        )
    assert not refused.value.is_final


def test_an_answer_that_is_not_json_is_a_failure(gateway, monkeypatch):
    monkeypatch.setattr(httpx, "post", lambda *args, **options: httpx.Response(200, text="<html>"))
    with pytest.raises(ChannelFailed):
        a_client(gateway).send(MOBILE, BODY, "x")


def test_a_delivery_report_says_which_text_and_whether_it_arrived(gateway):
    client = a_client(gateway)
    assert client.status({"MessageID": "7", "DLR": "Delivered"}) == ("7", True)
    assert client.status({"MessageID": "7", "DLR": "Undeliverable"}) == ("7", False)
    for nonsense in (
        {},
        {"MessageID": "7"},
        {"DLR": "Delivered"},
        {"MessageID": "7", "DLR": "Perhaps"},
    ):
        with pytest.raises(ValueError, match="report"):
            client.status(nonsense)
