"""Who lives with whom: formed, joined, left; the history stays true and the database keeps it
so.
"""

import threading
import uuid
from datetime import date

import pytest
from django.db import DataError, IntegrityError, connection, connections, transaction

from tests.cast import NOW
from tests.factories import a_day, a_visitor, an_id_number
from wasl.audit.models import Event
from wasl.beneficiaries.actions import household as household_actions
from wasl.beneficiaries.models.household import Household, HouseholdMember
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import household as household_queries
from wasl.common.verdicts import Refused
from wasl.program import reference

SARA = {"full_name": "سارة بنت سعد", "gender": "female", "birth": a_day("1/1/1440")}


def add(person, by, role="daughter", person_data=None, **more):
    return household_actions.add_to_household(
        person=person, role=role, person_data=person_data or SARA, by=by, at=NOW, **more
    )


@pytest.fixture
def saad(noura):
    return a_visitor("سعد بن فهد القحطاني", gender="male", by=noura, birth=a_day("1/1/1400"))


def test_a_child_without_an_id_number_is_added_and_the_household_formed(noura, saad):
    row = add(saad, noura)
    family = household_queries.family_of(saad)
    assert [(one.person.full_name, one.role) for one in family.members] == [
        ("سعد بن فهد القحطاني", "head"),
        ("سارة بنت سعد", "daughter"),
    ]
    assert row.household.number.startswith("1448-") and not row.person.id_number
    assert (
        household_queries.dependants(saad) == [row] and household_queries.household_size(saad) == 2
    )
    assert household_queries.dependants(row.person) == []
    verbs = Event.objects.filter(root_id=str(saad.pk)).values_list("verb", flat=True)
    assert {"beneficiaries.form_household", "beneficiaries.add_to_household"} <= set(verbs)


def test_somebody_known_is_added_by_their_id_number_and_nobody_is_registered_twice(noura, saad):
    hind = a_visitor("هند بنت علي", by=noura)
    row = add(
        saad, noura, "spouse", {"id_number": hind.id_number, "full_name": "هند"}, is_provider=True
    )
    assert row.person == hind and Person.objects.count() == 2
    assert household_queries.dependants(saad) == []
    with pytest.raises(Refused, match="belongs to هند") as refused:
        add(saad, noura, "spouse", {"id_number": hind.id_number, "full_name": "نورة"})
    assert refused.value.link == f"/people/{hind.pk}/"


def test_a_household_is_formed_once(noura, saad):
    household = household_actions.form_household(head=saad, by=noura, at=NOW)
    assert household_actions.form_household(head=saad, by=noura, at=NOW) == household
    sara = add(saad, noura).person
    with pytest.raises(Refused, match="leave it first"):
        household_actions.form_household(head=sara, by=noura, at=NOW)


def test_a_double_click_adds_once(noura, saad):
    once = uuid.uuid4()
    assert add(saad, noura, once=once) == add(saad, noura, once=once)
    assert Person.objects.count() == 2


def test_nobody_belongs_to_two_households_at_once(noura, saad):
    other, sara = a_visitor("فهد", gender="male", by=noura), add(saad, noura).person
    with pytest.raises(Refused, match="another household"):
        household_actions.add_to_household(
            person=other, role="daughter", newcomer=sara, by=noura, at=NOW
        )


def test_who_moves_out_may_come_into_another_and_the_past_stays(noura, saad):
    other, sara = a_visitor("فهد", gender="male", by=noura), add(saad, noura).person
    household_actions.move_out(person=sara, day=date(2026, 3, 1), by=noura, at=NOW)
    household_actions.add_to_household(
        person=other,
        role="other",
        newcomer=sara,
        day=date(2026, 3, 1),
        cause="joining",
        by=noura,
        at=NOW,
    )
    first = household_queries.family_of(saad).household
    assert sara in [one.person for one in household_queries.on_day(first, date(2026, 2, 28))]
    assert sara not in [one.person for one in household_queries.on_day(first, date(2026, 3, 1))]
    assert household_queries.family_of(sara).head.person == other


def test_a_household_that_nobody_is_left_in_is_dissolved(noura, saad):
    household = household_actions.form_household(head=saad, by=noura, at=NOW)
    household_actions.move_out(person=saad, day=date(2026, 3, 1), by=noura, at=NOW)
    household.refresh_from_db()
    assert household.dissolved_date == date(2026, 3, 1)
    with pytest.raises(Refused, match="no household"):
        household_actions.move_out(person=saad, day=date(2026, 3, 1), by=noura, at=NOW)


