"""Messages leave once, in the words of their template, and nothing secret stays."""

import pytest
import yaml
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import NOW
from wasl.audit.models import Event
from wasl.messaging import actions, queries, texts
from wasl.messaging.models import Message, MessageStatus, Template

MOBILE = "+966512345678"
PARAMS = {
    "reference": "1448-000117",
    "first_date": "2026-12-03",
    "last_date": "2026-12-19",
    "planned_date": "2026-12-24",
    "due_date": "2026-12-30",
}

pytestmark = pytest.mark.django_db


def a_message(**changes):
    return actions.send(**{"key": "receipt", "to": MOBILE, "params": PARAMS, "at": NOW, **changes})


@pytest.mark.clause("PRO-7")
def test_a_text_reaches_the_phone_in_arabic(association, loopback, work):
    message = a_message()
    assert work.run() == [None]
    message.refresh_from_db()
    (text,) = loopback.read("phone", "966512345678")
    assert "1448-000117" in text["body"] and "1448" in text["body"]
    assert (message.status, message.sent_at, message.attempts) == (MessageStatus.SENT, NOW, 1)
    assert message.external_id == loopback.gateway.texts[0].message_id


def test_a_letter_reaches_the_mailbox_through_real_smtp(association, loopback, work):
    a_message(carrier="email", to="maryam@example.org", language="en")
    work.run()
    (mail,) = loopback.read("mailbox", "maryam@example.org")
    assert mail["subject"] == "Request received"
    assert "1448-000117" in mail["body"]


def test_the_same_mail_sent_twice_is_kept_once(association, loopback, work):
    message = a_message(carrier="email", to="maryam@example.org")
    work.run()
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.QUEUED)
    work.run()
    assert len(loopback.read("mailbox", "maryam@example.org")) == 1


def test_it_is_enqueued_with_the_transaction_and_recorded():
    message = a_message()
    assert (
        ProcrastinateJob.objects.filter(
            task_name=actions.SEND, args={"message_id": message.pk}
        ).count()
        == 1
    )
    event = Event.objects.get(verb="messaging.send")
    assert event.data == {"template": "receipt", "carrier": "sms"}
    assert MOBILE not in str(event.__dict__)


def test_one_once_key_is_one_message():
    assert a_message(once_key="receipt:1").pk == a_message(once_key="receipt:1").pk
    assert Message.objects.count() == 1


def test_a_worker_killed_before_its_note_sends_again_and_the_phone_gets_one(
    association, loopback, work
):
    """The transaction of the note is lost with the worker; the gateway knows the reference."""
    message = a_message()
    work.run()
    Message.objects.filter(pk=message.pk).update(
        status=MessageStatus.QUEUED, sent_at=None, external_id=""
    )
    work.run()
    message.refresh_from_db()
    assert message.status == MessageStatus.SENT
    assert loopback.gateway.requests == 2
    assert len(loopback.gateway.texts) == 1


def test_an_outage_is_tried_again_and_then_given_up(association, loopback, work):
    message = a_message()
    loopback.gateway.outage = True
    for _try in range(actions.GIVE_UP_AFTER - 1):
        assert work.run()[0] is not None
    assert work.run() == [None]
    message.refresh_from_db()
    assert (message.status, message.attempts) == (MessageStatus.FAILED, actions.GIVE_UP_AFTER)
    assert Event.objects.filter(verb="messaging.fail").exists()


def test_a_wrong_number_is_given_up_at_once(association, loopback, work):
    message = a_message(to="+966112345678")
    assert work.run() == [None]
    message.refresh_from_db()
    assert (message.status, message.error) == (MessageStatus.FAILED, "ER-06")


def test_the_mail_server_being_away_is_worth_another_try(association, loopback, work, settings):
    settings.EMAIL_PORT = 9
    a_message(carrier="email", to="maryam@example.org")
    assert work.run()[0] is not None


def test_the_secret_is_cleared_once_sent(association, loopback, work):
    message = a_message(
        key="circular", secret="https://example.org/c/abc", params={"title": "دعوة"}
    )
    work.run()
    message.refresh_from_db()
    assert message.secret == ""
    assert "https://example.org/c/abc" in loopback.read("phone", "966512345678")[0]["body"]


def test_a_secret_that_is_made_when_it_goes_out_is_never_stored():
    with pytest.raises(ValueError, match="stored nowhere"):
        a_message(key="rate_invitation", secret="https://example.org/rate/abc", params={})


def test_a_missing_value_is_refused_where_it_is_written():
    with pytest.raises(ValueError, match="first_date"):
        a_message(params={"reference": "1448-000117", "last_date": "2026-12-19"})


def test_the_associations_own_newer_words_are_used(association, loopback, work):
    a_message(once_key="1")
    Template.objects.create(key="receipt", language="ar", version=7, body="نصنا نحن {reference}")
    a_message(once_key="2")
    work.run()
    assert "نصنا نحن" in loopback.read("phone", "966512345678")[1]["body"]


def test_every_shipped_text_fits_two_parts_and_names_the_same_things_in_both_languages(association):
    association.short_name_ar = "جمعية الوادي التعاونية"
    association.short_name_en = "Al-Wadi Cooperative"
    association.save()
    for key, entry in yaml.safe_load(queries.SHIPPED.read_text()).items():
        named = {
            language: queries.placeholders(entry[language]["body"]) for language in ("ar", "en")
        }
        assert named["ar"] == named["en"], key
        for language in ("ar", "en"):
            template = Template(key=key, language=language, **entry[language])
            secret = (
                "123456" if entry.get("minutes") else "http://127.0.0.1:8000/circulars/" + "x" * 43
            )
            if queries.is_made_at_dispatch(key):
                # The same length for all ids below 128, one more for each seven bits; a domain of
                # 26 characters.
                secret = "https://wasl.jameya.org.sa/rate/" + "x" * 33 + "/"
            counts = dict.fromkeys(queries.placeholders(entry[language]["body"]), "3")
            _subject, body = queries.words(template, counts | PARAMS, secret)
            most = 2 if queries.is_made_at_dispatch(key) or secret not in body else 3
            assert texts.parts(body) <= most, (key, language, len(body), body)


def test_a_delivery_report_is_noted_once(association, loopback, work, client):
    from django.urls import reverse

    from wasl.messaging.channels import callback_secret

    message = a_message()
    work.run()
    message.refresh_from_db()
    door = reverse("messaging:delivery_report", args=[callback_secret()])
    report = {"MessageID": message.external_id, "DLR": "Delivered"}
    assert client.post(door, report).status_code == 200
    first = Message.objects.get().delivered_at
    assert client.post(door, report).status_code == 200
    message.refresh_from_db()
    assert (message.status, message.delivered_at) == (MessageStatus.DELIVERED, first)
    assert client.post(door, {"MessageID": "unknown", "DLR": "Delivered"}).status_code == 404
    assert client.post(door, {"nonsense": "1"}).status_code == 400
    assert (
        client.post(reverse("messaging:delivery_report", args=["guess"]), report).status_code == 404
    )
