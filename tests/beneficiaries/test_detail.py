"""One person's file: masked, its opening recorded, an identifier shown for a reason that is
kept.
"""

import re

import pytest
from django.urls import resolve

from tests.addresses import own
from tests.cast import NOW
from tests.factories import a_day, a_document_type, a_visitor
from wasl.audit.models import Event
from wasl.beneficiaries.actions import documents, household, registering, representing
from wasl.beneficiaries.actions import roles as roles_actions
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.policies import can_view
from wasl.beneficiaries.queries import household as household_queries
from wasl.beneficiaries.queries import roles as roles_queries
from wasl.common.verdicts import Refused

TODAY = NOW.date()
EVERYBODY = "noura maha salem huda fahad dalal khalid rashed reem turki sami lama jawaher admin saud".split()
ADDRESSED = re.compile(r'(?:href|action|hx-get|hx-post)="(/people/[^"#?]*)')


@pytest.fixture
def person(noura):
    person = a_visitor(by=noura, iban="SA0380000000608010167519", city="حائل")
    child = {"full_name": "سارة", "gender": "female", "birth": a_day("1/1/1440")}
    household.add_to_household(person=person, role="daughter", person_data=child, by=noura, at=NOW)
    told = {"full_name": "تركي المري", "scope": "agent", "document_number": "44512"}
    representing.add_representative(
        person=person, **told, valid_from=a_day("1/1/1448"), by=noura, at=NOW
    )
    return person


@pytest.mark.clause("PRE-6")
def test_the_file_is_shown_masked_and_its_opening_is_recorded(client, noura, person):
    kind = a_document_type()
    documents.add_document(
        person=person, document_type=kind, expires=a_day("1/7/1448"), seen=True, by=noura, at=NOW
    )
    client.force_login(noura)
    page = client.get(f"/people/{person.pk}/")
    text = page.content.decode()
    assert person.id_number not in text and person.iban not in text
    assert all(shown in text for shown in ("سارة", "تركي المري", "حائل", "••••"))
    assert len(page.context["endings"]) == 1
    assert (
        Event.objects.filter(verb="beneficiaries.view", root_id=str(person.pk), actor=noura).count()
        == 1
    )


@pytest.mark.clause("OBJ-2")
def test_few_queries_whatever_the_number_of_rows(
    client, noura, person, django_assert_max_num_queries
):
    kind = a_document_type()
    for place in range(8):
        documents.add_document(
            person=person, document_type=kind, number=str(place), seen=True, by=noura, at=NOW
        )
        child = {"full_name": "سارة", "gender": "female"}
        household.add_to_household(
            person=person, role="daughter", person_data=child, by=noura, at=NOW
        )
    client.force_login(noura)
    client.get("/desk/find/")
    with django_assert_max_num_queries(12):
        client.get(f"/people/{person.pk}/")


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_view_sees_and_nobody_else(client, request, person, who):
    user = request.getfixturevalue(who)
    client.force_login(user)
    may = bool(can_view(user, person))
    assert may == Person.objects.visible_to(user).filter(pk=person.pk).exists()
    assert client.get(f"/people/{person.pk}/").status_code == (200 if may else 403)


def test_nobody_there(client, noura):
    client.force_login(noura)
    assert client.get("/people/987654/").status_code == 404


def test_an_identifier_is_shown_for_a_reason(client, noura, person):
    client.force_login(noura)
    address = f"/people/{person.pk}/unmask/id_number/"
    assert person.id_number not in client.get(address).content.decode()
    assert "reason" in client.post(address, {"reason": ""}).context["form"].errors
    page = client.post(address, {"reason": "matching"})
    assert person.id_number in page.content.decode() and "no-store" in page.headers["Cache-Control"]
    event = Event.objects.get(verb="beneficiaries.unmask")
    assert event.data == {"field": "id_number", "reason": "matching"}
    assert client.get(f"/people/{person.pk}/unmask/full_name/").status_code == 404


@pytest.mark.parametrize("who", ["salem", "huda", "khalid", "reem", "admin", "saud"])
def test_nobody_else_unmasks(client, request, person, who):
    user = request.getfixturevalue(who)
    with pytest.raises(Refused, match="Your role"):
        registering.unmask(person=person, field="iban", reason="payment", by=user, at=NOW)
    client.force_login(user)
    assert client.get(f"/people/{person.pk}/unmask/iban/").status_code == 403


