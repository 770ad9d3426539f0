"""What is known is corrected, its past is kept, and nobody undoes another's correction."""

import pytest
from django.apps import apps

from tests.cast import NOW
from tests.factories import a_day, a_visitor, an_id_number
from wasl.audit.models import Event
from wasl.beneficiaries.actions import registering
from wasl.beneficiaries.queries import file, finding, identity
from wasl.common.verdicts import Refused


def correct(person, by, version=None, **changes):
    return registering.correct(
        person=person, changes=changes, by=by, at=NOW, version=version, paper_seen=True
    )


def test_a_name_is_corrected_and_its_keys_with_it(noura):
    person = correct(
        a_visitor(by=noura), noura, full_name="هند بنت سالم الزهراني", birth=a_day("1/7/1390")
    )
    assert finding.find(noura, "زهراني") == [person] and finding.find(noura, "القحطاني") == []
    assert person.birth_written == "1/7/1390"
    event = Event.objects.get(verb="beneficiaries.correct")
    assert "full_name" in event.data["fields"] and "الزهراني" not in str(event.data)
    past = apps.get_model("beneficiaries", "PersonEvent")
    assert list(past.objects.order_by("pgh_id").values_list("full_name", flat=True)) == [
        "هند بنت سالم القحطاني",
        "هند بنت سالم الزهراني",
    ]


def test_a_stale_page_is_refused(noura, bader):
    person = a_visitor(by=noura)
    seen = file.state_of(person)
    correct(person, bader, seen, city="حائل")
    with pytest.raises(Refused, match="meanwhile"):
        correct(person, noura, seen, city="بريدة")


def test_a_new_mobile_has_to_be_confirmed_again(noura):
    person = registering.confirm_mobile(person=a_visitor(by=noura), by=None, at=NOW)
    assert person.mobile_verified_at == NOW
    assert correct(person, noura, mobile="0551234567").mobile_verified_at is None


def test_another_persons_id_number_is_refused_with_a_link(noura):
    known, person = a_visitor("سعاد", by=noura), a_visitor(by=noura)
    with pytest.raises(Refused, match="already registered: سعاد") as refused:
        correct(person, noura, id_number=known.id_number)
    assert refused.value.link == f"/people/{known.pk}/"


def test_nothing_changed_is_nothing_recorded(noura):
    person = a_visitor(by=noura)
    correct(person, noura, full_name=person.full_name, id_number=person.id_number)
    assert not Event.objects.filter(verb="beneficiaries.correct").exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"full_name": ""}, "Enter the name"),
        ({"mobile": "123"}, "mobile"),
        ({"birth": a_day("1/1/1490")}, "future"),
    ],
)
def test_what_is_wrong_is_refused(noura, change, why):
    with pytest.raises(Refused, match=why):
        correct(a_visitor(by=noura), noura, **change)


@pytest.mark.parametrize("who", ["salem", "huda", "fahad", "khalid", "reem", "admin", "saud"])
def test_nobody_else_corrects(request, noura, who):
    with pytest.raises(Refused, match="Your role"):
        correct(a_visitor(by=noura), request.getfixturevalue(who), city="حائل")


def test_the_page_corrects_and_keeps_what_is_left_empty(client, noura):
    person = a_visitor(by=noura, iban="SA0380000000608010167519")
    client.force_login(noura)
    page = client.get(f"/people/{person.pk}/correct/")
    assert person.id_number not in page.content.decode()
    form = page.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "paper_seen"} | {
        "city": "حائل"
    }
    assert client.post(f"/people/{person.pk}/correct/", typed).url == f"/people/{person.pk}/"
    before = person.id_number
    person.refresh_from_db()
    assert (person.city, person.id_number, person.iban) == (
        "حائل",
        before,
        "SA0380000000608010167519",
    )
    stale = client.post(f"/people/{person.pk}/correct/", {**typed, "city": "بريدة"})
    assert stale.status_code == 200
    person.refresh_from_db()
    assert person.city == "حائل"


def test_the_number_is_given_once(noura):
    person = a_visitor(by=noura)
    first = registering.open_file(person=person, by=noura, at=NOW)
    assert registering.open_file(
        person=person, by=noura, at=NOW
    ) == first and first.number.startswith("1448-")
    assert registering.open_file(person=a_visitor(by=noura), by=noura, at=NOW).number > first.number


@pytest.mark.parametrize("who", ["salem", "huda", "khalid", "reem", "admin", "saud"])
def test_nobody_else_gives_it(request, noura, who):
    with pytest.raises(Refused, match="Your role"):
        registering.open_file(person=a_visitor(by=noura), by=request.getfixturevalue(who), at=NOW)


def test_who_was_naturalised_is_found_by_the_iqama_as_well(noura):
    person = a_visitor(by=noura, id_number="2123456788")
    person = correct(person, noura, id_number="1055555559")
    former = person.identifiers.get()
    assert (former.kind, former.number, former.ended_by) == ("iqama", "2123456788", noura)
    assert finding.find(noura, "2123456788") == [person] == finding.find(noura, "1055555559")


def test_a_mistyped_digit_is_no_second_number(noura):
    person = correct(a_visitor(by=noura, id_number="1000000008"), noura, id_number="1055555559")
    assert not person.identifiers.exists() and identity.by_identifier("1000000008") is None


def test_an_iqama_is_told_from_a_national_id(noura):
    assert correct(a_visitor(by=noura), noura, id_number="2123456788").id_kind == "iqama"
    assert a_visitor(by=noura, id_number=an_id_number()).id_kind == "national_id"
