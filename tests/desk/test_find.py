"""One box: an ID, a mobile, a number, part of a name."""

import html
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_day, a_document_type, a_visitor
from wasl.beneficiaries.actions import documents
from wasl.beneficiaries.forms import person as person_forms
from wasl.cases.states import Status
from wasl.common import clock
from wasl.desk import queries


@pytest.mark.clause("PRO-2")
def test_a_person_is_found_with_what_is_open_expiring_and_owed(client, noura):
    person = a_visitor("مريم بنت عبد الله الحربي", by=noura)
    case = a_case(person=person)
    documents.add_document(
        person=person,
        document_type=a_document_type(),
        expires=in_days(30),
        seen=True,
        by=noura,
        at=NOW,
    )
    client.force_login(noura)
    page = client.get("/desk/find/", {"q": "مريم الحربي"})
    (row,) = page.context["rows"]
    assert row.person == person and row.open == [case] and len(row.expiring) == 1
    assert person.id_number not in page.content.decode()


def in_days(days):
    return a_day(f"{clock.today() + timedelta(days=days):%d/%m/%Y}")


def test_a_document_that_was_renewed_is_not_expiring(noura):
    person, kind = a_visitor(by=noura), a_document_type()
    for days, at in ((30, NOW), (760, clock.now())):
        documents.add_document(
            person=person, document_type=kind, expires=in_days(days), seen=True, by=noura, at=at
        )
    assert queries.found(noura, person.id_number, clock.today())[0].expiring == []


def test_what_was_granted_and_not_delivered_is_owed(noura):
    case = a_case(Status.REGISTERED)
    (row,) = queries.found(noura, case.person.id_number, clock.today())
    assert row.owed == [case] and row.open == []


def test_a_whole_number_opens_what_it_means(client, noura):
    case = a_case()
    client.force_login(noura)
    assert client.get("/desk/find/", {"q": case.person.id_number}).url == reverse(
        "beneficiaries:detail", args=[case.person_id]
    )
    assert client.get("/desk/find/", {"q": case.reference}).url == reverse(
        "cases:detail", args=[case.pk]
    )


def test_the_list_as_one_types_is_the_list_of_the_page(client, noura):
    a_visitor("هند بنت سالم القحطاني", by=noura)
    client.force_login(noura)
    part = client.get(
        "/desk/find/", {"q": "القحط"}, headers={"HX-Request": "true"}
    ).content.decode()
    whole = client.get("/desk/find/", {"q": "القحط"}).content.decode()
    assert "<html" not in part and "هند بنت سالم القحطاني" in part
    assert " ".join(part.split()) in " ".join(whole.split())


def test_what_is_not_found_leads_to_registering(client, noura):
    client.force_login(noura)
    page = client.get("/desk/find/", {"q": "1055555559"}).content.decode()
    assert "/people/register/?q=1055555559" in page
    wrong = client.get("/desk/find/", {"q": "1055555558"})
    assert wrong.context["search"].problem and "/people/register/" not in wrong.content.decode()


def test_a_visitor_is_received_in_few_steps(client, noura):
    person = a_visitor(by=noura)
    client.force_login(noura)
    assert client.get("/desk/receive/").status_code == 200
    found = client.get(
        "/desk/find/", {"q": person.id_number, "for": "receive"}, headers={"HX-Request": "true"}
    )
    assert f"/contacts/visit/?person={person.pk}" in found.content.decode()
    unknown = client.get("/desk/receive/", {"q": "1055555559"}).content.decode()
    assert "next=/contacts/visit/%3Fperson%3D%7Bpk%7D" in unknown
    typed = {"id_number": "1055555559", "full_name": "سعاد", "gender": "female", "language": "ar"}
    answer = client.post("/people/register/", {**typed, "next": "/contacts/visit/?person={pk}"})
    assert (
        answer.url.startswith("/contacts/visit/?person=")
        and answer.url != f"/contacts/visit/?person={person.pk}"
    )
    assert client.get(answer.url).status_code == 200


