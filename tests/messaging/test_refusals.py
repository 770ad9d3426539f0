"""What a carrier answers, over real SMTP and the gateway's own format: final at once, passing until
it has had its tries.
"""

from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW
from tests.factories import a_visitor
from wasl.beneficiaries.actions import registering
from wasl.common.identifiers import BadIdentifier, check_email
from wasl.messaging import actions, queries
from wasl.messaging.models import Message, MessageStatus, Template

MAIL, MOBILE = "maryam@example.org", "+966512345678"
READY = {"key": "answer_ready", "params": {"reference": "1448-000117"}, "at": NOW}


class Answers:
    """A mail server that answers as it is told: to the recipient, to the letter, or by hanging
    up.
    """

    def __init__(self):
        self.recipient = self.letter = ""
        self.hangs_up = False
        self.taken = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.hangs_up:
            server.transport.abort()
        if self.recipient:
            return self.recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.letter:
            return self.letter
        self.taken += envelope.rcpt_tos
        return "250 Message accepted"


@pytest.fixture
def server(settings):
    answers = Answers()
    door = Controller(answers, hostname="127.0.0.1", port=channels_free_port())
    door.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", door.port
    yield answers
    door.stop(no_assert=True)


def channels_free_port():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def mail(to=MAIL, **more):
    return actions.send(**{**READY, "to": to, "carrier": "email", **more})


def after(message):
    message.refresh_from_db()
    return SimpleNamespace(
        status=message.status,
        attempts=message.attempts,
        error=message.error,
        bad=message.address_refused,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "error", "is_bad"),
    [
        ({"recipient": "550 5.1.1 No such user"}, "SMTP 550 5.1.1", True),
        ({"recipient": "553 bad name"}, "SMTP 553", True),
        ({"recipient": "552 5.2.2 Mailbox full"}, "SMTP 552 5.2.2", False),
        ({"recipient": "550 5.7.1 We do not like you"}, "SMTP 550 5.7.1", False),
        ({"letter": "554 5.6.0 Refused"}, "SMTP 554 5.6.0", False),
    ],
)
def test_a_refusal_for_good_is_final_at_once(association, server, work, answers, error, is_bad):
    server.__dict__.update(answers)
    message = mail()
    assert work.run() == [None]
    assert after(message) == SimpleNamespace(
        status=MessageStatus.FAILED, attempts=1, error=error, bad=is_bad
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answers",
    [
        {"recipient": "450 4.2.1 Greylisted"},
        {"letter": "451 Later"},
        {"recipient": "421 Busy"},
        {"hangs_up": True},
    ],
)
def test_a_refusal_that_passes_is_tried_again_and_then_given_up(association, server, work, answers):
    server.__dict__.update(answers)
    message = mail()
    for _try in range(actions.GIVE_UP_AFTER - 1):
        assert work.run()[0] is not None
    assert (after(message).status, after(message).attempts) == (
        MessageStatus.QUEUED,
        actions.GIVE_UP_AFTER - 1,
    )
    assert work.run() == [None]
    assert (
        after(message).status == MessageStatus.FAILED
        and after(message).error
        and not after(message).bad
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to",
    ["a@example.com؛", f"a@{'x' * 64}.com", "a b@example.com", "é@example.com", "a@b@c.com", "a"],
)
def test_an_address_of_old_that_cannot_be_sent_to_is_final_and_blocks_nobody(
    association, server, work, to
):
    poison, other = mail(to), mail()
    assert work.run() == [None, None]
    assert (after(poison).status, after(poison).attempts, after(poison).bad) == (
        MessageStatus.FAILED,
        1,
        True,
    )
    assert after(other).status == MessageStatus.SENT and server.taken == [MAIL]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken", [UnicodeError("x"), KeyError("x"), RuntimeError("x"), AssertionError()]
)
def test_whatever_a_carrier_raises_is_counted(association, work, monkeypatch, broken):
    def raising(*_args, **_options):
        raise broken

    monkeypatch.setattr(actions, "deliver", raising)
    message = mail()
    for _try in range(actions.GIVE_UP_AFTER):
        work.run()
    assert (
        after(message).status == MessageStatus.FAILED
        and after(message).error == type(broken).__name__
    )


