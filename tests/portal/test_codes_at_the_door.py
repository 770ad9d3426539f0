"""A code proves what it was sent for; asking for many codes silences nobody and costs little."""

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.factories import an_id_number
from tests.portal.visitors import Visitor
from wasl.beneficiaries.models.person import Person
from wasl.common import clock
from wasl.messaging.models import Message

pytestmark = pytest.mark.clause("PRE-6")


def advance(monkeypatch, **passed):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(**passed))


def test_a_code_for_one_mobile_stores_no_other_as_proven(stranger, monkeypatch):
    """The ID with mobile A, then with mobile B within a minute: A's code must not prove B."""
    stranger.post("/identify/", id_number=stranger.id_number, mobile="0512345671")
    code = stranger.code(mobile="+966512345671")
    advance(monkeypatch, seconds=20)
    stranger.post("/identify/", id_number=stranger.id_number, mobile="0512345672")
    stranger.post("/identify/code/", code=code)
    stranger.about()
    assert not Person.objects.filter(mobile="+966512345672").exists()


def test_five_track_requests_do_not_silence_a_victims_codes(stranger, monkeypatch):
    case = stranger.file("school-kit")
    for serial in range(12):
        advance(monkeypatch, minutes=5, seconds=2 * serial)
        thief = Visitor(address="203.0.113.9")
        thief.post("/track/", reference=f"1448-99{serial:04d}", mobile=stranger.mobile)
    advance(monkeypatch, minutes=8)
    before = Message.objects.count()
    victim = Visitor(stranger.mobile)
    victim.post("/track/", reference=case.reference, mobile=stranger.mobile)
    assert Message.objects.count() == before + 1
    answer = victim.post(
        "/identify/code/", code=victim.code("code_track"), next=f"/my/{case.reference}/"
    )
    assert answer.url == f"/my/{case.reference}/"


def test_one_address_does_not_send_forty_texts_in_half_a_minute(stranger, monkeypatch):
    for serial in range(40):
        advance(monkeypatch, seconds=serial * 0.75)
        pumper = Visitor(f"05000001{serial:02d}", an_id_number(880_000 + serial))
        pumper.post("/identify/", id_number=pumper.id_number, mobile=pumper.mobile)
    assert Message.objects.count() == 10
