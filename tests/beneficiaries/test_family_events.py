"""Birth, marriage, divorce and death move people between households, and the history stays true."""

from datetime import date

import pytest

from tests.cast import NOW
from tests.factories import a_day, a_visitor, an_id_number
from wasl.audit.models import Event
from wasl.beneficiaries.actions import family as family_actions
from wasl.beneficiaries.actions import household, registering, representing, striking
from wasl.beneficiaries.actions import roles as roles_actions
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.models.roles import Membership, Volunteer
from wasl.beneficiaries.queries import household as household_queries
from wasl.beneficiaries.queries import roles as roles_queries
from wasl.common.verdicts import Refused

DAY = date(2026, 3, 1)
DIED = a_day("2026-03-01")


def roles(person):
    family = household_queries.family_of(person)
    return {one.person.full_name.split()[0]: one.role for one in family.members} if family else {}


@pytest.fixture
def saad(noura):
    """Saad with his wife Hind and two children, since ever."""
    saad = a_visitor("سعد بن فهد القحطاني", gender="male", by=noura, birth=a_day("1/1/1395"))
    for name, gender, role in (
        ("هند", "female", "spouse"),
        ("فهد", "male", "son"),
        ("سارة", "female", "daughter"),
    ):
        household.add_to_household(
            person=saad,
            role=role,
            person_data={"full_name": name, "gender": gender},
            by=noura,
            at=NOW,
        )
    return saad


def of(person, name):
    return next(
        one.person
        for one in household_queries.family_of(person).members
        if one.person.full_name == name
    )


def marry(person, by, home="own", day=DAY, **more):
    told = {"full_name": "نورة بنت علي", "gender": "female"}
    return family_actions.record_marriage(
        person=person, day=day, home=home, by=by, at=NOW, **({"person_data": told} | more)
    )


def test_the_son_marries_and_moves_into_a_household_of_his_own(noura, saad):
    fahd = of(saad, "فهد")
    old = household_queries.family_of(saad).household
    marry(fahd, noura)
    fahd.refresh_from_db()
    assert roles(fahd) == {"فهد": "head", "نورة": "spouse"} and fahd.marital_status == "married"
    assert "فهد" not in roles(saad)
    assert "فهد" in [
        one.person.full_name for one in household_queries.on_day(old, date(2026, 2, 28))
    ]
    row = fahd.households.get(household=old)
    assert (row.until_date, row.ended_with) == (DAY, "marriage")


def test_the_daughter_marries_into_her_husbands_household(noura, saad):
    sara, ali = of(saad, "سارة"), a_visitor("علي", gender="male", by=noura)
    household.form_household(head=ali, by=noura, at=NOW)
    marry(sara, noura, home="theirs", spouse=ali, person_data=None)
    assert roles(ali) == {"علي": "head", "سارة": "spouse"} and "سارة" not in roles(saad)


def test_a_second_wife_comes_into_the_household_of_the_first(noura, saad):
    marry(saad, noura)
    assert roles(saad) == {
        "سعد": "head",
        "هند": "spouse",
        "نورة": "spouse",
        "فهد": "son",
        "سارة": "daughter",
    }
    family_actions.record_divorce(
        person=saad, spouse=of(saad, "هند"), day=DAY, leaver=None, by=noura, at=NOW
    )
    saad.refresh_from_db()
    assert (
        saad.marital_status == "married"
        and Person.objects.get(full_name="هند").marital_status == "divorced"
    )


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"home": "moon"}, "Choose where"),
        ({"day": date(2030, 1, 1)}, "future"),
        ({"person_data": {"full_name": "خالد", "gender": "male"}}, "same gender"),
    ],
)
def test_a_marriage_that_is_none(noura, saad, more, why):
    with pytest.raises(Refused, match=why):
        marry(of(saad, "فهد"), noura, **more)


