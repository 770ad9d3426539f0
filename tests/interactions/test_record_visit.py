"""Who came, for whom, by which channel, about what, and how it ended."""

import uuid
from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.factories import a_day, a_visitor
from wasl.audit.models import Event
from wasl.beneficiaries.actions import representing
from wasl.common.verdicts import Refused
from wasl.interactions import actions
from wasl.interactions.models import Interaction
from wasl.messaging.models import Channel


def visit(by, **given):
    told = {
        "channel": Channel.INTERVIEW,
        "subject": "سؤال عن السلة الغذائية",
        "outcome": "شُرحت الشروط",
        **given,
    }
    return actions.record_visit(**told, by=by, at=NOW)


def an_agent(person, by, **given):
    told = {
        "full_name": "تركي المري",
        "scope": "agent",
        "document_number": "44512",
        "valid_from": a_day("1/1/1448"),
        **given,
    }
    return representing.add_representative(person=person, **told, by=by, at=NOW)


@pytest.mark.clause("PRO-2")
def test_an_officer_records_a_visit(noura):
    person = a_visitor(by=noura)
    contact = visit(noura, person=person)
    assert (contact.person, contact.closed_by, contact.direction) == (person, noura, "in")
    event = Event.objects.get(verb="interactions.record_visit")
    assert event.root_id == str(person.pk) and event.data["channel"] == "interview"


@pytest.mark.clause("CHA-1", "CHA-2", "CHA-3", "CHA-4", "CHA-5", "CHA-6", "CHA-7")
@pytest.mark.parametrize("channel", Channel.values)
def test_every_channel_is_recorded_alike(noura, channel):
    assert visit(noura, visitor_name="زائر", channel=channel).channel == channel


def test_an_agent_comes_for_a_person(noura):
    person = a_visitor(by=noura)
    agent = an_agent(person, noura)
    assert visit(noura, person=person, representative=agent).representative == agent


def test_an_agent_of_another_person_is_refused(noura):
    agent = an_agent(a_visitor(by=noura), noura)
    with pytest.raises(Refused, match="another person"):
        visit(noura, person=a_visitor(by=noura), representative=agent)


def test_an_agent_whose_document_ended_is_refused(noura):
    person = a_visitor(by=noura)
    agent = an_agent(person, noura, valid_to=a_day("1/2/1448"))
    with pytest.raises(Refused, match="not valid today"):
        visit(noura, person=person, representative=agent)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"visitor_name": ""}, "Say who came"),
        ({"subject": " "}, "what it was about"),
        ({"outcome": ""}, "how the contact ended"),
        ({"channel": "pigeon"}, "Choose the channel"),
    ],
)
def test_what_is_not_told_is_refused(noura, wrong, why):
    with pytest.raises(Refused, match=why):
        visit(noura, **{"visitor_name": "زائر", **wrong})
    assert not Interaction.objects.exists()


def test_a_double_click_records_once(noura):
    once = uuid.uuid4()
    assert visit(noura, visitor_name="زائر", once=once) == visit(
        noura, visitor_name="زائر", once=once
    )
    assert Interaction.objects.count() == 1


@pytest.mark.parametrize("who", ["salem", "huda", "khalid", "reem", "admin", "saud"])
def test_nobody_else_records(request, who):
    with pytest.raises(Refused, match="Your role"):
        visit(request.getfixturevalue(who), visitor_name="زائر")


def test_the_page_records_and_goes_on_to_a_request(client, noura):
    person = a_visitor(by=noura)
    client.force_login(noura)
    page = client.get(f"/contacts/visit/?person={person.pk}")
    assert page.status_code == 200 and "representative" not in page.context["form"].fields
    typed = {
        "channel": "interview",
        "subject": "طلب سلة",
        "outcome": "سُجل",
        "start": "1",
        "once": str(uuid.uuid4()),
    }
    answer = client.post(f"/contacts/visit/?person={person.pk}", typed)
    assert answer.url == f"/cases/start/{person.pk}/" and Interaction.objects.get().person == person


def test_the_page_takes_somebody_who_is_not_in_the_register(client, noura):
    client.force_login(noura)
    typed = {"channel": "telephone", "subject": "سؤال", "outcome": "أُجيب", "visitor_name": ""}
    assert "visitor_name" in client.post("/contacts/visit/", typed).context["form"].errors
    assert client.post("/contacts/visit/", {**typed, "visitor_name": "أم فهد"}).url == "/contacts/"


def test_the_inbox_shows_the_latest_first(client, noura, django_assert_max_num_queries):
    for place in range(25):
        actions.record_visit(
            visitor_name=f"زائر {place}", channel="interview", subject="سؤال", outcome="أُجيب",
            by=noura, at=NOW + timedelta(minutes=place),
        )  # fmt: skip
    client.force_login(noura)
    client.get("/contacts/")
    with django_assert_max_num_queries(12):
        page = client.get("/contacts/")
    assert [one.visitor_name for one in page.context["contacts"]][:2] == ["زائر 24", "زائر 23"]
    assert len(client.get(f"/contacts/?before={page.context['next']}").context["contacts"]) == 5
