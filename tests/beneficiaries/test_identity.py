"""Every number a person is known by, and every way they are reached."""

import threading
from datetime import UTC, datetime, time

import pytest
from django.db import IntegrityError, connection, connections, transaction

from tests.cast import NOW
from tests.factories import a_day, a_visitor, an_id_number
from wasl.beneficiaries.actions import identity, registering
from wasl.beneficiaries.models.identity import ContactPoint, Identifier
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import finding, reach
from wasl.beneficiaries.queries import identity as identity_queries
from wasl.common.verdicts import Refused
from wasl.program import reference


def number(person, by, kind="passport", value="a-104 722", **more):
    return identity.add_identifier(person=person, kind=kind, number=value, by=by, at=NOW, **more)


def way(person, by, kind="mobile", value="٠٥٥٥٠٠٠١١٧", purpose="emergency", **more):
    return identity.add_contact(
        person=person, kind=kind, value=value, purpose=purpose, by=by, at=NOW, **more
    )


def test_a_passport_is_kept_sealed_and_the_person_found_by_it(noura):
    osama = a_visitor("أسامة", by=noura, id_number="2123456788")
    kept = number(osama, noura, issuer="القنصلية", valid_to=a_day("1/1/1450"))
    assert kept.number == "A104722" and identity_queries.by_identifier("A104 722") == osama
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM beneficiaries_identifier")
        assert "104722" not in cursor.fetchone()[0]
    identity.end_identifier(identifier=kept, by=noura, at=NOW)
    assert identity_queries.by_identifier("a104722") == osama


def test_one_number_means_one_person(noura):
    osama, karam = a_visitor("أسامة", by=noura), a_visitor("كرم", by=noura)
    number(osama, noura)
    with pytest.raises(Refused, match="already registered: أسامة"):
        number(karam, noura)
    with pytest.raises(Refused, match="already registered: أسامة"):
        number(karam, noura, "national_id", osama.id_number)
    with pytest.raises(Refused, match="recorded already"):
        number(osama, noura)
    with pytest.raises(Refused, match="recorded already"):
        number(osama, noura, "iqama", osama.id_number)
    with pytest.raises(Refused, match="already registered: أسامة"):
        registering.register(
            full_name="هبة", gender="female", id_number=osama.id_number, by=noura, at=NOW
        )


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("visa", "1", "Choose what kind"),
        ("passport", "", "5 to 12"),
        ("passport", "عربي12", "5 to 12"),
        ("gcc_id", "123", "8 to 15"),
        ("border_number", "1055555559", "begins with 3"),
        ("iqama", "2123456789", "mistyped"),
    ],
)
def test_a_number_of_the_wrong_shape_is_refused(noura, kind, value, why):
    with pytest.raises(Refused, match=why):
        number(a_visitor(by=noura), noura, kind, value)


def test_a_number_of_the_state_is_named_by_its_first_digit(noura):
    assert number(a_visitor(by=noura), noura, "national_id", "2123456788").kind == "iqama"


def test_a_further_mobile_may_become_the_first(noura):
    person = registering.confirm_mobile(
        person=a_visitor(by=noura, mobile="0511111111"), by=None, at=NOW
    )
    contact = way(person, noura, holder_name="ناصر بن فهد")
    assert contact.value == "+966555000117" and finding.find(noura, "0555000117") == [person]
    identity.confirm_contact(contact=contact, by=noura, at=NOW)
    person = identity.make_principal(contact=contact, by=noura, at=NOW, paper_seen=True)
    contact.refresh_from_db()
    assert (person.mobile, contact.value, contact.purpose) == (
        "+966555000117",
        "+966511111111",
        "own",
    )
    assert contact.verified_at == NOW
    assert person.mobile_verified_at is None, (
        "that an officer reached them is no code that came back"
    )


def test_where_there_was_none_it_moves_onto_the_row(noura):
    person = a_visitor(by=noura, mobile="")
    contact = way(person, noura, "email", "Maryam@Example.ORG", "own")
    person = identity.make_principal(contact=contact, by=noura, at=NOW)
    assert person.email == "Maryam@example.org" and reach.contact_points(person) == []


def test_a_way_that_ended_is_no_longer_offered(noura):
    person = a_visitor(by=noura)
    contact = way(person, noura)
    identity.end_contact(contact=contact, by=noura, at=NOW)
    assert reach.contact_points(person) == [] and finding.find(noura, "0555000117") == []
    for refused in (identity.confirm_contact, identity.make_principal):
        with pytest.raises(Refused, match="ended already"):
            refused(contact=contact, by=noura, at=NOW)
    assert way(person, noura).pk != contact.pk


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "pigeon"}, "Choose what it is"),
        ({"purpose": "fun"}, "Choose what it is"),
        ({"value": "0512345678"}, "reached there already"),
        ({"kind": "phone", "value": "0512345671"}, "begins with 01"),
        ({"kind": "email", "value": "maryam"}, "no e-mail"),
    ],
)
def test_a_way_that_is_none_is_refused(noura, told, why):
    with pytest.raises(Refused, match=why):
        way(a_visitor(by=noura), noura, **told)


def test_a_landline_is_kept_but_receives_nothing(noura):
    contact = way(a_visitor(by=noura), noura, "phone", "016 123 4567", "family")
    assert contact.value == "+966161234567"
    with pytest.raises(Refused, match="landline"):
        identity.make_principal(contact=contact, by=noura, at=NOW)