def test_nobody_marries_themself_or_joins_who_heads_nothing(noura, saad):
    fahd = of(saad, "فهد")
    with pytest.raises(Refused, match="person themself"):
        marry(fahd, noura, spouse=fahd)
    with pytest.raises(Refused, match="heads no household"):
        marry(fahd, noura, home="joined")
    with pytest.raises(Refused, match="Both live"):
        marry(saad, noura, spouse=of(saad, "هند"))


def test_the_wife_leaves_with_a_child_into_a_household_of_their_own(noura, saad):
    hind, sara = of(saad, "هند"), of(saad, "سارة")
    family_actions.record_divorce(
        person=saad, spouse=hind, day=DAY, leaver=hind, children=[sara], by=noura, at=NOW
    )
    assert roles(hind) == {"هند": "head", "سارة": "daughter"} and roles(saad) == {
        "سعد": "head",
        "فهد": "son",
    }
    hind.refresh_from_db()
    assert (
        hind.marital_status == "divorced" and household_queries.dependants(hind)[0].person == sara
    )


def test_who_goes_along_is_called_what_they_are_to_who_moved(noura, saad):
    """The daughter comes back with her child, is called their mother, and takes both along when she
    marries again.
    """
    sara = of(saad, "سارة")
    marry(sara, noura, person_data={"full_name": "علي", "gender": "male"}, day=date(2020, 1, 1))
    born = {"gender": "female", "birth": a_day("2021-01-01"), "by": noura, "at": NOW}
    lulu = household.record_birth(parent=sara, full_name="لولو", **born).person
    moved = {"cause": "joining", "day": date(2024, 1, 1), "by": noura, "at": NOW}
    for one, role in ((lulu, "other"), (sara, "daughter")):
        household.move_out(person=one, day=moved["day"], by=noura, at=NOW)
        household.add_to_household(person=saad, newcomer=one, role=role, **moved)
    old = household_queries.family_of(saad).household
    turki = a_visitor("تركي", gender="male", by=noura)
    with pytest.raises(Refused, match="nobody takes them along"):
        marry(sara, noura, spouse=turki, home="apart", along=[lulu])
    with pytest.raises(Refused, match="belongs to no household"):
        marry(sara, noura, spouse=turki, along=[a_visitor("منيرة", by=noura)])
    marry(sara, noura, spouse=turki, home="theirs", along=[lulu])
    assert roles(turki) == {
        "تركي": "head",
        "سارة": "spouse",
        "لولو": "other",
    } and "لولو" not in roles(saad)
    before = {one.person.full_name for one in household_queries.on_day(old, date(2026, 2, 28))}
    assert {"لولو", "سارة"} <= before and not {"لولو", "سارة"} & {
        one.person.full_name for one in household_queries.on_day(old, DAY)
    }
    row = lulu.households.get(household=old)
    assert (row.until_date, row.ended_with) == (DAY, "moving")
    family_actions.record_divorce(
        person=sara,
        spouse=turki,
        day=date(2026, 4, 1),
        leaver=sara,
        children=[lulu],
        by=noura,
        at=NOW,
    )
    assert roles(sara) == {"سارة": "head", "لولو": "daughter"}


def test_the_widow_marries_and_the_household_she_headed_is_empty_and_dissolved(client, noura, saad):
    """Who lives with the spouse is asked once their ID number is known, and has to be answered."""
    hind, fahd, number = of(saad, "هند"), of(saad, "فهد"), an_id_number()
    house = household_queries.family_of(saad).household
    registering.correct(person=hind, changes={"id_number": number}, by=noura, at=NOW)
    family_actions.record_death(person=saad, death=DIED, by=noura, at=NOW)
    household.name_head(person=hind, day=DIED.day, by=noura, at=NOW)
    turki = a_visitor("تركي", gender="male", by=noura)
    client.force_login(noura)
    page, wed = (
        f"/people/{turki.pk}/household/marriage/",
        {"id_number": number, "day": "1/12/1447", "home": "joined"},
    )
    household.form_household(head=turki, by=noura, at=NOW)
    asked = client.post(page, wed)
    assert (
        list(asked.context["form"].errors) == ["along_spouse"] and "فهد" in asked.content.decode()
    )
    assert client.post(page, {**wed, "along_spouse": "nonsense"}).status_code == 200
    both = [str(fahd.pk), str(of(hind, "سارة").pk)]
    assert client.post(page, {**wed, "along_spouse": both}).status_code == 302
    assert roles(turki) == {"تركي": "head", "هند": "spouse", "فهد": "other", "سارة": "other"}
    house.refresh_from_db()
    assert house.dissolved_date is not None


