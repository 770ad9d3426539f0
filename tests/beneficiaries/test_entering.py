"""Somebody about to be registered who is perhaps in the register already: shown before, with why;
and what is answered.
"""

import pytest

from tests.beneficiaries.merging import a_plain_person
from tests.cast import NOW
from tests.factories import a_day, a_national_id
from wasl.audit.models import Event
from wasl.beneficiaries import presenters
from wasl.beneficiaries.actions import claiming, merging
from wasl.beneficiaries.likeness import beside, linking
from wasl.beneficiaries.likeness.sketches import sketch
from wasl.beneficiaries.models.household import HouseholdMember
from wasl.beneficiaries.models.merging import DuplicatePair
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import entering
from wasl.program.bench.doubles import Doubles

PAGE = "/people/register/"
NUMBER, OTHER = a_national_id(4_564_123), a_national_id(987_654)
FORM = {
    "full_name": "مريم بنت عبدالله الحربي",
    "gender": "female",
    "id_number": OTHER,
    "language": "ar",
}


@pytest.fixture
def maryam(noura):
    told = {"mobile": "+966512345678", "birth_date": a_day("12/6/1405").day, "city": "حائل"}
    return a_plain_person("مريم بنت عبدالله سعد الحربي", id_number=NUMBER, **told)


def found(noura, **told):
    """Why each of the people found may be meant, by level."""
    told = {"full_name": "مريم عبد الله الحربى", "gender": "female", **told}
    return [one.levels for one in entering.likely(noura, told)]


@pytest.mark.clause("PRE-2")
@pytest.mark.parametrize(
    ("told", "field", "level"),
    [
        ({"id_number": NUMBER, "full_name": "سارة العتيبي"}, "id_number", "same"),
        (
            {"id_number": NUMBER[:4] + str((int(NUMBER[4]) + 3) % 10) + NUMBER[5:]},
            "id_number",
            "one_digit",
        ),
        ({"id_number": NUMBER[:6] + NUMBER[7] + NUMBER[6] + NUMBER[8:]}, "id_number", "one_digit"),
        ({"mobile": "+966512345678", "full_name": "مريم الحربي"}, "mobile", "same"),
        ({"birth": a_day("12/6/1405")}, "born", "same"),
        ({"birth": a_day("4/3/1985")}, "born", "days_off"),
        ({"birth": a_day("12/6/1985")}, "born", "calendar"),
        ({"birth": a_day("6/12/1405")}, "born", "turned"),
        ({"birth": a_day("12/6/1415")}, "born", "years_off"),
        ({"full_name": "مرم عبدالله الحريي", "birth": a_day("12/6/1405")}, "given", "near"),
        ({"full_name": "الحربي مريم عبدالله", "birth": a_day("12/6/1405")}, "given", "moved"),
        ({"full_name": "Maryam Abdullah Alharbi", "birth": a_day("12/6/1405")}, "family", "near"),
    ],
)
def test_whoever_is_likely_is_found_with_why(noura, maryam, told, field, level):
    assert [one[field] for one in found(noura, **told)] == [level]


@pytest.mark.parametrize(
    "told",
    [
        {
            "full_name": "نورة بنت عبدالله الحربي",
            "mobile": "+966512345678",
        },  # her sister, on her mobile
        {"full_name": "فهد سالم الشمري"},
        {"full_name": "مريم الشمري", "id_number": OTHER, "birth": a_day("1/1/1440")},
        {"full_name": ""},
    ],
)
def test_who_is_another_person_is_not_asked_about(noura, maryam, told):
    assert found(noura, **told) == []


def test_a_file_that_was_merged_leads_to_the_one_that_stands(noura, maha, maryam):
    stands = a_plain_person("ام فهد", id_number=OTHER)
    merging.merge(survivor=stands, merged=maryam, by=maha, at=NOW)
    assert [
        one.person
        for one in entering.likely(noura, {"full_name": maryam.full_name, "mobile": maryam.mobile})
    ] == [stands]


@pytest.mark.clause("PRE-2")
def test_nobody_is_registered_before_the_question_is_answered(client, noura, maryam):
    client.force_login(noura)
    given = {**FORM, "mobile": "0512345678"}
    shown = client.post(PAGE, given)
    (one,) = shown.context["likely"]
    text = shown.content.decode()
    assert one.person == maryam and "رقم الجوال واحد" in text and NUMBER not in text
    for answer in (
        {},
        {"meant": "x"},
        {"meant": "different"},
        {"meant": "different", "shown": "999999"},
    ):
        assert client.post(PAGE, given | answer).context["likely"]
    assert Person.objects.count() == 1
    known = client.post(
        f"{PAGE}?next=/contacts/visit/%3Fperson%3D%7Bpk%7D", given | {"meant": maryam.pk}
    )
    assert known.url == f"/contacts/visit/?person={maryam.pk}" and Person.objects.count() == 1


