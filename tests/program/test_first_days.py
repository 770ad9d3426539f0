"""A real association from an empty database to its first request, by its own people and nobody from
the sample.
"""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW
from wasl.accounts import actions as accounts
from wasl.accounts.models import Department, User
from wasl.audit.models import Event
from wasl.beneficiaries.actions import registering
from wasl.cases.actions import intake
from wasl.catalogue import tasks as catalogue_tasks
from wasl.catalogue.actions import drafting
from wasl.catalogue.actions import guide as guide_actions
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.models.offered import ServiceVersion
from wasl.committees.actions import seats
from wasl.common import clock
from wasl.delivery import actions as delivery
from wasl.delivery import queries as budgets
from wasl.desk import first_steps
from wasl.governance import tasks as governance_tasks
from wasl.governance.actions import approving, board
from wasl.governance.actions import drafting as drafting_actions
from wasl.governance.models.board import Office

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-1"), pytest.mark.clause("APP-3")]
SECRET = "nakhla-wadi-qamar-7"
ROLES = {
    "hind": "relations_officer", "rakan": "social_researcher", "wafa": "committee_chair",
    "jaber": "committee_member", "latifa": "committee_secretary", "nasser": "executive_manager",
    "adel": "board_member", "sahar": "delivery_officer", "yazid": "payer",
    "majed": "relations_lead",
}  # fmt: skip


def founded() -> User:
    return accounts.found(
        identity={
            "name_ar": "جمعية السدر التعاونية",
            "short_name_ar": "السدر",
            "place_ar": "السدر",
        },
        letterhead={
            "supervising_body": "المركز الوطني",
            "licence_label": "ترخيص رقم",
            "licence_number": "1234",
        },
        administrator={"name_ar": "سلمى بنت راشد", "gender": "female", "username": "salma"},
        password=SECRET,
        at=NOW,
    )


def hired(salma: User) -> dict[str, User]:
    office, people = Department.objects.get(), {}
    for name, role in ROLES.items():
        user = accounts.add_staff(
            username=name,
            name_ar=f"{name} بن صالح",
            gender="male",
            password=SECRET,
            by=salma,
            at=NOW,
        )
        accounts.grant_role(user=user, department=office, role=role, by=salma, at=NOW)
        people[name] = User.objects.get(pk=user.pk)
    return people


def governed(people: dict[str, User], name: str, meeting) -> None:
    """A ready text, read by the board, approved in a meeting, in force from today."""
    nasser, at = people["nasser"], NOW
    version = drafting_actions.take_ready(
        name=name, association="جمعية السدر التعاونية", place="السدر", by=nasser, at=at
    )
    approving.record_reading(version=version, member_name="عادل بن صالح", by=nasser, at=at)
    approving.approve(version=version, meeting=meeting, by=nasser, at=at)
    approving.bring_into_force(version=version, from_date=clock.day_of(at), by=nasser, at=at)
    approving.publish(version=version, by=nasser, at=at)


def lacking() -> list[str]:
    return [
        str(one["label"])
        for one in first_steps.checklist(User.objects.get(username="salma"))
        if not one["have"]
    ]


