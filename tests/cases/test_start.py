"""A request is opened once, with what is known already (PRO-3)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_document, a_person, a_service, staff, written
from wasl.accounts.models import Department, Membership
from wasl.audit.models import Event
from wasl.beneficiaries.actions import representing
from wasl.cases.actions import intake
from wasl.cases.models.case import Case
from wasl.cases.states import Status
from wasl.catalogue.actions import drafting
from wasl.common import clock
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-3")]
TODAY = clock.day_of(NOW)


def open_for(person, service, by="noura", **more):
    return intake.start(
        person=person, service=service, channel="interview", by=by and staff(by), at=NOW, **more
    )


def test_noura_opens_a_request_for_maryam(maryam, basket):
    case = open_for(maryam, basket)
    assert case.status == Status.DRAFT
    assert case.reference.startswith("1448-")
    assert case.owner == staff("noura")
    assert case.policy_version.answer_not_before_days == 14
    assert case.service_version.in_force_from
    assert Event.objects.get(verb="cases.start").root_id == str(case.pk)
    assert [(one.from_user, one.to_user) for one in case.hand_overs.all()] == [
        (None, staff("noura"))
    ]


def test_what_is_known_is_not_asked_again(basket):
    person = a_person(mobile="0512345678", city="النقرة")
    case = open_for(person, basket)
    known = {one.key: one.value for one in case.declared.all()}
    assert known["mobile"] == "+966512345678"
    assert known["city"] == "النقرة"
    assert all(one.is_prefilled for one in case.declared.all())


@pytest.mark.clause("OBJ-1")
def test_answers_about_the_person_carry_over_but_the_need_does_not(maryam):
    first = a_case(Status.CLOSED, person=maryam)
    again = open_for(maryam, first.service)
    known = {one.key: one.value for one in again.declared.all()}
    assert known["household_size"] == "4"
    assert "why" not in known
    assert "baskets" not in known


def test_valid_papers_are_there_already_and_expired_ones_are_not(maryam, basket):
    a_document(maryam, "family-register")
    a_document(maryam, "national-id", expires=written(TODAY - timedelta(days=1)), issued=None)
    case = open_for(maryam, basket)
    assert [one.document_type.code for one in case.case_documents.all()] == ["family-register"]


def test_a_second_open_request_leads_to_the_first(maryam, basket):
    first = open_for(maryam, basket)
    with pytest.raises(Refused, match=first.reference) as refused:
        open_for(maryam, basket)
    assert refused.value.link == f"/cases/{first.pk}/"


def test_another_service_is_another_request(maryam, basket):
    open_for(maryam, basket)
    assert open_for(maryam, a_service("rent-arrears").service).status == Status.DRAFT


def test_the_same_token_opens_one(maryam, basket):
    once = uuid4()
    assert open_for(maryam, basket, once=once) == open_for(maryam, basket, once=once)
    assert Case.objects.count() == 1


def test_a_service_for_members_is_refused_to_others(maryam):
    feed = a_service("livestock-feed")
    draft = drafting.draft_service(service=feed.service, by=None, at=NOW)
    draft = drafting.keep_service_terms(
        version=draft, values={"members_only": True}, by=None, at=NOW
    )
    drafting.approve_service(version=draft, from_date=NOW.date(), by=None, at=NOW)
    with pytest.raises(Refused, match="members"):
        open_for(maryam, feed.service)


def test_a_service_that_is_not_offered_is_refused(maryam, basket):
    basket.active = False
    basket.save()
    with pytest.raises(Refused, match="not offered"):
        open_for(maryam, basket)


@pytest.mark.clause("PRO-1")
def test_who_files_from_afar_is_received_by_the_lead(maryam, basket, maha):
    Department.objects.filter(code="relations").update(lead=maha)
    case = open_for(maryam, basket, by=None)
    assert case.owner == maha
    assert case.opened_by is None


def test_with_nobody_to_receive_it_nothing_is_opened(maryam, basket):
    Membership.objects.update(ended_date=TODAY)
    Department.objects.update(lead=None)
    with pytest.raises(Refused, match="Nobody"):
        open_for(maryam, basket, by=None)


def test_an_agent_acts_only_while_the_document_stands(maryam, basket):
    agent = representing.add_representative(
        person=maryam,
        full_name="سعد بن علي الحربي",
        scope="agent",
        document_number="77",
        valid_from=written(TODAY - timedelta(days=30)),
        valid_to=written(TODAY - timedelta(days=1)),
        by=staff("noura"),
        at=NOW,
    )
    with pytest.raises(Refused, match="does not cover"):
        open_for(maryam, basket, representative=agent)


@pytest.mark.parametrize("username", ["salem", "fahad", "reem", "turki", "lama", "admin"])
def test_who_does_not_receive_people_opens_nothing(maryam, basket, username):
    with pytest.raises(Refused, match="role"):
        open_for(maryam, basket, by=username)


def test_saud_opens_nothing(maryam, basket, saud):
    with pytest.raises(Refused, match="role"):
        intake.start(person=maryam, service=basket, channel="interview", by=saud, at=NOW)