@pytest.mark.parametrize(
    ("field", "reason", "why"),
    [("full_name", "matching", "not masked"), ("iban", "curiosity", "Choose why")],
)
def test_only_what_is_masked_and_for_a_known_reason(noura, person, field, reason, why):
    with pytest.raises(Refused, match=why):
        registering.unmask(person=person, field=field, reason=reason, by=noura, at=NOW)


def test_the_pages_add_family_and_representatives(client, noura, person):
    client.force_login(noura)
    assert client.get(f"/people/{person.pk}/household/add/").status_code == 200
    typed = {"full_name": "خالد", "role": "son", "birth": "1/1/1445", "cause": "recorded"}
    assert (
        client.post(f"/people/{person.pk}/household/add/", typed).url
        == f"/people/{person.pk}/household/"
    )
    assert len(household_queries.dependants(person)) == 2
    typed = {
        "full_name": "سعد",
        "scope": "guardian",
        "document_number": "9",
        "valid_from": "1/1/1448",
        "valid_to": "1/1/1447",
    }
    assert client.post(f"/people/{person.pk}/representatives/add/", typed).status_code == 200
    assert (
        client.post(
            f"/people/{person.pk}/representatives/add/", {**typed, "valid_to": ""}
        ).status_code
        == 302
    )
    assert Representative.objects.filter(person=person).count() == 2


def test_the_applicant_records_nobody_to_act_for_them(person):
    told = {
        "full_name": "سعد",
        "scope": "agent",
        "document_number": "1",
        "valid_from": a_day("1/1/1448"),
    }
    with pytest.raises(Refused, match="Only an officer"):
        representing.add_representative(person=person, **told, by=None, at=NOW)


@pytest.mark.clause("PRE-2")
def test_former_memberships_and_agencies_of_both_directions_are_shown(client, noura, person):
    """Who was a member and who acts for others stays readable; only what runs today is a role."""
    membership = roles_actions.admit_member(
        person=person, number="0119", shares=7, by=noura, at=NOW
    )
    roles_actions.end_membership(membership=membership, reason="انسحب", day=TODAY, by=noura, at=NOW)
    ward, former = a_visitor("هند", by=noura), a_visitor("سلمى", by=noura)
    agent = {"acting_person": person, "scope": "agent", "valid_from": a_day("1/1/1447")}
    representing.add_representative(person=ward, document_number="881", **agent, by=noura, at=NOW)
    over = representing.add_representative(
        person=former, document_number="882", **agent, by=noura, at=NOW
    )
    representing.end_representation(
        representative=over, cause="revoked", day=TODAY, by=noura, at=NOW
    )
    client.force_login(noura)
    text = client.get(f"/people/{person.pk}/").content.decode()
    assert all(shown in text for shown in ("0119", "881", "882", f"/people/{former.pk}/"))
    roles = client.get(f"/people/{person.pk}/").context["roles"]
    assert [one.person_pk for one in roles] == [ward.pk]
    assert [len(ways) for ways in roles_queries.agencies(person)] == [1, 2]


@pytest.mark.parametrize("who", ["noura", "maha", "salem", "khalid", "jawaher"])
def test_the_page_offers_each_role_only_what_opens_for_it(client, request, person, who):
    user = request.getfixturevalue(who)
    client.force_login(user)
    offered = set(ADDRESSED.findall(client.get(f"/people/{person.pk}/").content.decode()))
    assert offered
    for address in offered:
        doors = getattr(resolve(address).func, "permissions", ())
        assert not doors or any(user.holds(door) for door in doors), address


@pytest.mark.parametrize("who", ["salem", "huda", "jawaher", "admin"])
def test_every_page_about_people_is_closed_to_roles_without_it(client, request, person, who):
    """Enumerated from the addresses: what a role may not open answers 403, to reading or writing
    alike.
    """
    user = request.getfixturevalue(who)
    client.force_login(user)
    for address, pattern in own():
        doors = getattr(pattern.callback, "permissions", ())
        if address.startswith("/people/") and doors and not any(user.holds(door) for door in doors):
            answer = client.get(address)
            assert (
                client.post(address) if answer.status_code == 405 else answer
            ).status_code == 403, address
