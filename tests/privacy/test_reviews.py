"""Who read what: counted each quarter, what nothing explains is shown, signed off with a note; and
what waits is told.
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_person, staff
from tests.privacy.test_incidents import an_incident
from tests.privacy.test_requests import a_request
from wasl.audit import actions as trail
from wasl.beneficiaries.actions import household, registering
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message
from wasl.privacy import tasks
from wasl.privacy.actions import reminding, retention, reviewing
from wasl.privacy.models.processing import AccessReview
from wasl.privacy.queries import reviewing as reviewing_queries

pytestmark = [
    pytest.mark.clause("PRE-6"),
    pytest.mark.usefixtures("association", "noura", "salem", "jawaher"),
]
LATER = NOW + timedelta(days=60)
TODAY = NOW.date()


def read(person, by, at=NOW, times=1):
    for hour in range(times):
        trail.read(subject=person, by=staff(by), at=at + timedelta(hours=hour))


@pytest.fixture
def quarter(association):
    """Noura reads Maryam, whose request is open, and her daughter; Salem reads a neighbour, of whom
    there is nothing.
    """
    maryam, neighbour = a_person(), a_person("هند", 771, at=NOW - timedelta(days=200))
    told = {"full_name": "سارة", "gender": "female"}
    child = household.add_to_household(
        person=maryam, role="daughter", person_data=told, by=staff("noura"), at=NOW
    )
    a_case(person=maryam)
    read(maryam, "noura", times=3)
    read(child.person, "salem")
    read(neighbour, "salem", times=4)
    registering.unmask(
        person=maryam, field="id_number", reason="matching", by=staff("noura"), at=NOW
    )
    return neighbour


def test_the_quarters_of_the_year():
    assert reviewing_queries.quarter_of(date(2026, 11, 19)) == (date(2026, 10, 1), date(2027, 1, 1))
    assert reviewing_queries.quarter_before(date(2027, 1, 1)) == (
        date(2026, 10, 1),
        date(2027, 1, 1),
    )
    assert reviewing_queries.quarter_of(date(2027, 2, 28)) == (date(2027, 1, 1), date(2027, 4, 1))


def test_reads_are_counted_by_reader_and_what_nothing_explains_stands_out(quarter):
    review = reviewing.count_reads(day=TODAY, by=staff("jawaher"), at=NOW)
    lines = {line.reader.username: line for line in reviewing_queries.reader_lines(review)}
    assert (lines["salem"].people, lines["salem"].reads, lines["salem"].strange) == (2, 5, 4)
    assert (lines["noura"].reads, lines["noura"].unmasked, lines["noura"].strange) == (3, 1, 0)
    assert [(one.person, one.reads) for one in reviewing_queries.listed_outliers(review)] == [
        (quarter, 4)
    ]
    assert reviewing.count_reads(day=TODAY, by=staff("jawaher"), at=NOW).pk == review.pk, (
        "counted again, not twice"
    )


def test_a_request_for_their_data_explains_that_it_was_looked_at(quarter):
    a_request(person=quarter)
    assert reviewing.count_reads(day=TODAY, by=None, at=NOW).unexplained == 0


def test_it_is_signed_off_once_with_a_note_after_the_quarter(quarter):
    jawaher = staff("jawaher")
    review = reviewing.count_reads(day=TODAY, by=jawaher, at=NOW)
    with pytest.raises(Refused, match="not over"):
        reviewing.sign_review(review=review, note="سُئل سالم", by=jawaher, at=NOW)
    with pytest.raises(Refused, match="counted before the quarter was over"):
        reviewing.sign_review(review=review, note="سُئل سالم", by=jawaher, at=LATER)
    review = reviewing.count_reads(day=TODAY, by=None, at=LATER)
    with pytest.raises(Refused, match="Write what you found"):
        reviewing.sign_review(review=review, note=" ", by=jawaher, at=LATER)
    with pytest.raises(Refused, match="data-protection officer"):
        reviewing.sign_review(review=review, note="x", by=staff("noura"), at=LATER)
    reviewing.sign_review(
        review=review, note="سُئل سالم فتبين أنه أخطأ في الاسم", by=jawaher, at=LATER
    )
    with pytest.raises(Refused, match="already"):
        reviewing.sign_review(review=review, note="x", by=jawaher, at=LATER)
    read(quarter, "salem", at=NOW + timedelta(days=1))
    assert reviewing.count_reads(day=TODAY, by=None, at=LATER).unexplained == 4, (
        "what was signed stays as it was signed"
    )
    with pytest.raises(Refused, match="not begun"):
        reviewing.count_reads(day=date(2028, 1, 1), by=jawaher, at=LATER)


def test_the_clock_counts_the_quarter_that_ended(quarter, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    reviewing.count_reads(day=TODAY, by=staff("jawaher"), at=NOW)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    tasks.count_reads()
    tasks.count_reads()
    assert AccessReview.objects.get().counted_at == LATER


def test_the_pages_and_who_opens_them(client, quarter, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    client.force_login(staff("jawaher"))
    assert 'class="empty"' in client.get(reverse("privacy:reviews")).content.decode()
    there = client.post(reverse("privacy:count_reads")).url
    with django_assert_max_num_queries(12):
        page = client.get(there).content.decode()
    assert quarter.full_name in page and "id_number" not in page
    monkeypatch.setattr(clock, "now", lambda: LATER)
    key = AccessReview.objects.get().pk
    sign = reverse("privacy:sign_review", args=[key])
    assert reverse("privacy:count_reads") in client.get(there).content.decode(), "counted too early"
    client.post(reverse("privacy:count_reads"), {"review": key})
    assert AccessReview.objects.get().counted_at == LATER
    assert client.post(sign, {"note": ""}).status_code == 200
    client.post(sign, {"note": "سُئل سالم"})
    assert AccessReview.objects.get().signed_by == staff("jawaher")
    assert client.get(reverse("privacy:reviews")).status_code == 200
    for username in ("noura", "khalid", "admin"):
        client.force_login(staff(username))
        assert {client.get(one).status_code for one in (there, reverse("privacy:reviews"))} == {403}
        assert client.post(sign, {"note": "x"}).status_code == 403


def test_the_officer_is_reminded_of_what_waits(monkeypatch):
    """Requests near their last day each morning, the rest on Sundays; incidents by the hour, each
    stage once.
    """
    jawaher = staff("jawaher")
    jawaher.email = "dpo@wasl.example"
    jawaher.save()
    retention.load_rules(by=None, at=NOW)
    a_request()
    assert reminding.remind_waiting(by=None, at=NOW) == 0
    for _twice in range(2):
        reminding.remind_waiting(by=None, at=NOW + timedelta(days=25))
    assert Message.objects.filter(template__key="privacy_waits").count() == 1
    incident = an_incident()
    for hours in (30, 50, 51, 67, 80):
        reminding.remind_incidents(by=None, at=incident.aware_at + timedelta(hours=hours))
    told = Message.objects.filter(template__key="incident_clock").order_by("pk")
    assert [one.params["hours"] for one in told] == ["22", "5", "0"]
    assert {one.recipient for one in told} == {"dpo@wasl.example"}
    for action in (reminding.remind_waiting, reminding.remind_incidents):
        with pytest.raises(Refused):
            action(by=staff("noura"), at=NOW)
