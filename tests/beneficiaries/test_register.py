"""A person is registered once, whoever asks."""

import threading
import uuid

import pytest
from django.db import connection, connections

from tests.cast import NOW
from tests.factories import a_day, a_visitor, an_id_number
from wasl.audit.models import Event
from wasl.beneficiaries.actions import registering
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import finding
from wasl.common.verdicts import Refused
from wasl.program import reference

MARYAM = {
    "full_name": "مريم بنت عبدالله الحربي",
    "gender": "female",
    "id_number": "1055555559",
    "mobile": "٠٥١٢٣٤٥٦٧٨",
}


@pytest.mark.clause("PRE-2")
def test_an_officer_registers_a_visitor(noura):
    person = registering.register(
        **MARYAM, birth=a_day("29/2/1391"), iban="SA0380000000608010167519", by=noura, at=NOW
    )
    person.refresh_from_db()
    assert (person.id_number, person.mobile, person.id_kind) == (
        "1055555559",
        "+966512345678",
        "national_id",
    )
    assert (person.birth_written, person.birth_calendar, person.birth_date.isoformat()) == (
        "29/2/1391",
        "hijri",
        "1971-04-25",
    )
    event = Event.objects.get(verb="beneficiaries.register")
    assert (
        event.actor == noura and "mobile" in event.data["fields"] and "مريم" not in str(event.data)
    )


def test_identifiers_are_not_readable_in_the_database(noura):
    registering.register(**MARYAM, iban="SA0380000000608010167519", by=noura, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, iban, id_blind, iban_blind FROM beneficiaries_person")
        assert not any(
            "1055555559" in value or "0380000000608010167519" in value
            for value in cursor.fetchone()
        )


def test_a_known_id_number_leads_to_the_person_who_has_it(noura, bader):
    known = registering.register(**MARYAM, by=noura, at=NOW)
    with pytest.raises(Refused, match=r"already registered: مريم") as refused:
        registering.register(
            **{**MARYAM, "full_name": "مريم الحربي", "id_number": "١٠٥٥٥٥٥٥٥٩"}, by=bader, at=NOW
        )
    assert refused.value.link == f"/people/{known.pk}/"


def test_nobody_outside_registers_themself_and_none_is_told_whose_number_it_is(noura):
    registering.register(**MARYAM, by=noura, at=NOW)
    for number in (MARYAM["id_number"], "", an_id_number()):
        with pytest.raises(Refused, match="claim their identity") as refused:
            registering.register(**{**MARYAM, "id_number": number}, by=None, at=NOW)
        assert not refused.value.link


def test_a_double_click_registers_once(noura):
    once = uuid.uuid4()
    first = registering.register(**MARYAM, by=noura, at=NOW, once=once)
    assert registering.register(**MARYAM, by=noura, at=NOW, once=once) == first
    assert (
        Person.objects.count() == 1
        and Event.objects.filter(verb="beneficiaries.register").count() == 1
    )


@pytest.mark.parametrize(
    "name", ["سعاد", "محمد عبد الله بن سعد بن علي بن حمد بن فهد بن راشد آل مطلق الحربي"]
)
def test_names_of_one_and_of_nine_parts_are_taken(noura, name):
    assert a_visitor(name, by=noura).full_name == name


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"full_name": ""}, "Enter the name"),
        ({"full_name": "12345"}, "Enter the name"),
        ({"full_name": "محمد " * 10}, "at most nine parts"),
        ({"id_number": "3000000004"}, "border, visa or Gulf"),
        ({"id_number": "1055555558"}, "mistyped"),
        ({"gender": "other"}, "female or male"),
        ({"mobile": "0114567890"}, "landline"),
        ({"iban": "SA0380000000608010167510"}, "IBAN is mistyped"),
        ({"short_address": "12ABCD"}, "four Latin letters"),
        ({"birth": a_day("22/11/2030")}, "future"),
    ],
)
def test_what_is_wrong_is_refused_with_its_own_sentence(noura, wrong, why):
    with pytest.raises(Refused, match=why):
        registering.register(**{**MARYAM, **wrong}, by=noura, at=NOW)
    assert not Person.objects.exists()


def test_somebody_without_an_id_number_is_registered_by_an_officer_alone(noura):
    first, second = (
        registering.register(**MARYAM | {"id_number": ""}, by=noura, at=NOW) for _time in range(2)
    )
    assert first != second and (first.id_number, first.id_blind, first.id_kind) == ("", None, "")


def test_the_parts_of_a_name_are_kept(noura):
    person = a_visitor("محمد بن عبد الله بن أبي بكر آل مطلق", by=noura)
    assert person.name_parts == ["محمد", "عبد الله", "أبي بكر", "آل مطلق"]


def test_direction_marks_are_taken_out_of_a_name(noura):
    assert a_visitor("\u202eمريم\u202c\u200b الحربي", by=noura).full_name == "مريم الحربي"


@pytest.mark.parametrize(
    "who", ["salem", "huda", "fahad", "khalid", "reem", "lama", "admin", "saud"]
)
def test_nobody_else_registers(request, who):
    with pytest.raises(Refused, match="Your role"):
        registering.register(**MARYAM, by=request.getfixturevalue(who), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_officers_registering_one_person_at_once_make_one():
    reference.load_association(NOW)
    officers = [reference.load_user("noura"), reference.load_user("bader")]
    barrier, outcomes = threading.Barrier(2), []

    def receive(officer):
        try:
            barrier.wait(10)
            outcomes.append(registering.register(**MARYAM, by=officer, at=NOW))
        except Refused as refused:
            outcomes.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=receive, args=(officer,)) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    made = [one for one in outcomes if isinstance(one, Person)]
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert len(made) == len(refused) == Person.objects.count() == 1
    assert refused[0].link == f"/people/{made[0].pk}/"


def test_the_page_registers_and_opens_the_file(client, noura):
    client.force_login(noura)
    typed = {**MARYAM, "birth": "1/7/1390", "language": "ar", "once": str(uuid.uuid4())}
    for _ in range(2):
        answer = client.post("/people/register/", typed)
        person = Person.objects.get()
        assert answer.status_code == 302 and answer.url == f"/people/{person.pk}/"


def test_the_page_says_what_is_wrong_beside_the_field(client, noura):
    client.force_login(noura)
    page = client.post(
        "/people/register/",
        {**MARYAM, "id_number": "105555555x", "birth": "30/2/1441", "language": "ar"},
    )
    assert page.status_code == 200
    assert {"id_number", "birth"} == set(page.context["form"].errors)
    assert 'href="#id_birth"' in page.content.decode()


def test_the_page_begins_with_what_was_searched_for(client, noura):
    client.force_login(noura)
    number = an_id_number(77)
    assert (
        client.get("/people/register/", {"q": number}).context["form"].initial["id_number"]
        == number
    )
    assert (
        client.get("/people/register/", {"q": "مريم الحربي"}).context["form"].initial["full_name"]
        == "مريم الحربي"
    )


@pytest.mark.parametrize("who", ["salem", "huda", "reem", "admin", "saud"])
def test_the_page_is_closed_to_others(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/people/register/").status_code == 403


def test_keys_follow_the_name(noura):
    person = a_visitor("فاطمة بنت عبد الله العتيبي", by=noura)
    assert [name.words for name in person.names.all()] == [["فاطمه", "عبدالله", "العتيبي"]]
    assert (
        person.sort_key == "فاطمه عبدالله العتيبي"
        and finding.by_id_number(person.id_number) == person
    )