@pytest.mark.parametrize("who", ["salem", "huda", "khalid", "reem", "admin", "saud"])
def test_nobody_else_keeps_them(request, noura, who):
    user, person = request.getfixturevalue(who), a_visitor(by=noura)
    contact, passport = way(person, noura), number(person, noura)
    for refused in (
        lambda: number(person, user, value="B99999"),
        lambda: identity.end_identifier(identifier=passport, by=user, at=NOW),
        lambda: way(person, user, value="0555000118"),
        lambda: identity.confirm_contact(contact=contact, by=user, at=NOW),
        lambda: identity.make_principal(contact=contact, by=user, at=NOW),
        lambda: identity.end_contact(contact=contact, by=user, at=NOW),
    ):
        with pytest.raises(Refused, match=r"Only an officer|Your role"):
            refused()


def test_the_database_keeps_them_true(noura):
    person, other = a_visitor(by=noura), a_visitor(by=noura)
    first, second = number(person, noura), number(other, noura, value="B99999")
    way(person, noura)
    way(person, noura, value="0555000118")
    for change, name in (
        (
            (
                "UPDATE beneficiaries_identifier SET number_blind "
                f"= '{first.number_blind}' WHERE id "
                f"= {second.pk}"
            ),
            "identifier_once",
        ),
        ("UPDATE beneficiaries_contactpoint SET value = 'x'", "contact_point_once"),
        (
            "UPDATE beneficiaries_contactpoint SET ended_at = '2000-01-01'",
            "contact_point_ends_after_it_began",
        ),
        ("UPDATE beneficiaries_person SET id_kind = ''", "person_id_together"),
        ("UPDATE beneficiaries_person SET id_blind = NULL", "person_id_together"),
        (
            "UPDATE beneficiaries_person SET birth_date = '2020-01-01', death_date = '2019-01-01'",
            "person_died_after_birth",
        ),
        ("UPDATE beneficiaries_person SET quiet_from = '21:00'", "person_quiet_together"),
    ):
        with (
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


@pytest.mark.django_db(transaction=True)
def test_two_officers_using_one_number_at_once_give_it_to_one_person():
    reference.load_association(NOW)
    officers = [reference.load_user("noura"), reference.load_user("bader")]
    person, free = a_visitor(by=officers[0]), an_id_number()
    barrier, outcomes = threading.Barrier(2), []

    def run(act):
        try:
            barrier.wait(10)
            outcomes.append(act())
        except Refused as refused:
            outcomes.append(refused)
        finally:
            connections.close_all()

    acts = [
        lambda: number(person, officers[0], "national_id", free),
        lambda: registering.register(
            full_name="هبة", gender="female", id_number=free, by=officers[1], at=NOW
        ),
    ]
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert Person.objects.filter(identity_queries.holding(free)).count() == 1


def at(hour, minute=0):
    """A moment of a day, told in Riyadh."""
    return datetime(2026, 11, 19, hour - 3, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "then"),
    [
        ((None, None), at(23), at(23)),
        ((time(21), time(9)), at(12), at(12)),
        ((time(21), time(9)), at(8), at(9)),
        ((time(21), time(9)), at(22), at(9).replace(day=20)),
        ((time(13), time(16)), at(14, 30), at(16)),
        ((time(13), time(16)), at(16), at(16)),
    ],
)
def test_who_wants_quiet_is_written_to_after_it(quiet, now, then):
    person = Person(quiet_from=quiet[0], quiet_until=quiet[1])
    assert reach.earliest(person, now) == then


def test_the_pages_keep_them(client, noura):
    person = a_visitor(by=noura)
    client.force_login(noura)
    at_person = f"/people/{person.pk}"
    typed = {"kind": "passport", "number": "A104722", "valid_to": "1/10/1448"}
    assert client.post(f"{at_person}/numbers/add/", typed).url == f"{at_person}/"
    typed = {"kind": "mobile", "value": "0555000117", "purpose": "family", "holder_name": "فهد"}
    assert client.post(f"{at_person}/contacts/add/", typed).url == f"{at_person}/"
    shown = client.get(f"{at_person}/")
    assert "A104722" not in shown.content.decode() and len(shown.context["endings"]) == 1
    contact, passport = ContactPoint.objects.get(), Identifier.objects.get()
    assert client.post(f"/people/contacts/{contact.pk}/confirm/").url == f"{at_person}/"
    assert client.post(f"/people/contacts/{contact.pk}/principal/").url == f"{at_person}/"
    person.refresh_from_db()
    assert person.mobile == "+966512345678", "without the ID in hand it waits"
    seen = {"paper_seen": "1"}
    assert client.post(f"/people/contacts/{contact.pk}/principal/", seen).url == f"{at_person}/"
    assert client.post(f"/people/contacts/{contact.pk}/end/").url == f"{at_person}/"
    assert client.post(f"/people/numbers/{passport.pk}/end/").url == f"{at_person}/"
    person.refresh_from_db()
    assert person.mobile == "+966555000117"
    quiet = {"language": "ar", "preferred_channel": "call", "opted_out": ["surveys"]}
    late = client.post(f"{at_person}/preferences/", quiet | {"quiet_from": "21:00"})
    assert "quiet_until" in late.context["form"].errors
    assert (
        client.post(
            f"{at_person}/preferences/", quiet | {"quiet_from": "21:00", "quiet_until": "09:00"}
        ).status_code
        == 302
    )
    person.refresh_from_db()
    assert (person.preferred_channel, person.opted_out, person.quiet_until) == (
        "call",
        ["surveys"],
        time(9),
    )
    assert not reach.wants(person, "surveys") and reach.wants(person, "offers")
    assert client.get(f"{at_person}/correct/").status_code == 200
