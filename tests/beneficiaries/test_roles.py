"""One person, many roles: member, beneficiary, dependant, agent, volunteer, staff."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import NOW
from tests.factories import a_day, a_visitor
from wasl.beneficiaries.actions import family, household, registering, representing, roles
from wasl.beneficiaries.models.person import BeneficiaryFile, Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.models.roles import Membership
from wasl.beneficiaries.queries import file as file_queries
from wasl.beneficiaries.queries import household as household_queries
from wasl.beneficiaries.queries import roles as roles_queries
from wasl.common.verdicts import Refused

TODAY = NOW.date()


def admit(person, by, number="0117", **more):
    return roles.admit_member(person=person, number=number, by=by, at=NOW, **more)


def texts(person):
    person = Person.objects.select_related("file", "volunteer").get(pk=person.pk)
    running, _former = roles_queries.memberships(person)
    return [
        one.text
        for one in roles_queries.roles(
            person,
            household_queries.family_of(person),
            running,
            roles_queries.acts_for(person, TODAY),
        )
    ]


@pytest.mark.clause("PRE-2")
def test_one_person_holds_every_role_at_once(noura, salem):
    maryam, child = a_visitor("مريم", by=noura), a_visitor("سارة", by=noura)
    admit(maryam, noura, shares=6, joined=a_day("3/2/1435"))
    registering.open_file(person=maryam, by=noura, at=NOW)
    household.add_to_household(person=maryam, role="daughter", newcomer=child, by=noura, at=NOW)
    agent = {"scope": "guardian", "document_number": "9", "valid_from": a_day("1/1/1447")}
    representing.add_representative(person=child, acting_person=maryam, **agent, by=noura, at=NOW)
    roles.keep_volunteer(person=maryam, skills="خياطة", availability="الخميس", by=noura, at=NOW)
    roles.link_staff(person=maryam, user=salem, by=noura, at=NOW)
    assert texts(maryam) == [
        "Member of the general assembly", "Beneficiary", "Acts for سارة", "On the staff",
        "Volunteer",
    ]  # fmt: skip
    assert texts(child) == ["Dependant of مريم"]


def test_a_membership_runs_is_suspended_and_ends(noura):
    person = a_visitor(by=noura)
    membership = admit(person, noura)
    assert roles_queries.is_member(person)
    roles.suspend_member(membership=membership, reason="لم يحضر", by=noura, at=NOW)
    assert not roles_queries.is_member(person) and texts(person) == ["Suspended member"]
    roles.resume_member(membership=membership, reason="حضر", by=noura, at=NOW)
    assert roles.set_shares(membership=membership, shares=12, by=noura, at=NOW).shares == 12
    roles.end_membership(membership=membership, reason="انسحب", day=TODAY, by=noura, at=NOW)
    assert roles_queries.membership_of(person) is None and texts(person) == []
    with pytest.raises(Refused, match="admitted anew"):
        roles.set_shares(membership=membership, shares=3, by=noura, at=NOW)
    assert admit(person, noura, "0200").pk != membership.pk


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"number": " "}, "Enter the membership number"),
        ({"number": "1" * 21}, "Enter the membership number"),
        ({"shares": 0}, "one share at least"),
        ({"joined": a_day("1/1/1490")}, "future"),
    ],
)
def test_a_membership_that_is_none(noura, told, why):
    with pytest.raises(Refused, match=why):
        admit(a_visitor(by=noura), noura, **told)


def test_numbers_and_persons_are_members_once(noura):
    person = a_visitor(by=noura)
    admit(person, noura, "٠١١٧")
    with pytest.raises(Refused, match="Another member"):
        admit(a_visitor(by=noura), noura, "0117")
    with pytest.raises(Refused, match="member already"):
        admit(person, noura, "0118")


def test_a_reason_and_a_day_that_fit(noura):
    membership = admit(a_visitor(by=noura), noura, joined=a_day("1/1/1447"))
    with pytest.raises(Refused, match="Say why"):
        roles.suspend_member(membership=membership, reason="", by=noura, at=NOW)
    with pytest.raises(Refused, match="began later"):
        roles.end_membership(
            membership=membership, reason="انسحب", day=date(2020, 1, 1), by=noura, at=NOW
        )


def test_the_database_keeps_memberships_true(noura):
    admit(a_visitor(by=noura), noura, joined=a_day("1/1/1447"))
    for change, name in (
        ("status = 'withdrawn'", "membership_ended_with_status"),
        ("ended_date = '2026-01-01'", "membership_ended_with_status"),
        ("shares = 0", "membership_has_shares"),
        ("status = 'withdrawn', ended_date = '2020-01-01'", "membership_dates_in_order"),
    ):
        with (
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE beneficiaries_membership SET {change}")


def test_the_file_says_why_somebody_is_a_beneficiary_and_how_great_the_need(noura, salem, huda):
    file = registering.open_file(person=a_visitor(by=noura), by=noura, at=NOW)
    assert roles.set_category(file=file, category="widow", by=noura, at=NOW).category == "widow"
    with pytest.raises(Refused, match="Choose a category"):
        roles.set_category(file=file, category="rich", by=noura, at=NOW)
    file = roles.set_need_class(file=file, need_class="B", day=TODAY, by=salem, at=NOW)
    assert BeneficiaryFile.objects.get().need_class == "B"
    with pytest.raises(Refused, match="class of need"):
        roles.set_need_class(file=file, need_class="A", day=TODAY, by=huda, at=NOW)


def test_a_volunteer_stops_and_begins_again(noura):
    person = a_visitor(by=noura)
    told = {"person": person, "skills": "نجارة", "availability": "السبت", "by": noura, "at": NOW}
    volunteer = roles.keep_volunteer(**told)
    assert roles.end_volunteering(volunteer=volunteer, by=noura, at=NOW).ended_date == TODAY
    assert roles.keep_volunteer(**told).ended_date is None


def test_one_member_of_the_staff_is_one_person(noura, salem):
    person, other = a_visitor("سالم", by=noura), a_visitor(by=noura)
    roles.link_staff(person=person, user=salem, by=noura, at=NOW)
    with pytest.raises(Refused, match="is سالم already"):
        roles.link_staff(person=other, user=salem, by=noura, at=NOW)
    assert roles.link_staff(person=person, user=None, by=noura, at=NOW).user is None


def test_an_agent_is_known_carries_a_copy_and_can_be_ended(client, noura):
    person, agent = a_visitor("شيخة", by=noura), a_visitor("بدرية", by=noura)
    client.force_login(noura)
    typed = {
        "id_number": agent.id_number,
        "scope": "guardian",
        "document_number": "4509921",
        "valid_from": "2/2/1446",
    }
    assert client.post(f"/people/{person.pk}/representatives/add/", typed).status_code == 302
    one = Representative.objects.get()
    assert (one.acting_person, one.full_name) == (agent, "بدرية") and file_queries.acting_for(
        person, TODAY
    ) == [one]
    ended = {"cause": "revoked", "day": "1/6/1448"}
    assert (
        client.post(f"/people/representatives/{one.pk}/end/", ended).url == f"/people/{person.pk}/"
    )
    assert (
        file_queries.acting_for(person, TODAY) == [] and roles_queries.acts_for(agent, TODAY) == []
    )
    one.refresh_from_db()
    assert not one.covers(TODAY) and one.covers(date(2026, 1, 1))


def test_an_agency_that_is_none(noura):
    person = a_visitor(by=noura)
    told = {
        "scope": "agent",
        "document_number": "9",
        "valid_from": a_day("1/1/1447"),
        "by": noura,
        "at": NOW,
    }
    with pytest.raises(Refused, match="acts for themself"):
        representing.add_representative(person=person, acting_person=person, **told)
    dead = family.record_death(
        person=a_visitor("سعد", by=noura), death=a_day("2026-01-01"), by=noura, at=NOW
    )
    with pytest.raises(Refused, match="has died"):
        representing.add_representative(person=person, acting_person=dead, **told)
    one = representing.add_representative(person=person, full_name="تركي", **told)
    with pytest.raises(Refused, match="Choose why"):
        representing.end_representation(
            representative=one, cause="tired", day=TODAY, by=noura, at=NOW
        )
    with pytest.raises(Refused, match="future"):
        representing.end_representation(
            representative=one, cause="revoked", day=date(2030, 1, 1), by=noura, at=NOW
        )
    with pytest.raises(Refused, match="begins later"):
        representing.end_representation(
            representative=one, cause="revoked", day=date(2020, 1, 1), by=noura, at=NOW
        )


@pytest.mark.parametrize("who", ["salem", "huda", "khalid", "reem", "saud"])
def test_nobody_else_changes_what_a_person_is(request, noura, who):
    user, person = request.getfixturevalue(who), a_visitor(by=noura)
    membership = admit(person, noura)
    for refused in (
        lambda: admit(person, user),
        lambda: roles.set_shares(membership=membership, shares=2, by=user, at=NOW),
        lambda: roles.suspend_member(membership=membership, reason="x", by=user, at=NOW),
        lambda: roles.keep_volunteer(person=person, skills="", availability="", by=user, at=NOW),
        lambda: roles.link_staff(person=person, user=user, by=user, at=NOW),
    ):
        with pytest.raises(Refused, match=r"Only an officer|Your role"):
            refused()


def test_the_pages_keep_roles(client, noura):
    person = a_visitor(by=noura)
    registering.open_file(person=person, by=noura, at=NOW)
    client.force_login(noura)
    at = f"/people/{person.pk}"
    assert (
        client.post(f"{at}/membership/", {"number": "44", "shares": "٣", "joined": "1/1/1440"}).url
        == f"{at}/"
    )
    membership = Membership.objects.get()
    assert (membership.shares, membership.joined_written) == (3, "1/1/1440")
    for part, typed in (
        (f"membership/{membership.pk}/shares", {"shares": "5"}),
        (f"membership/{membership.pk}/suspend", {"reason": "لم يحضر"}),
        (f"membership/{membership.pk}/resume", {"reason": "حضر"}),
        (f"{person.pk}/category", {"category": "elderly"}),
        (f"{person.pk}/volunteer", {"skills": "نجارة"}),
        (f"{person.pk}/volunteer/end", {}),
        (f"{person.pk}/staff", {"user": str(noura.pk)}),
        (f"membership/{membership.pk}/end", {"reason": "انسحب", "day": "1/6/1448"}),
    ):
        assert client.post(f"/people/{part}/", typed).url == f"{at}/", part
    assert client.get(f"{at}/volunteer/end/").status_code == 404
    assert texts(person) == ["Beneficiary", "On the staff"]
    assert client.get(f"/people/{a_visitor(by=noura).pk}/category/").status_code == 404
