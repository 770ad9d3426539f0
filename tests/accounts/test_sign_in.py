"""Signing in: by password, by a second factor when enrolled; every page closed; a form that was cut
off comes back.
"""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.urls import reverse

from wasl.audit.models import Event
from wasl.common.text import arabic_digits

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-secret-9"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def with_password(noura):
    noura.set_password(PASSWORD)
    noura.save()
    return noura


def sign_in(client, username="noura", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": username, "password": password, **more})


def confirm(client):
    """Changing how one signs in asks for the password once more."""
    assert client.get(reverse("account_reauthenticate")).status_code == 200
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize(
    "typed", ["\u2067noura\u2069", " noura\u200f", "ｎｏｕｒａ", "noura\U000e0041"]
)
def test_a_username_is_read_however_it_was_pasted(client, with_password, typed):
    assert sign_in(client, typed).status_code == 302


def test_a_member_of_staff_signs_in_and_out(client, with_password):
    assert sign_in(client, with_password.username).status_code == 302
    assert client.get(reverse("messaging:outbox")).status_code == 200
    assert Event.objects.filter(verb="accounts.sign_in", actor=with_password).count() == 1
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get(reverse("messaging:outbox")).status_code == 302


def test_signing_in_leads_back_to_the_page_and_never_elsewhere(client, with_password):
    outbox = reverse("messaging:outbox")
    asked = client.get(outbox)
    assert asked.url == f"{reverse('account_login')}?next={outbox}"
    assert sign_in(client, with_password.username, next=outbox).url == outbox
    client.post(reverse("account_logout"))
    assert "evil" not in sign_in(client, with_password.username, next="https://evil.example/").url


def test_an_unknown_name_and_a_wrong_password_look_the_same(client, with_password):
    answers = []
    for username in (with_password.username, "nobody"):
        page = sign_in(client, username, "wrong-password-123").content.decode()
        answers.append(re.sub(r'value="[^"]*"|data-csrf="[^"]*"|"X-CSRFToken": "[^"]*"', "", page))
    assert answers[0] == answers[1]
    assert Event.objects.filter(verb="accounts.fail_sign_in", actor=None).count() == 2


def test_too_many_wrong_passwords_are_stopped_even_for_the_right_one(client, with_password):
    for _try in range(5):
        sign_in(client, with_password.username, "wrong-password-123")
    assert sign_in(client, with_password.username).status_code == 200
    assert client.get(reverse("messaging:outbox")).status_code == 302


def test_the_second_factor_is_asked_for_once_enrolled(client, with_password):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(with_password, secret)
    assert secret not in str(Authenticator.objects.get().data)
    assert sign_in(client, with_password.username).url == reverse("mfa_authenticate")
    assert client.get(reverse("messaging:outbox")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.get(reverse("messaging:outbox")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get(reverse("messaging:outbox")).status_code == 200


def test_a_second_factor_is_enrolled_with_recovery_codes_and_removed(client, with_password):
    sign_in(client, with_password.username)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(
        reverse("account_reauthenticate")
    )
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert codes.status_code == 200
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(reverse("mfa_index")).status_code == 200
    spare = codes.context["unused_codes"][0]
    client.post(reverse("account_logout"))
    sign_in(client, with_password.username)
    assert client.post(reverse("mfa_authenticate"), {"code": spare}).status_code == 302
    assert client.get(reverse("messaging:outbox")).status_code == 200
    confirm(client)
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.filter(type="totp").exists()


def test_a_code_is_typed_in_the_digits_of_ones_own_keyboard(client, with_password):
    sign_in(client, with_password.username)
    confirm(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "٠٠٠٠٠٠"})
    assert "هذا الرمز غير صحيح" in wrong.content.decode()
    typed = f"\u200f{arabic_digits(code_of(secret))} "
    assert client.post(reverse("mfa_activate_totp"), {"code": typed}).status_code == 302
    spare = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][1]
    client.post(reverse("account_logout"))
    sign_in(client, with_password.username)
    assert (
        client.post(reverse("mfa_authenticate"), {"code": arabic_digits(spare)}).status_code == 302
    )
    assert client.get(reverse("messaging:outbox")).status_code == 200


def test_nobody_signs_up(client):
    for path in ("/account/signup/", "/account/password/reset/", "/account/email/"):
        assert client.get(path).status_code in (302, 404)
        assert "signup" not in client.get(path).headers.get("Location", "")


def test_a_form_sent_after_the_sign_in_ended_leads_back_to_its_page(client, noura):
    page, action = reverse("messaging:outbox"), reverse("messaging:retry", args=[1])
    answer = client.post(action, headers={"referer": f"http://testserver{page}"})
    assert answer.url == f"{reverse('account_login')}?next={page}"
    assert 'class="alert info"' in client.get(answer.url).content.decode()
    elsewhere = client.post(action, headers={"referer": "https://evil.example/x"})
    assert elsewhere.url == f"{reverse('account_login')}?next=/"


def test_a_fragment_asked_for_after_the_sign_in_ended_leads_the_whole_page_to_sign_in(client):
    page = reverse("messaging:outbox")
    headers = {"hx-request": "true", "hx-current-url": f"http://testserver{page}"}
    answer = client.get(page, headers=headers)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == f"{reverse('account_login')}?next={page}"


def test_the_sign_in_can_be_extended(client, noura, settings):
    assert client.post(reverse("accounts:extend_session")).status_code == 403
    client.force_login(noura)
    client.get(reverse("messaging:outbox"))
    session = client.session
    session["until"] = int(time.time()) + 100
    session.save()
    assert client.post(reverse("accounts:extend_session")).status_code == 204
    assert client.session["until"] > time.time() + settings.SESSION_COOKIE_AGE - 10
    assert client.get(reverse("accounts:extend_session")).status_code == 405


def test_work_prolongs_the_sign_in_without_a_write_on_every_page(client, noura, settings):
    client.force_login(noura)
    client.get(reverse("messaging:outbox"))
    first = client.session["until"]
    assert settings.SESSION_COOKIE_NAME not in client.get(reverse("messaging:outbox")).cookies
    session = client.session
    session["until"] = first - 1000
    session.save()
    page = client.get(reverse("messaging:outbox"))
    assert client.session["until"] >= first
    told = re.search(r'data-session-seconds="(\d+)"', page.content.decode())
    # seconds may pass between the start of the request and the writing of the page
    assert told and settings.SESSION_COOKIE_AGE - 100 <= int(told[1]) <= settings.SESSION_COOKIE_AGE


def test_the_language_is_chosen_by_the_address_and_kept(client):
    page = reverse("account_login")
    assert 'lang="ar" dir="rtl"' in client.get(page).content.decode()
    assert 'lang="en" dir="ltr"' in client.get(page, {"lang": "en"}).content.decode()
    assert 'lang="en" dir="ltr"' in client.get(page).content.decode()
    assert 'lang="en"' in client.get(page, {"lang": "xx"}).content.decode()
    assert (
        'href="?next=%2Fdesk%2F&amp;lang=ar"'
        in client.get(page, {"next": "/desk/"}).content.decode()
    )


def test_asking_too_often_is_answered_in_the_persons_language(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client)
    answer = sign_in(client)
    assert answer.status_code == 429
    assert 'lang="ar" dir="rtl"' in answer.content.decode()
