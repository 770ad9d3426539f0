"""Who files or reads proves a mobile; what the pages say tells nobody who is known here."""

import re
import time
from urllib.parse import quote

import pytest

from tests.cast import NOW
from tests.factories import a_visitor, an_id_number
from tests.portal.visitors import Visitor
from wasl.beneficiaries.actions import registering
from wasl.beneficiaries.models.claims import IdentityClaim
from wasl.beneficiaries.models.person import Person
from wasl.messaging.models import Message, OneTimeCode
from wasl.portal.identity import LASTS, WHO

pytestmark = pytest.mark.clause("PRE-6")


def plain(answer) -> str:
    """A page without its tokens, which differ every time."""
    return re.sub(
        r'(csrfmiddlewaretoken" value="|data-csrf="|X-CSRFToken": "|nonce=")[^"]+',
        r"\1",
        answer.content.decode(),
    )


@pytest.fixture
def known(noura) -> Person:
    person = a_visitor(by=noura, mobile="0500000001", id_number=an_id_number(770_100))
    return registering.confirm_mobile(person=person, by=None, at=NOW)


def test_the_code_goes_to_the_mobile_that_was_typed_and_to_no_other(stranger, known):
    thief = Visitor("0500000002", known.id_number)
    thief.post("/identify/", id_number=known.id_number, mobile="0500000002")
    assert Message.objects.get().recipient == thief.e164


def test_the_pages_are_the_same_for_known_and_unknown(stranger, known):
    pages = []
    for visitor in (
        Visitor("0500000002", known.id_number),
        Visitor("0500000003", an_id_number(770_101)),
    ):
        visitor.post("/identify/", id_number=visitor.id_number, mobile=visitor.mobile)
        form = plain(visitor.get("/identify/code/"))
        wrong = plain(visitor.post("/identify/code/", code="000000"))
        pages.append((form, wrong))
    assert pages[0] == pages[1]


def test_the_pages_are_the_same_for_a_request_that_is_and_one_that_is_not(stranger):
    case = stranger.file()
    pages = []
    for reference in (case.reference, "1448-999999"):
        visitor = Visitor("0500000002")
        visitor.post("/track/", reference=reference, mobile="0500000002")
        pages.append(plain(visitor.get("/identify/code/")).replace(reference, "R"))
        pages[-1] += plain(visitor.post("/identify/code/", code="000000")).replace(reference, "R")
    assert pages[0] == pages[1]
    assert OneTimeCode.objects.filter(purpose="track").count() == 2, (
        "the same work is done for both"
    )


def test_a_code_works_once(stranger):
    stranger.post("/identify/", id_number=stranger.id_number, mobile=stranger.mobile)
    code = stranger.code()
    assert stranger.post("/identify/code/", code=code).status_code == 302
    other = Visitor(stranger.mobile, stranger.id_number)
    other.client.cookies = stranger.client.cookies.__class__()
    assert other.post("/identify/code/", code=code).status_code == 200


def test_tracking_opens_that_request_alone(stranger):
    case, other = stranger.file("school-kit"), stranger.file("food-basket")
    follower = Visitor(stranger.mobile)
    follower.post("/track/", reference=case.reference, mobile=stranger.mobile)
    answer = follower.post(
        "/identify/code/", code=follower.code("code_track"), next=f"/my/{case.reference}/"
    )
    assert answer.url == f"/my/{case.reference}/"
    assert follower.get(f"/my/{case.reference}/").status_code == 200
    assert follower.get(f"/my/{other.reference}/").status_code == 404


def test_whoever_tracks_one_request_does_not_file_in_the_persons_name(stranger):
    case = stranger.file("school-kit")
    follower = Visitor(stranger.mobile)
    follower.post("/track/", reference=case.reference, mobile=stranger.mobile)
    follower.post("/identify/code/", code=follower.code("code_track"))
    answer = follower.get("/apply/food-basket/")
    assert answer.status_code == 302
    assert answer.url.startswith("/identify/")