def test_who_goes_along_leaves_with_somebody(client, noura, saad):
    sara = of(saad, "سارة")
    with pytest.raises(Refused, match="Say who leaves"):
        family_actions.record_divorce(
            person=saad, spouse=of(saad, "هند"), day=DAY, children=[sara], by=noura, at=NOW
        )
    client.force_login(noura)
    parted = {
        "spouse": str(of(saad, "هند").pk),
        "day": "1/2/1448",
        "leaver": "",
        "children": [str(sara.pk)],
    }
    assert (
        "leaver"
        in client.post(f"/people/{saad.pk}/household/divorce/", parted).context["form"].errors
    )
    fahd = of(saad, "فهد")
    wed = {"full_name": "منيرة", "day": "1/1/1448", "home": "own", "along": [str(sara.pk)]}
    assert client.post(f"/people/{fahd.pk}/household/marriage/", wed).status_code == 302
    assert roles(fahd) == {"فهد": "head", "منيرة": "spouse", "سارة": "sibling"}


def test_orphans_are_taken_in_on_the_day_of_the_death(client, noura, saad):
    number = an_id_number()
    uncle = a_visitor("بدر بن فهد القحطاني", gender="male", by=noura, id_number=number)
    sara, page = of(saad, "سارة"), f"/people/{saad.pk}/death/"
    client.force_login(noura)
    told = {"death": "1/2/1448"}
    for more, field in (
        ({"along": [str(sara.pk)]}, "into"),
        ({"into": number}, "along"),
        ({"along": [str(sara.pk)], "into": an_id_number()}, "into"),
    ):
        assert list(client.post(page, told | more).context["form"].errors) == [field]
    gone = client.post(page, told | {"along": [str(sara.pk)], "into": number, "taken_as": "other"})
    assert gone.status_code == 302 and roles(uncle) == {"بدر": "head", "سارة": "other"}
    hind = Person.objects.get(full_name="هند")
    assert roles(hind) == {"هند": "spouse", "فهد": "son"}
    with pytest.raises(Refused, match="Say who takes them in"):
        family_actions.record_death(
            person=hind, death=DIED, along=[of(hind, "فهد")], by=noura, at=NOW
        )
    with pytest.raises(Refused, match="does not move"):
        family_actions.record_death(
            person=hind, death=DIED, along=[sara], into=uncle, by=noura, at=NOW
        )


def test_where_the_husband_leaves_the_wife_heads_the_household(noura, saad):
    hind = of(saad, "هند")
    family_actions.record_divorce(person=saad, spouse=hind, day=DAY, leaver=saad, by=noura, at=NOW)
    assert roles(hind) == {"هند": "head", "فهد": "son", "سارة": "daughter"} and roles(saad) == {}


def test_a_divorce_from_somebody_unknown_is_a_status_alone(noura, saad):
    family_actions.record_divorce(person=of(saad, "سارة"), day=DAY, by=noura, at=NOW)
    assert of(saad, "سارة").marital_status == "divorced"


def test_a_divorce_that_is_none(noura, saad):
    hind, stranger = of(saad, "هند"), a_visitor("منيرة", by=noura)
    divorce = {"person": saad, "day": DAY, "by": noura, "at": NOW}
    with pytest.raises(Refused, match="person themself"):
        family_actions.record_divorce(**divorce, spouse=saad)
    with pytest.raises(Refused, match="One of the two"):
        family_actions.record_divorce(**divorce, spouse=hind, leaver=stranger)
    with pytest.raises(Refused, match="belongs to no household"):
        family_actions.record_divorce(**divorce, spouse=stranger, leaver=stranger)
    with pytest.raises(Refused, match="belongs to no household"):
        family_actions.record_divorce(**divorce, spouse=hind, leaver=hind, children=[stranger])