def test_a_birth_is_dated_by_the_birth(noura, saad):
    row = household_actions.record_birth(
        parent=saad, full_name="خالد", gender="male", birth=a_day("1/5/1448"), by=noura, at=NOW
    )
    assert (row.role, row.began_with, row.since_date) == ("son", "birth", row.person.birth_date)


def test_a_row_recorded_by_mistake_covers_no_day(noura, saad):
    row = add(saad, noura)
    household_actions.strike_member(member=row, by=noura, at=NOW)
    household = row.household
    assert [one.person for one in household_queries.on_day(household, NOW.date())] == [saad]
    add(
        saad,
        noura,
        person_data={"id_number": an_id_number(), "full_name": "سارة", "gender": "female"},
    )


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"role": "cousin"}, "Choose what they are"),
        ({"role": "head"}, "has a head already"),
        ({"cause": "death"}, "Choose how they came"),
        ({"day": date(2030, 1, 1)}, "future"),
        ({"day": date(2000, 1, 1)}, "not born yet"),
        ({"person_data": {**SARA, "full_name": ""}}, "Enter the name"),
        ({"person_data": {**SARA, "birth": a_day("1/1/1490")}}, "future"),
    ],
)
def test_what_is_wrong_is_refused_with_its_own_sentence(noura, saad, more, why):
    with pytest.raises(Refused, match=why):
        add(saad, noura, **more)


@pytest.mark.parametrize(
    "who", ["salem", "huda", "fahad", "khalid", "reem", "lama", "admin", "saud"]
)
def test_nobody_else_changes_a_household(request, noura, saad, who):
    user = request.getfixturevalue(who)
    for refused in (
        lambda: add(saad, user),
        lambda: household_actions.form_household(head=saad, by=user, at=NOW),
        lambda: household_actions.move_out(person=saad, day=NOW.date(), by=user, at=NOW),
        lambda: household_actions.name_head(person=saad, day=NOW.date(), by=user, at=NOW),
        lambda: household_actions.form_household(head=saad, by=None, at=NOW),
    ):
        with pytest.raises(Refused, match="Only an officer"):
            refused()


INTO = """INSERT INTO beneficiaries_householdmember (
    household_id, person_id, role, is_provider, since_date, until_date, began_with, ended_with, added_at
) VALUES (%s, %s, %s, false, %s, %s, 'recorded', %s, now())"""


@pytest.mark.parametrize(
    ("whose", "values", "broken"),
    [
        ("own", ["son", None, None, ""], "household_member_one_at_a_time"),
        ("own", ["son", "2020-01-01", "2021-01-01", "moving"], "household_member_one_at_a_time"),
        ("others", ["head", "2020-01-01", None, ""], "household_one_head_at_a_time"),
        (
            "others",
            ["son", "2021-01-01", "2020-01-01", "moving"],
            "household_member_dates_in_order|lower bound",
        ),
        ("others", ["son", "2020-01-01", "2021-01-01", ""], "household_member_ended_together"),
        ("others", ["son", "2020-01-01", None, "moving"], "household_member_ended_together"),
    ],
)
def test_the_database_keeps_households_true(noura, saad, whose, values, broken):
    household = household_actions.form_household(head=saad, by=noura, at=NOW)
    person = saad if whose == "own" else a_visitor("فهد", gender="male", by=noura)
    with (
        pytest.raises((IntegrityError, DataError), match=broken),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(INTO, [household.pk, person.pk, *values])


@pytest.mark.django_db(transaction=True)
def test_two_officers_adding_a_head_at_once_make_one():
    reference.load_association(NOW)
    officers = [reference.load_user("noura"), reference.load_user("bader")]
    saad = a_visitor("سعد", gender="male", by=officers[0])
    sons = [
        add(saad, officers[0], "son", {"full_name": name, "gender": "male"}).person
        for name in ("فهد", "علي")
    ]
    household_actions.move_out(person=saad, day=NOW.date(), by=officers[0], at=NOW)
    barrier, faults = threading.Barrier(2), []

    def name(officer, son):
        try:
            barrier.wait(10)
            household_actions.name_head(person=son, day=NOW.date(), by=officer, at=NOW)
        except Refused as refused:
            faults.append(refused)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=name, args=pair) for pair in zip(officers, sons, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert HouseholdMember.objects.filter(role="head", until_date=None).count() == 1
    assert Household.objects.count() == 1
