"""One person's story in one line of time, drawn into the person page."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_day, a_document, a_person
from wasl.beneficiaries.actions import household
from wasl.cases.states import Status
from wasl.desk.timeline import PAGE, story
from wasl.interactions import actions as interactions


@pytest.fixture
def maryam(noura, policy):
    """Maryam with a request, a visit, a paper and a child."""
    person = a_person("مريم بنت عبدالله الحربي")
    case = a_case(Status.SUBMITTED, person=person)
    a_document(person, "national-id")
    told = {"full_name": "سارة", "gender": "female", "birth": a_day("1/1/1440")}
    household.add_to_household(person=person, role="daughter", person_data=told, by=noura, at=NOW)
    interactions.record_visit(
        person=person,
        subject="سألت عن طلبها",
        outcome="أُخبرت",
        channel="interview",
        by=noura,
        at=NOW,
    )
    return case.person


def address(person):
    return f"/desk/people/{person.pk}/timeline/"


def test_requests_contacts_papers_and_family_stand_in_one_line(client, noura, maryam):
    client.force_login(noura)
    page = client.get(address(maryam)).content.decode()
    for said in ("سارة", "سألت عن طلبها", "الهوية", "1448-"):
        assert said in page
    moments, older = story(noura, maryam)
    assert moments[0].text == "Visit recorded" and moments[0].note == "سألت عن طلبها"
    told = [one.text for one in moments] + (
        [one.text for one in story(noura, maryam, older)[0]] if older else []
    )
    assert "Request submitted" in told and "Data of the request saved" not in told


def test_the_older_part_is_fetched_into_its_end_and_nothing_comes_twice(client, noura, maryam):
    for place in range(PAGE + 5):
        interactions.record_visit(
            person=maryam,
            subject=f"زيارة {place}",
            outcome="أُخبرت",
            channel="interview",
            by=noura,
            at=NOW,
        )
    first, older = story(noura, maryam)
    rest, end = story(noura, maryam, older)
    assert len(first) == PAGE and not {one.note for one in first} & {
        one.note for one in rest if one.note
    }
    assert (rest if end is None else story(noura, maryam, end)[0])[-1].text == "Person registered"
    client.force_login(noura)
    shown = client.get(address(maryam))
    part = client.get(shown.context["older"], headers={"HX-Request": "true"}).content.decode()
    assert "<section" not in part and "timeline" in part
    assert client.get(f"{address(maryam)}?before=x").status_code == 200


def test_few_queries_whatever_happened(client, noura, maryam, django_assert_max_num_queries):
    client.force_login(noura)
    client.get("/desk/find/")
    with django_assert_max_num_queries(12):
        client.get(address(maryam))


@pytest.mark.parametrize("who", ["huda", "reem", "turki", "lama", "admin", "saud"])
def test_nobody_else_reads_it(client, request, maryam, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(maryam)).status_code == 403


def test_nobody_there(client, noura):
    client.force_login(noura)
    assert client.get("/desk/people/987654/timeline/").status_code == 404