@pytest.mark.django_db
def test_words_of_ones_own_that_name_nothing_are_counted_too(association, server, work):
    message = mail()
    Template.objects.update(body="{nothing_of_this_name}")
    assert (
        work.run()[0] is not None
        and after(message).attempts == 1
        and after(message).error == "KeyError"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mobile", "code", "is_bad"), [("+966112345678", "ER-06", True), ("+9665", "ER-04", True)]
)
def test_a_number_that_the_gateway_refuses_is_bad(
    association, loopback, work, mobile, code, is_bad
):
    message = actions.send(**READY, to=mobile)
    work.run()
    assert (after(message).status, after(message).error, after(message).bad) == (
        MessageStatus.FAILED,
        code,
        is_bad,
    )


@pytest.mark.django_db
def test_an_account_that_the_gateway_blocks_is_no_fault_of_the_number(association, loopback, work):
    loopback.gateway.app_sid = "another"
    message = actions.send(**READY, to=MOBILE)
    work.run()
    assert (after(message).status, after(message).bad) == (MessageStatus.FAILED, False)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["[]", "null", '"x"', "not json", "{}", '{"success": true}'])
def test_an_answer_of_the_gateway_that_says_nothing_is_counted(
    association, loopback, work, monkeypatch, answer
):
    monkeypatch.setattr("httpx.post", lambda *_args, **_options: SimpleNamespace(
        status_code=200, json=lambda: __import__("json").loads(answer)
    ))  # fmt: skip
    message = actions.send(**READY, to=MOBILE)
    assert work.run()[0] is not None and after(message).attempts == 1


@pytest.mark.django_db
def test_the_page_of_the_person_says_it_until_the_address_is_mended(client, noura, server, work):
    person = a_visitor(by=noura, email=MAIL)
    client.force_login(noura)
    page = reverse("beneficiaries:detail", args=[person.pk])
    server.recipient = "550 5.1.1 No such user"
    mail(person_id=person.pk)
    work.run()
    said = client.get(page).content.decode()
    assert (
        "لا تصل الرسائل إلى هذا العنوان" in said
        and reverse("beneficiaries:correct", args=[person.pk]) in said
    )
    registering.correct(person=person, changes={"email": "maryam@example.com"}, by=noura, at=NOW)
    assert "لا تصل الرسائل إلى هذا العنوان" not in client.get(page).content.decode()
    registering.correct(person=person, changes={"email": MAIL}, by=noura, at=NOW)
    assert "لا تصل الرسائل إلى هذا العنوان" in client.get(page).content.decode()
    server.recipient = ""
    mail(person_id=person.pk)
    work.run()
    assert queries.refused_addresses([person.pk]) == set()
    assert Message.objects.filter(address_refused=True).count() == 1


@pytest.mark.parametrize(
    "typed",
    ["a@example.com؛", f"a@{'x' * 64}.com", "a@example", "a@[127.0.0.1]", "a@localhost", "é@example.com", "a..b@example.com",
     ".a@example.com", "a@-x.com", "a@x-.com", "a@example.c،om", '"a b"@example.com', f"{'a' * 65}@example.com", "a@1.2.3.4",
     f"a@{'x.' * 125}com", "a@exa mple.com", "a@example.com,b@example.com", "a@example.com\nbcc:x@y.z"],
)  # fmt: skip
def test_what_no_mail_server_takes_is_refused_where_it_is_typed(typed):
    with pytest.raises(BadIdentifier):
        check_email(typed)


@given(
    st.one_of(
        st.emails(), st.from_regex(r"[a-zé.]{1,66}@[a-zéم؛.-]{1,70}\.[a-zم]{2,4}", fullmatch=True)
    )
)
def test_whatever_is_taken_in_can_be_handed_to_a_mail_server(address):
    from django.core.mail import EmailMessage
    from django.core.mail.backends.smtp import sanitize_address

    try:
        kept = check_email(address)
    except BadIdentifier:
        return
    assert sanitize_address(kept, "utf-8").isascii()
    assert EmailMessage(to=[kept]).message().as_bytes()