def test_a_death_ends_roles_and_asks_for_a_new_head(noura, saad):
    hind = of(saad, "هند")
    roles_actions.admit_member(person=saad, number="77", shares=5, by=noura, at=NOW)
    roles_actions.keep_volunteer(person=saad, skills="نجارة", availability="", by=noura, at=NOW)
    agent = {
        "scope": "agent",
        "document_number": "9",
        "valid_from": a_day("1/1/1447"),
        "by": noura,
        "at": NOW,
    }
    representing.add_representative(person=saad, full_name="تركي", **agent)
    representing.add_representative(person=hind, acting_person=saad, **agent)
    saad = family_actions.record_death(person=saad, death=DIED, by=noura, at=NOW)
    family = household_queries.family_of(hind)
    assert family.head is None and saad.pk not in [one.person_id for one in family.members]
    assert of(hind, "هند").marital_status == "widowed"
    assert Membership.objects.get(person=saad).status == "deceased" and not roles_queries.is_member(
        saad
    )
    assert set(Representative.objects.values_list("ended_cause", flat=True)) == {"death"}
    assert Volunteer.objects.get().ended_date is not None
    household.name_head(person=hind, day=DIED.day, by=noura, at=NOW)
    assert roles(hind) == {"هند": "head", "فهد": "son", "سارة": "daughter"}
    assert Person.objects.filter(pk=saad.pk).exists()


def test_the_eldest_son_may_head_it_as_well(noura, saad):
    fahd = of(saad, "فهد")
    family_actions.record_death(person=saad, death=DIED, by=noura, at=NOW)
    household.name_head(person=fahd, day=DIED.day, by=noura, at=NOW)
    assert roles(fahd) == {"فهد": "head", "هند": "parent", "سارة": "sibling"}


def test_nothing_happens_after_a_death(noura, saad):
    saad = family_actions.record_death(person=saad, death=DIED, by=noura, at=NOW)
    with pytest.raises(Refused, match="recorded already"):
        family_actions.record_death(person=saad, death=DIED, by=noura, at=NOW)
    with pytest.raises(Refused, match="had died"):
        marry(saad, noura, day=date(2026, 4, 1))
    with pytest.raises(Refused, match="had died"):
        household.add_to_household(
            person=a_visitor(by=noura),
            role="other",
            newcomer=saad,
            day=date(2026, 4, 1),
            by=noura,
            at=NOW,
        )


@pytest.mark.parametrize(("death", "why"), [("2030-01-01", "future"), ("1960-01-01", "not born")])
def test_a_day_that_cannot_be(noura, saad, death, why):
    with pytest.raises(Refused, match=why):
        family_actions.record_death(person=saad, death=a_day(death), by=noura, at=NOW)


def test_a_death_recorded_by_mistake_is_taken_back(noura, saad):
    hind = of(saad, "هند")
    roles_actions.admit_member(person=saad, number="77", by=noura, at=NOW)
    before = roles(saad)
    family_actions.record_death(person=saad, death=DIED, by=noura, at=NOW)
    saad = striking.strike_death(person=saad, by=noura, at=NOW)
    assert saad.death_date is None and roles(saad) == before and roles_queries.is_member(saad)
    assert of(hind, "هند").marital_status == "", "as it was: nobody had said that she is married"
    assert striking.strike_death(person=saad, by=noura, at=NOW) == saad
    assert Event.objects.filter(verb="beneficiaries.strike_death").count() == 1


