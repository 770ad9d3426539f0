"""A refusal is a page of ours with a way back; for a part of a page it is one sentence. Never the
browser's own words.
"""

import gzip

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.browsing import OPENED, PART
from wasl.common import refusals

pytestmark = pytest.mark.django_db
BIG = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 10)


def a_client(**options):
    return Client(raise_request_exception=False, **options)


# What makes each refusal: (status, how it is asked for).
ASKED = {
    400: lambda headers: a_client().get(
        "/services/", headers=headers | {"host": "elsewhere.example"}
    ),
    403: lambda headers: a_client(enforce_csrf_checks=True).post(
        "/track/", {"reference": "1"}, headers=headers
    ),
    404: lambda headers: a_client().get("/no-such-page/", headers=headers),
    405: lambda headers: a_client().get("/leave/", headers=headers),
    413: lambda headers: a_client().post("/track/", {"reference": BIG}, headers=headers),
}


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("status", ASKED)
def test_each_refusal_is_a_page_of_ours_with_a_way_back(association, status, language):
    answer = ASKED[status](OPENED | {"cookie": f"{settings.LANGUAGE_COOKIE_NAME}={language}"})
    assert answer.status_code == status
    assert answer.text.startswith("<!doctype html>")
    assert 'class="button' in answer.text and 'href="/' in answer.text
    assert (
        f'lang="{language}"' in answer.text or status == 400
    )  # a wrong host is refused before a language is known


@pytest.mark.parametrize("status", ASKED)
def test_to_a_part_of_a_page_each_refusal_is_a_sentence(association, status):
    answer = ASKED[status](PART)
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert 10 < len(answer.text) < 160 and "<" not in answer.text


def test_an_error_of_ours_is_a_sentence_to_a_part(association, monkeypatch):
    def breaks(_key):
        raise ValueError("a mistake of ours")

    monkeypatch.setattr(
        "wasl.accounts.middleware.ONLY", type("Away", (), {"first": staticmethod(breaks)})
    )
    answer = a_client().get("/", headers=PART)
    assert answer.status_code == 500
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_too_many_tries_at_the_sign_in_are_a_page(association, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = a_client()
    answers = [
        client.post(reverse("account_login"), {"login": "x", "password": "y"}, headers=OPENED)
        for _try in range(3)
    ]
    assert answers[-1].status_code == 429
    assert answers[-1].text.startswith("<!doctype html>")
    assert client.post(reverse("account_login"), {"login": "x"}, headers=PART).text.count("<") == 0


def test_every_status_has_its_page_and_its_sentence():
    for status in refusals.SENTENCES:
        assert refusals.gettext(refusals.SENTENCES[status])
        assert (settings.BASE_DIR / "wasl" / "templates" / f"{status}.html").exists()


def test_the_way_back_is_the_page_one_came_from_or_the_one_around(rf):
    came = rf.get("/cases/7/submit/", headers={"referer": "http://testserver/cases/?view=mine"})
    assert refusals.way_back(came) == "/cases/?view=mine"
    for headers in (
        {},
        {"referer": "http://testserver/cases/7/submit/"},
        {"referer": "https://elsewhere.example/x"},
    ):
        assert refusals.way_back(rf.get("/cases/7/submit/", headers=headers)) == "/cases/7/"
    assert refusals.way_back(rf.get("/leave/")) == "/"


@pytest.mark.parametrize("encoding", ["gzip, deflate, br", "br", ""])
def test_a_page_for_everybody_arrives_whole_at_who_is_signed_in(noura, encoding):
    """The frame around parts of pages reads the body, which must not be compressed by then."""
    client = a_client()
    client.force_login(noura)
    answer = client.get("/contact/", headers=OPENED | {"accept-encoding": encoding})
    assert answer.status_code == 200
    content = (
        gzip.decompress(answer.content) if answer.has_header("Content-Encoding") else answer.content
    )
    assert content.startswith(b"<!doctype html>") and answer.has_header("Content-Encoding") is (
        "gzip" in encoding
    )
