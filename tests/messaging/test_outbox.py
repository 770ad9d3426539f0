"""The outbox shows what became of messages, never what is secret in them."""

import re

import pytest
from django.urls import reverse

from tests.cast import NOW
from wasl.common import clock
from wasl.messaging import actions
from wasl.messaging.models import Message, MessageStatus

pytestmark = pytest.mark.django_db
MOBILE = "+966512345678"


def page_of(client, user, **asked):
    client.force_login(user)
    return client.get(reverse("messaging:outbox"), asked)


def test_it_shows_status_and_hides_code_link_and_address(client, noura):
    actions.send_code(purpose="sign", subject="case:1", mobile=MOBILE, at=NOW)
    code = Message.objects.get().secret
    link, params = "https://x.org/r/SECRET", {"title": "دعوة"}
    actions.send(
        key="circular", to="maryam@example.org", carrier="email", params=params, secret=link, at=NOW
    )
    said = page_of(client, noura).content.decode()
    assert "05••••678" in said
    for hidden in (code, "SECRET", MOBILE, "0512345678", "maryam@example.org", "maryam"):
        assert hidden not in said


def test_a_failed_message_is_sent_again_and_recorded(client, noura):
    message = actions.send(
        key="answer_ready", to=MOBILE, params={"reference": "1448-000001"}, at=clock.now()
    )
    Message.objects.filter(pk=message.pk).update(
        status=MessageStatus.FAILED, attempts=8, error="ER-99"
    )
    assert "ER-99" in page_of(client, noura, status="failed").content.decode()
    assert client.post(reverse("messaging:retry", args=[message.pk])).status_code == 302
    message.refresh_from_db()
    assert (message.status, message.attempts) == (MessageStatus.QUEUED, 0)


@pytest.mark.parametrize("status", [MessageStatus.QUEUED, MessageStatus.SENT])
def test_only_a_failed_one_can_be_sent_again(client, noura, status):
    message = actions.send(
        key="answer_ready", to=MOBILE, params={"reference": "1448-000001"}, at=NOW
    )
    Message.objects.filter(pk=message.pk).update(status=status, sent_at=NOW)
    client.force_login(noura)
    client.post(reverse("messaging:retry", args=[message.pk]))
    assert Message.objects.get(pk=message.pk).status == status


def test_a_code_that_ran_out_is_not_sent_again(client, noura):
    actions.send_code(purpose="sign", subject="case:1", mobile=MOBILE, at=NOW)
    Message.objects.update(status=MessageStatus.FAILED, secret="")
    message = Message.objects.get()
    client.force_login(noura)
    client.post(reverse("messaging:retry", args=[message.pk]))
    assert Message.objects.get().status == MessageStatus.FAILED


def test_pages_go_on_by_key_and_ask_a_fixed_number_of_times(
    client, noura, django_assert_max_num_queries
):
    for n in range(55):
        actions.send(key="answer_ready", to=MOBILE, params={"reference": f"1448-{n:06d}"}, at=NOW)
    client.force_login(noura)
    with django_assert_max_num_queries(12):
        said = client.get(reverse("messaging:outbox")).content.decode()
    assert said.count("<tr>") == 51
    following = re.search(r'rel="next" href="([^"]+)"', said)[1].replace("&amp;", "&")
    assert client.get(following).content.decode().count("<tr>") == 6


def test_who_may_not_is_refused(client, salem):
    assert page_of(client, salem).status_code == 403
    assert client.post(reverse("messaging:retry", args=[1])).status_code == 403
