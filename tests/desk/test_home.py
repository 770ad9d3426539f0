"""The desk: the date in both calendars, this user's work first, and what came for them."""

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_visitor, an_item, staff
from wasl.cases.states import Status
from wasl.common import clock
from wasl.common.templatetags.wasl import name, ref
from wasl.desk import queries
from wasl.interactions import actions as contacts


def first_rows(client):
    return [
        row["reference"]
        for section in client.get("/desk/").context["sections"]
        for row in section.rows
    ]


def test_an_officer_finds_their_work(client, noura, bader):
    draft = a_case()
    client.force_login(noura)
    page = client.get("/desk/")
    assert page.status_code == 200
    assert page.context["counts"][0]["count"] == "1" and first_rows(client) == [
        ref(draft.reference)
    ]
    row = page.context["sections"][0].rows[0]
    assert row["person"] == name(draft.person.full_name) and row["url"].startswith(
        f"/cases/{draft.pk}/"
    )
    client.force_login(bader)
    assert first_rows(client) == []


def test_the_tally_counts_what_waits_for_whom(client, noura):
    case = a_case(Status.RETURNED)
    client.force_login(noura)
    counts = [one["count"] for one in client.get("/desk/").context["counts"]]
    assert counts[:3] == ["0", "0", "1"]
    submitted = a_case(Status.SUBMITTED, person=a_visitor(by=noura))
    late = submitted.answer_due_date + timedelta(days=1)
    figures = queries.tally(noura, late)
    assert (figures[0]["count"], figures[1]["count"]) == ("1", "1")
    assert queries.sections(noura, late)[0].rows[0]["late"]
    assert case.person != submitted.person


@pytest.mark.clause("PRO-5")
def test_an_answer_that_came_is_on_the_officers_desk(client, noura, khalid):
    referral = contacts.refer(question="ما العمل؟", executive=khalid, by=noura, at=NOW)
    client.force_login(khalid)
    assert [row["url"] for row in client.get("/desk/").context["sections"][0].rows] == [
        f"/contacts/referrals/{referral.pk}/"
    ]
    contacts.answer_referral(referral=referral, answer="كذا", by=khalid, at=NOW)
    client.force_login(noura)
    page = client.get("/desk/", headers={"accept-language": "ar"})
    assert page.context["to_tell"] == [referral]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("salem", Status.VERIFIED),
        ("dalal", Status.IN_COMMITTEE),
        ("khalid", Status.APPROVED),
    ],
)
def test_each_role_has_its_own_work(client, association, who, status):
    case = a_case(status)
    client.force_login(staff(who))
    assert ref(case.reference) in first_rows(client)


def test_a_case_stands_once_on_a_members_desk_and_not_once_a_seat(client, huda):
    item = an_item()
    client.force_login(huda)
    assert first_rows(client) == [ref(item.case.reference)]
    item.meeting.committee.members.filter(user=huda).update(
        to_date=clock.today() - timedelta(days=1)
    )
    assert first_rows(client) == []


@pytest.mark.parametrize(
    "who",
    [
        "noura",
        "maha",
        "salem",
        "huda",
        "fahad",
        "dalal",
        "khalid",
        "rashed",
        "reem",
        "turki",
        "sami",
        "lama",
        "admin",
    ],
)
def test_every_role_has_a_desk_in_few_queries(client, request, who, django_assert_max_num_queries):
    client.force_login(request.getfixturevalue(who))
    a_case(Status.IN_COMMITTEE)
    client.get("/desk/")
    with django_assert_max_num_queries(12):
        assert client.get("/desk/").status_code == 200


def test_the_number_of_queries_does_not_grow(client, noura, khalid, django_assert_max_num_queries):
    for place in range(4):
        person = a_visitor(by=noura)
        a_case(person=person)
        contacts.record_enquiry(
            person=person, channel="telephone", subject=f"س{place}", by=noura, at=NOW
        )
    client.force_login(noura)
    client.get("/desk/")  # the first page after signing in renews the session
    with django_assert_max_num_queries(12):
        client.get("/desk/")


def test_the_greeting_and_the_date_follow_the_clock(client, noura, monkeypatch):
    client.force_login(noura)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    page = client.get("/desk/").content.decode()
    assert "9 جمادى الآخرة 1448هـ" in page and "19 نوفمبر 2026م" in page and page.count("نورة") >= 1
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=8))
    assert not client.get("/desk/").context["is_morning"]


def test_nobody_sees_a_desk_without_signing_in(client, db):
    assert client.get("/desk/").status_code == 302
