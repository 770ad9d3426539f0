"""Rules of keeping: data that a non-engineer edits, what they make due, and its destruction by two
(PDPL).
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_person, staff
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.interactions import actions as interactions
from wasl.interactions.models import Interaction
from wasl.privacy import scrubbing, tasks
from wasl.privacy.actions import destruction as destruction_actions
from wasl.privacy.actions import retention
from wasl.privacy.models.destruction import Category, Destruction, RetentionRule
from wasl.privacy.queries import destruction as destruction_queries
from wasl.privacy.retention import KEPT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("association", "noura", "jawaher", "khalid"),
]
YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def _rules(association, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    destruction_actions.keep_plan()
    retention.load_rules(by=None, at=NOW)


def rule(category):
    return RetentionRule.objects.get(category=category)


def a_caller(at):
    told = {
        "person": None,
        "visitor_name": "نايف العتيبي",
        "channel": "telephone",
        "subject": "سؤال نايف",
        "outcome": "أُجيب",
    }
    return interactions.record_visit(**told, by=staff("noura"), at=at)


def test_the_first_rules_come_with_the_software_and_stay_as_they_are_changed():
    assert (
        {one.category for one in destruction_queries.rules()} == set(Category.values) == set(KEPT)
    )
    retention.change_rule(rule=rule("visitors"), changes={"months": 6}, by=staff("jawaher"), at=NOW)
    assert retention.load_rules(by=None, at=NOW) == 0 and rule("visitors").months == 6


@pytest.mark.clause("PRE-6")
def test_an_old_caller_is_due_proposed_approved_and_gone_and_a_new_one_stays():
    old, new = a_caller(NOW - 3 * YEAR), a_caller(NOW)
    due = destruction_queries.due(rule("visitors"), NOW.date(), limit=10)
    assert [one.subject_id for one in due] == [old.pk]
    destruction = destruction_actions.propose_due(
        rule=rule("visitors"), by=staff("jawaher"), at=NOW
    )
    destruction_actions.approve_destruction(destruction=destruction, by=staff("khalid"), at=NOW)
    tasks.carry_out(destruction_id=destruction.pk)
    gone, stays = Interaction.objects.get(pk=old.pk), Interaction.objects.get(pk=new.pk)
    assert (gone.visitor_name, gone.subject) == (
        scrubbing.MARK,
        scrubbing.MARK,
    ) and stays.visitor_name == "نايف العتيبي"
    assert destruction_queries.due(rule("visitors"), NOW.date(), limit=10) == []
    done = Destruction.objects.get()
    assert "انتهى الغرض من التواصل" in done.paper.data and "نايف" not in done.paper.data


def test_one_open_proposal_a_rule_and_none_where_nothing_is_due():
    with pytest.raises(Refused, match="Nothing"):
        destruction_actions.propose_due(rule=rule("visitors"), by=staff("jawaher"), at=NOW)
    a_caller(NOW - 3 * YEAR)
    destruction_actions.propose_due(rule=rule("visitors"), by=staff("jawaher"), at=NOW)
    with pytest.raises(Refused, match="still open"):
        destruction_actions.propose_due(rule=rule("visitors"), by=staff("jawaher"), at=NOW)


def test_a_file_is_quiet_when_nothing_happened_in_it_for_so_long(committee):
    old = a_person("هند", 771, at=NOW - 11 * YEAR)
    seen = a_person("سلمى", 772, at=NOW - 11 * YEAR)
    a_person("ريم", 773)
    told = {"channel": "telephone", "subject": "سؤال", "outcome": "أُجيب"}
    interactions.record_visit(person=seen, **told, by=staff("noura"), at=NOW - YEAR)
    assert [
        one.person_id for one in destruction_queries.due(rule("people"), NOW.date(), limit=10)
    ] == [old.pk]


def test_what_the_law_obliges_us_to_keep_is_not_destroyed_on_request(committee):
    served = a_person()
    a_case("closed", person=served)
    assert [one.code for one in destruction_queries.blocks(served, NOW.date())] == ["obliged"]
    retention.change_rule(
        rule=rule("people"), changes={"is_obliging": False}, by=staff("jawaher"), at=NOW
    )
    assert destruction_queries.blocks(served, NOW.date()) == []


@pytest.mark.parametrize(("day", "months", "earlier"), [
    (date(2026, 3, 31), 1, date(2026, 2, 28)),
    (date(2024, 2, 29), 12, date(2023, 2, 28)),
    (date(2026, 1, 15), 1, date(2025, 12, 15)),
    (date(2026, 11, 19), 600, date(1976, 11, 19)),
])  # fmt: skip
def test_months_are_counted_by_the_calendar(day, months, earlier):
    assert destruction_queries.months_before(day, months) == earlier


@pytest.mark.parametrize(
    "changes",
    [{"trigger": "expired"}, {"months": 0}, {"months": 601}, {"basis_ar": " "}, {"action": "x"}],
)
def test_a_rule_that_makes_no_sense_is_refused(changes):
    with pytest.raises(Refused):
        retention.change_rule(rule=rule("visitors"), changes=changes, by=staff("jawaher"), at=NOW)


def test_only_the_officer_of_data_protection_changes_rules():
    with pytest.raises(Refused):
        retention.change_rule(
            rule=rule("visitors"), changes={"months": 5}, by=staff("khalid"), at=NOW
        )


def test_the_pages_from_the_rule_to_the_record(client):
    old, visitors = a_caller(NOW - 3 * YEAR), rule("visitors")
    client.force_login(staff("jawaher"))
    assert client.get(reverse("privacy:retention")).status_code == 200
    there = reverse("privacy:change_rule", args=[visitors.pk])
    given = {
        "months": "٣٠",
        "trigger": "happened",
        "action": "destroy",
        "basis_ar": "انتهى الغرض",
        "is_active": "on",
    }
    assert client.post(there, {**given, "months": "0"}).status_code == 200
    client.post(there, given)
    assert rule("visitors").months == 30
    assert str(old.pk) in client.get(reverse("privacy:due", args=[visitors.pk])).content.decode()
    client.post(reverse("privacy:propose_due", args=[visitors.pk]))
    destruction = Destruction.objects.get()
    page = reverse("privacy:destruction", args=[destruction.pk])
    assert "disabled" in client.get(page).content.decode()
    assert (
        client.post(reverse("privacy:approve_destruction", args=[destruction.pk])).status_code
        == 403
    )
    client.force_login(staff("khalid"))
    assert client.get(reverse("privacy:destructions")).status_code == 200
    client.post(reverse("privacy:reject_destruction", args=[destruction.pk]), {})
    client.post(reverse("privacy:approve_destruction", args=[destruction.pk]))
    tasks.carry_out(destruction_id=destruction.pk)
    assert client.get(page).status_code == 200
    assert (
        client.get(reverse("papers:pdf", args=[Destruction.objects.get().paper_id])).status_code
        == 200
    )


def test_a_person_from_the_officers_side(client):
    maryam = a_person()
    client.force_login(staff("jawaher"))
    page = reverse("privacy:person", args=[maryam.pk])
    assert client.get(page).status_code == 200
    client.post(reverse("privacy:place_hold", args=[maryam.pk]), {"reason": ""})
    client.post(reverse("privacy:place_hold", args=[maryam.pk]), {"reason": "قضية"})
    assert (
        client.post(reverse("privacy:propose_erasure", args=[maryam.pk]), {"reason": "x"}).url
        == page
    )
    client.post(reverse("privacy:lift_hold", args=[maryam.legal_holds.get().pk]))
    client.post(reverse("privacy:propose_erasure", args=[maryam.pk]), {"reason": "طلبت ذلك"})
    client.force_login(staff("khalid"))
    client.post(
        reverse("privacy:reject_destruction", args=[Destruction.objects.get().pk]),
        {"why": "لم يحن"},
    )
    assert Destruction.objects.get().status == "rejected"