def test_from_nothing_to_the_first_request(client, settings):
    salma = founded()
    event = Event.objects.get(verb="accounts.found")
    governance_tasks.lay_down_texts(event=event)
    catalogue_tasks.lay_down_beginnings(event=event)
    assert len(lacking()) == 7  # all but the letterhead and the lead of the one department
    people = hired(salma)
    board.seat_member(
        name="عادل بن صالح",
        office=Office.CHAIR,
        from_date=clock.day_of(NOW),
        by=people["nasser"],
        at=NOW,
    )
    meeting = board.record_board_meeting(
        number="١", hijri="9/6/1448", gregorian="19/11/2026", by=people["nasser"], at=NOW
    )
    for name in ("policy", "guide"):
        governed(people, name, meeting)
    committee = seats.set_up_committee(name_ar="لجنة البحث", name_en="", quorum=2, by=salma, at=NOW)
    for name, seat in (("wafa", "chair"), ("jaber", "member"), ("latifa", "secretary")):
        seats.seat_member(
            committee=committee,
            user=people[name],
            seat=seat,
            from_date=clock.day_of(NOW),
            by=salma,
            at=NOW,
        )
    service = offered(people)
    year = budgets.budget_years(clock.day_of(NOW))[0]
    delivery.set_budget(service=service, year=year, amount=100, by=people["nasser"], at=NOW)
    assert lacking() == ["The guide by which need is scored", "Text messages"]
    person = registering.register(
        full_name="مريم بنت سعد", gender="female", mobile="0512345678", by=people["hind"], at=NOW
    )
    case = intake.start(
        person=person, service=service, channel="interview", by=people["hind"], at=NOW
    )
    assert case.policy_version.answer_due_days == 30
    assert "سلة غذائية" in client.get(reverse("portal:services")).content.decode()


def offered(people: dict[str, User]):
    """A ready service, drafted on screen by the head of relations and approved by the executive."""
    desk = Client()
    desk.force_login(people["majed"])
    page = desk.get(reverse("catalogue:services")).content.decode()
    assert page.count("بدء مسودة") == 8
    desk.post(reverse("catalogue:take_ready_service", args=["food-basket"]))
    version = ServiceVersion.objects.get()
    assert version.is_draft and version.fields.count() > 8 and version.guide_clause.code == "GUI-4"
    assert desk.get(reverse("catalogue:service_draft", args=[version.pk])).status_code == 200
    desk.post(reverse("catalogue:take_ready_service", args=["food-basket"]))
    assert ServiceVersion.objects.count() == 1
    assert desk.post(reverse("catalogue:take_ready_service", args=["none"])).status_code == 404
    drafting.approve_service(
        version=version, from_date=clock.day_of(NOW), by=people["nasser"], at=NOW
    )
    return version.service


def test_each_sees_what_is_theirs_and_whose_the_rest_is():
    people = hired(founded())
    nasser, adel = Client(), Client()
    nasser.force_login(people["nasser"])
    adel.force_login(people["adel"])
    assert reverse("desk:first_steps") in nasser.get(reverse("desk:home")).content.decode()
    page = nasser.get(reverse("desk:first_steps")).content.decode()
    assert reverse("governance:work") in page and reverse("committees:seats") not in page
    assert "يتولاها: مدير النظام" in page
    assert adel.get(reverse("desk:first_steps")).status_code == 403


def test_a_member_of_the_board_finds_what_to_read_and_approve_on_the_first_page(
    django_assert_max_num_queries,
):
    people = hired(founded())
    nasser, adel = people["nasser"], Client()
    catalogue_tasks.lay_down_beginnings(event=Event.objects.get(verb="accounts.found"))
    board.seat_member(
        name="عادل بن صالح",
        office=Office.CHAIR,
        from_date=clock.day_of(NOW),
        user=people["adel"],
        by=nasser,
        at=NOW,
    )
    text = drafting_actions.take_ready(
        name="policy", association="جمعية السدر", place="السدر", by=nasser, at=NOW
    )
    draft = drafting.take_ready_service(code="food-basket", by=nasser, at=NOW)
    assert text.clauses.get(code="PRO-7").serves == "PRO-7"
    guide = guide_actions.submit_guide(guide=ScoringGuide.objects.get(), by=nasser, at=NOW)
    adel.force_login(people["adel"])
    with django_assert_max_num_queries(12):
        page = adel.get(reverse("desk:home")).content.decode()
    assert reverse("governance:draft", args=[text.pk]) in page
    assert reverse("catalogue:service_draft", args=[draft.pk]) in page
    assert reverse("catalogue:guide", args=[guide.pk]) in page
    approving.record_reading(
        version=text, member_name="عادل بن صالح", member=people["adel"], by=people["adel"], at=NOW
    )
    assert (
        reverse("governance:draft", args=[text.pk])
        not in adel.get(reverse("desk:home")).content.decode()
    )