def test_nobody_is_sent_to_another_site(stranger):
    stranger.post("/identify/", id_number=stranger.id_number, mobile=stranger.mobile)
    answer = stranger.post("/identify/code/", code=stranger.code(), next="https://evil.example/")
    assert answer.url == "/my/"


def test_the_name_is_asked_once_and_not_of_the_known(stranger, known):
    visitor = Visitor("0500000001", known.id_number)
    visitor.identify()
    assert visitor.get("/about-you/").url == "/my/"
    assert Person.objects.count() == 1


def test_a_visit_can_be_extended_and_ended(stranger):
    stranger.begin()
    page = stranger.get("/my/").content.decode()
    assert 'data-session-seconds="' in page
    assert 'data-extend="/stay/"' in page
    assert stranger.post("/stay/").status_code == 204
    stranger.post("/leave/")
    assert stranger.get("/my/").status_code == 302
    assert stranger.post("/stay/").status_code == 403


def test_work_prolongs_a_visit_and_the_page_says_how_long_it_lasts(stranger):
    stranger.begin()
    session = stranger.client.session
    session["portal_until"] = int(time.time()) + LASTS - 60
    session.save()
    page = stranger.get("/my/").content.decode()
    assert LASTS - 70 < int(re.search(r'data-session-seconds="(\d+)"', page)[1]) <= LASTS - 60
    session["portal_until"] = int(time.time()) + 600
    session.save()
    page = stranger.get("/my/").content.decode()
    assert LASTS - 10 < int(re.search(r'data-session-seconds="(\d+)"', page)[1]) <= LASTS
    assert 'data-reader="person-' in page


@pytest.mark.clause("PRO-2")
def test_a_form_sent_after_the_visit_ended_leads_back_to_its_page(stranger):
    case = stranger.file("school-kit")
    page = f"/my/{case.reference}/sign/"
    stranger.post("/leave/")
    answer = stranger.client.post(
        f"/my/{case.reference}/send-code/", headers={"referer": f"http://testserver{page}"}
    )
    assert answer.url == f"/identify/?next={quote(page, safe='')}"
    assert "انتهت زيارتك" in stranger.get(answer.url).content.decode()
    first = stranger.client.post(
        "/apply/school-kit/", headers={"referer": "http://testserver/services/school-kit/"}
    )
    assert first.url == "/identify/?next=%2Fapply%2Fschool-kit%2F"


def test_now_is_the_day_of_the_story(stranger):
    stranger.begin()
    assert OneTimeCode.objects.latest("id").created_at == NOW


def test_the_session_tells_nobody_the_number_nor_the_mobile(stranger):
    """Whoever reads the table of sessions, or a backup of it, learns neither."""
    stranger.post("/identify/", id_number=stranger.id_number, mobile=stranger.mobile)
    waiting = str(dict(stranger.client.session))
    stranger.post("/identify/code/", code=stranger.code())
    proven = str(dict(stranger.client.session))
    for kept in (waiting, proven):
        assert stranger.id_number not in kept and stranger.mobile[-9:] not in kept
    stranger.about()
    assert IdentityClaim.objects.get().id_number == stranger.id_number, "and still they claim it"


def test_a_session_that_no_key_opens_is_proven_anew(stranger):
    stranger.identify()
    session = stranger.client.session
    session[WHO] = session[WHO] | {"id": stranger.id_number}
    session.save()
    assert stranger.get("/about-you/").url.startswith("/identify/")


@pytest.mark.clause("PRE-2")
def test_who_is_not_in_the_register_yet_is_told_so_and_not_asked_again(stranger):
    stranger.identify()
    for page in ("/my-rights/", "/my-data/"):
        assert stranger.get(page).url == "/my/"
        assert "لست في سجلنا بعد" in stranger.get("/my/").content.decode()