def test_where_another_heads_it_by_now_the_officer_decides_where_they_belong(noura, saad):
    hind = of(saad, "هند")
    family_actions.record_death(person=saad, death=DIED, by=noura, at=NOW)
    household.name_head(person=hind, day=DIED.day, by=noura, at=NOW)
    saad = striking.strike_death(person=saad, by=noura, at=NOW)
    assert (
        saad.death_date is None
        and household_queries.family_of(saad) is None
        and roles(hind)["هند"] == "head"
    )


@pytest.mark.parametrize("who", ["salem", "huda", "khalid", "reem", "admin", "saud"])
def test_nobody_else_records_what_happens_in_a_family(request, noura, saad, who):
    user = request.getfixturevalue(who)
    for refused in (
        lambda: marry(saad, user),
        lambda: family_actions.record_divorce(person=saad, day=DAY, by=user, at=NOW),
        lambda: family_actions.record_death(person=saad, death=DIED, by=user, at=NOW),
        lambda: striking.strike_death(person=saad, by=user, at=NOW),
        lambda: household.record_birth(
            parent=saad, full_name="علي", gender="male", birth=DIED, by=user, at=NOW
        ),
    ):
        with pytest.raises(Refused, match="Only an officer"):
            refused()


def test_the_pages_record_them(client, noura, saad):
    client.force_login(noura)
    at, fahd = f"/people/{saad.pk}", of(saad, "فهد")
    born = {"full_name": "علي", "gender": "male", "birth": "1/1/1448"}
    assert client.post(f"{at}/household/birth/", born).url == f"{at}/household/"
    wed = {"id_number": "", "full_name": "منيرة", "day": "1/1/1448", "home": "own"}
    assert client.post(f"/people/{fahd.pk}/household/marriage/", wed).status_code == 302
    assert "منيرة" in roles(fahd)
    hind = of(saad, "هند")
    parted = {"spouse": str(hind.pk), "day": "1/2/1448", "leaver": str(hind.pk)}
    assert client.post(
        f"{at}/household/divorce/", parted
    ).status_code == 302 and "هند" not in roles(saad)
    assert client.post(f"{at}/death/", {"death": "1/3/1448"}).url == f"{at}/"
    shown = client.get(f"{at}/").content.decode()
    assert "death/strike" in shown and "start" not in shown
    child = of(Person.objects.get(full_name="علي"), "سارة")
    register = client.get(f"/people/{child.pk}/household/")
    assert register.context["has_head"] is False and len(register.context["here"]) == 2
    assert (
        client.post(f"/people/{child.pk}/household/head/", {"day": "1/3/1448"}).status_code == 302
    )
    assert client.post(f"{at}/death/strike/", {}).status_code == 302
    assert (
        client.post(f"/people/{child.pk}/household/place/", {"is_studying": "on"}).status_code
        == 302
    )
    child.refresh_from_db()
    assert child.is_studying


def test_who_lived_there_on_a_day(client, noura, saad):
    household.move_out(person=of(saad, "فهد"), day=DAY, by=noura, at=NOW)
    client.force_login(noura)
    then = client.get(f"/people/{saad.pk}/household/?day=2026-01-01").context["then"]
    assert "فهد" in [one.person.full_name for one in then]
    then = client.get(f"/people/{saad.pk}/household/?day=2026-06-01").context["then"]
    assert "فهد" not in [one.person.full_name for one in then]
    assert client.get(f"/people/{saad.pk}/household/?day=nonsense").context["then"] is None


def test_a_known_spouse_is_found_by_the_id_number(client, noura, saad):
    number = an_id_number()
    nora = a_visitor("نورة", by=noura, id_number=number)
    client.force_login(noura)
    wed = {"id_number": number, "day": "1/1/1448", "home": "own"}
    assert client.post(f"/people/{of(saad, 'فهد').pk}/household/marriage/", wed).status_code == 302
    assert household_queries.family_of(nora).head.person.full_name == "فهد"
    wrong = client.post(
        f"/people/{saad.pk}/household/marriage/", {"day": "1/1/1448", "home": "own"}
    )
    assert "full_name" in wrong.context["form"].errors