def test_the_return_address_stays_on_the_site(client, noura):
    client.force_login(noura)
    typed = {"id_number": "1055555559", "full_name": "سعاد", "gender": "female", "language": "ar"}
    answer = client.post("/people/register/", {**typed, "next": "https://evil.example/"})
    assert answer.url.startswith("/people/")


def test_finding_takes_few_queries(client, noura, django_assert_max_num_queries):
    for _ in range(15):
        a_visitor(by=noura)
    client.force_login(noura)
    client.get("/desk/find/")  # the first page after signing in renews the session
    with django_assert_max_num_queries(12):
        assert len(client.get("/desk/find/", {"q": "هند سالم"}).context["rows"]) == 15


@pytest.mark.parametrize(("who", "finds"), [("salem", 1), ("khalid", 1), ("huda", 0), ("reem", 0)])
def test_only_those_who_may_search_find_people(client, request, noura, who, finds):
    a_visitor(by=noura)
    client.force_login(request.getfixturevalue(who))
    assert len(client.get("/desk/find/", {"q": "هند سالم"}).context["rows"]) == finds


@pytest.mark.parametrize("who", ["lama", "admin", "saud"])
def test_the_search_is_closed_to_others(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/desk/find/", {"q": "هند"}).status_code == 403
    assert client.get("/desk/receive/").status_code == 403


LISTS = [
    ("/desk/receive/", "q", "/contacts/visit/"),
    ("/desk/find/?for=receive", "q", "/contacts/visit/"),
    ("/desk/find/", "q", ""),
    ("/desk/pick/", "visitor_name", "/contacts/call/"),
]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize(("address", "name", "back"), LISTS)
def test_who_resembles_somebody_can_be_registered_from_every_list(
    client, noura, address, name, back, headers
):
    person = a_visitor("محمد بن سالم القحطاني", by=noura)
    client.force_login(noura)
    joint = "&" if "?" in address else "?"
    page = client.get(f"{address}{joint}{name}=محمد القحطاني", headers=headers).content.decode()
    rows, other = page.rindex(f"{person.pk}"), page.rindex("/people/register/?q=")
    assert rows < other and "ليس واحدًا منهم" in page[other:]
    link = html.unescape(re.search(r'"(/people/register/\?[^"]+)"', page[other - 1 :]).group(1))
    form = client.get(link)
    assert 'value="محمد القحطاني"' in form.content.decode()
    assert form.context["next"] == (f"{reverse(RETURNS[back])}?person={{pk}}" if back else "")


RETURNS = {
    "/contacts/visit/": "interactions:record_visit",
    "/contacts/call/": "interactions:log_call",
}


def test_a_list_of_candidates_ends_with_registering_another():
    """Whoever shows people to choose from shows also that it is nobody of them."""
    for path in Path("wasl").rglob("templates/**/*.html"):
        text = path.read_text()
        if 'class="results"' in text and "person" in text and "?person=" in text:
            assert "register_url" in text, path


@pytest.mark.parametrize(
    ("typed", "started"),
    [
        ("محمد 0512345678", {"full_name": "محمد", "mobile": "+966512345678"}),
        ("1055555559 سعاد العنزي", {"full_name": "سعاد العنزي", "id_number": "1055555559"}),
        (
            "سعاد ٠٥١٢٣٤٥٦٧٨ ١٠٥٥٥٥٥٥٥٩",
            {"full_name": "سعاد", "mobile": "+966512345678", "id_number": "1055555559"},
        ),
        ("+966 51 234 5678", {"mobile": "+966512345678"}),
        ("محمد", {"full_name": "محمد"}),
        ("", {}),
    ],
)
def test_what_was_typed_is_carried_into_the_form(typed, started):
    assert person_forms.started_with(typed) == started


def test_a_number_that_led_to_somebody_is_not_carried_over(client, noura):
    person = a_visitor(by=noura)
    client.force_login(noura)
    page = client.get("/desk/receive/", {"q": person.id_number}).content.decode()
    assert "/people/register/?next=" in page and f"register/?q={person.id_number}" not in page
