"""The shared words: verdicts, moves, the clock, what a view does with a refusal, what every answer
carries.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse

from wasl.common import clock
from wasl.common.middleware import ContentSecurityPolicyMiddleware, LanguageMiddleware
from wasl.common.moves import diagram, move
from wasl.common.verdicts import YES, Refused, Verdict
from wasl.common.web import refusals_as_messages


def test_an_empty_reason_means_yes():
    assert YES and not Verdict("لا")
    YES.require()
    with pytest.raises(Refused, match="لا") as refused:
        Verdict("لا", link="/first").require()
    assert refused.value.link == "/first"


def test_a_table_of_moves_draws_itself():
    table = {"submit": move("draft", "returned", to="submitted", permission="cases.intake")}
    assert (
        diagram(table)
        == "stateDiagram-v2\n    draft --> submitted: submit\n    returned --> submitted: submit\n"
    )


def test_the_day_begins_at_midnight_in_riyadh():
    assert clock.day_of(datetime(2026, 11, 22, 20, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert clock.day_of(datetime(2026, 11, 22, 21, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_the_sample_clock_moves_and_comes_back():
    before = clock.now()
    with clock.ahead(14):
        assert timedelta(days=14) <= clock.now() - before < timedelta(days=14, minutes=1)
    assert clock.now() - before < timedelta(minutes=1)


def said(request):
    return [str(message) for message in get_messages(request)]


@pytest.fixture
def asked(rf):
    request = rf.post("/")
    request._messages = CookieStorage(request)
    return request


def test_what_was_done_is_said(asked):
    with refusals_as_messages(asked, done="تم"):
        pass
    assert said(asked) == ["تم"]


def test_a_refusal_is_said_with_the_way_to_mend_it(asked):
    with refusals_as_messages(asked, done="تم"):
        raise Refused("ينقصنا <شيء>", link="/there")
    assert "ينقصنا &lt;شيء&gt;" in said(asked)[0] and 'href="/there"' in said(asked)[0]


def test_other_errors_are_not_swallowed(asked):
    with pytest.raises(KeyError), refusals_as_messages(asked):
        raise KeyError


def test_every_answer_forbids_what_is_inline(rf):
    answer = ContentSecurityPolicyMiddleware(lambda request: HttpResponse())(rf.get("/"))
    assert (
        "script-src 'self'" in answer["Content-Security-Policy"]
        and "unsafe" not in answer["Content-Security-Policy"]
    )


@pytest.mark.parametrize(("cookie", "language"), [("", "ar"), ("en", "en"), ("fr", "ar")])
def test_arabic_unless_english_was_chosen(rf, settings, cookie, language):
    request = rf.get("/", headers={"accept-language": "fr"})
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    assert (
        LanguageMiddleware(lambda r: HttpResponse(r.LANGUAGE_CODE))(request)["Content-Language"]
        == language
    )