@pytest.mark.clause("PRE-2")
def test_a_different_person_is_registered_and_not_asked_about_again(client, noura, maryam):
    client.force_login(noura)
    given = {**FORM, "mobile": "0512345678", "meant": "different", "shown": str(maryam.pk)}
    answer = client.post(PAGE, given | {"once": "2f0e8f4e-6f3f-4b4a-9a51-0a3f5d2f7c11"})
    person = Person.objects.exclude(pk=maryam.pk).get()
    assert answer.url == f"/people/{person.pk}/"
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second, pair.state, pair.why) == (
        maryam,
        person,
        "different",
        "registration",
    )
    assert pair.decided_by == noura and pair.levels["mobile"] == "same" and pair.weight > 0
    event = Event.objects.get(verb="beneficiaries.judge_pair")
    assert event.actor == noura and event.data == {"state": "different", "other": maryam.pk}
    again = client.post(PAGE, given | {"once": "2f0e8f4e-6f3f-4b4a-9a51-0a3f5d2f7c11"})
    assert again.url == answer.url and Person.objects.count() == 2


def test_a_known_or_mistyped_number_leads_to_its_person(client, noura, maryam):
    client.force_login(noura)
    page = client.post(PAGE, {**FORM, "id_number": NUMBER})
    assert page.context["likely"][0].has_number and 'value="different"' not in page.content.decode()
    wrong = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    page = client.post(PAGE, {**FORM, "id_number": wrong, "full_name": "مريم الحربي"})
    assert page.context["form"].errors["id_number"] and page.context["likely"][0].person == maryam
    assert (
        client.post(PAGE, {**FORM, "id_number": wrong, "meant": maryam.pk}).url
        == f"/people/{maryam.pk}/"
    )


def test_in_a_household_too(client, noura, maryam):
    client.force_login(noura)
    saad = a_plain_person("سعد بن فهد الحربي", gender="male")
    page = f"/people/{saad.pk}/household/add/"
    given = {
        "role": "spouse",
        "full_name": "مريم عبدالله الحربي",
        "gender": "female",
        "birth": "12/6/1405",
        "cause": "recorded",
    }
    assert client.post(page, given).context["likely"][0].person == maryam
    assert client.post(page, given | {"meant": maryam.pk}).status_code == 302
    assert set(HouseholdMember.objects.values_list("person", "role")) == {
        (saad.pk, "head"),
        (maryam.pk, "spouse"),
    }
    child = a_plain_person("فهد بن سعد الحربي", gender="male", birth_date=a_day("1/5/1448").day)
    page, given = (
        f"/people/{saad.pk}/household/birth/",
        {"full_name": "فهد سعد الحربي", "gender": "male", "birth": "1/5/1448"},
    )
    assert client.post(page, given).context["likely"][0].person == child
    assert (
        client.post(page, given | {"meant": "different", "shown": str(child.pk)}).status_code == 302
    )
    assert DuplicatePair.objects.get().first == child and HouseholdMember.objects.count() == 3
    twin = HouseholdMember.objects.latest("pk").person
    page, wed = (
        f"/people/{child.pk}/household/marriage/",
        {"full_name": "مريم عبدالله الحربي", "birth": "12/6/1405"},
    )
    shown = client.post(page, wed | {"day": "1/6/1448", "home": "apart"})
    assert [one.person for one in shown.context["likely"]] == [maryam] and twin != child


def test_who_claims_an_identity_is_told_nothing_and_an_officer_is_asked(maha, maryam):
    told = {
        "full_name": "مريم عبدالله الحربي",
        "gender": "female",
        "birth": a_day("12/6/1405"),
        "mobile": "0512345678",
    }
    person = claiming.claim_identity(**told, id_number=OTHER, language="ar", by=None, at=NOW).person
    pair = DuplicatePair.objects.get()
    assert (pair.other(maryam), pair.state, pair.source, pair.decided_by) == (
        person,
        "open",
        "registration",
        None,
    )
    assert presenters.reasons(pair.levels)


def test_it_costs_few_queries_and_agrees_with_the_search(noura, django_assert_max_num_queries):
    rows = list(Doubles(250).rows())
    columns = ("full_name", "national_id", "birth_date", "mobile", "city")
    sketches = [sketch(at, *(row[name] for name in columns)) for at, row in enumerate(rows)]
    pairs = list(linking.link(sketches, at_least=-15))
    same = [
        (
            beside.weight(beside.compare(sketches[one.first], sketches[one.second]), len(rows), {})
            >= 0
        )
        == (one.weight >= 0)
        for one in pairs
    ]
    assert len(same) > 20 and sum(same) / len(same) > 0.9
    with django_assert_max_num_queries(12):
        entering.likely(
            noura,
            {
                "full_name": "مريم بنت عبدالله الحربي",
                "mobile": "+966512345678",
                "birth": a_day("1/7/1400"),
            },
        )
