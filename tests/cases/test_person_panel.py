"""A person's requests on their page: what is open with whose turn it is, and what is over."""

import pgtrigger
import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_day, a_person, a_service, staff
from wasl.beneficiaries.actions import family, representing, roles
from wasl.cases.actions import intake
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AIM-3")]


@pytest.fixture
def desk(client):
    client.force_login(staff("noura"))
    return client


def test_what_is_open_says_whose_turn_it_is(desk):
    person = a_person()
    a_case(Status.CLOSED, person=person)
    a_case(Status.RETURNED, person=person, service="rent-arrears")
    submitted = a_case(Status.SUBMITTED, person=person, service="school-kit")
    page = desk.get(reverse("cases:person_panel", args=[person.pk]))
    turns = {one["status"]: one["turn"] for one in page.context["running"]}
    assert (
        turns[Status.RETURNED] == "مقدم الطلب"
        and submitted.owner.name_ar in turns[Status.SUBMITTED]
    )
    assert [one["status"] for one in page.context["over"]] == [Status.CLOSED]


def test_nobody_dead_asks_for_anything(desk):
    person = a_person()
    a_service()
    person = family.record_death(
        person=person, death=a_day("2026-10-01"), by=staff("noura"), at=NOW
    )
    with pytest.raises(Refused, match="has died"):
        intake.start(
            person=person, service=a_service().service, channel="interview", by=staff("noura"),
            at=NOW,
        )  # fmt: skip


def test_a_suspended_member_waits(desk):
    person, version = a_person(), a_service("livestock-feed")
    membership = roles.admit_member(person=person, number="0200", by=staff("noura"), at=NOW)
    with pgtrigger.ignore():  # an approved version does not change, but here it always was so
        type(version).objects.filter(pk=version.pk).update(members_only=True)
    roles.suspend_member(membership=membership, reason="لم يحضر", by=staff("noura"), at=NOW)
    asked = {
        "person": person,
        "service": version.service,
        "channel": "interview",
        "by": staff("noura"),
        "at": NOW,
    }
    with pytest.raises(Refused, match="members of the general assembly"):
        intake.start(**asked)
    roles.resume_member(membership=membership, reason="حضر", by=staff("noura"), at=NOW)
    assert intake.start(**asked).status == Status.DRAFT


def test_an_agency_that_ended_covers_nothing(desk):
    person, version = a_person(), a_service()
    told = {
        "full_name": "تركي",
        "scope": "agent",
        "document_number": "9",
        "valid_from": a_day("1/1/1447"),
    }
    agent = representing.add_representative(person=person, **told, by=staff("noura"), at=NOW)
    agent = representing.end_representation(
        representative=agent, cause="revoked", day=NOW.date(), by=staff("noura"), at=NOW
    )
    with pytest.raises(Refused, match="does not cover"):
        intake.start(
            person=person, service=version.service, channel="interview", representative=agent,
            by=staff("noura"), at=NOW,
        )  # fmt: skip
