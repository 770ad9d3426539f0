"""Somebody leaves: what they hold goes to others before their sign-in is closed, and nothing stays
without an owner.
"""

import pytest
from django.db import connections, transaction
from django.urls import reverse

from tests.beneficiaries.test_merge_races import together
from tests.cast import NOW
from tests.factories import a_case, a_visitor, staff
from wasl.accounts import actions, duties
from wasl.accounts.models import Department, Membership, User
from wasl.accounts.permissions import Permission
from wasl.audit.models import Event
from wasl.cases.actions import outcome, study
from wasl.cases.models.case import Case
from wasl.cases.queries import people
from wasl.cases.states import Status
from wasl.common.verdicts import Refused
from wasl.interactions import actions as contacts
from wasl.interactions.models import Referral


def everything(user):
    return {one.duty.key: one.count for one in duties.open_work(user)}


def test_every_kind_of_duty_says_what_it_holds(noura):
    assert [duty.key for duty in duties.every_duty()] == [
        "requests", "studies", "questions", "answers", "reviews", "seats", "board", "departments",
    ]  # fmt: skip
    assert everything(noura) == {}


def test_nobody_leaves_with_open_work(noura, bader, khalid, admin):
    case = a_case()
    contacts.refer(question="ما العمل؟", executive=khalid, by=noura, at=NOW)
    assert everything(noura) == {"requests": 1, "answers": 1}
    with pytest.raises(Refused, match="still hold 2 things") as refused:
        actions.deactivate(user=noura, by=admin, at=NOW)
    assert refused.value.link == _address(noura)
    with pytest.raises(Refused, match="takes over"):
        actions.leave(
            user=noura, successors={"requests": bader}, reason="استقالت", by=admin, at=NOW
        )
    assert User.objects.get(pk=noura.pk).is_active and Case.objects.get().owner == noura
    actions.leave(
        user=noura,
        successors={"requests": bader, "answers": bader},
        reason="استقالت",
        by=admin,
        at=NOW,
    )
    case = Case.objects.get(pk=case.pk)
    assert case.owner == bader and case.hand_overs.latest("id").reason == "استقالت"
    assert Referral.objects.get().asked_by == bader
    assert not User.objects.get(pk=noura.pk).is_active and everything(noura) == {}
    assert Event.objects.filter(verb="accounts.leave").count() == 1


def test_a_study_goes_on_with_another_researcher(salem, amal, admin):
    case = a_case(Status.IN_STUDY)
    held = case.owner
    other = amal if held == salem else salem
    assert everything(held)["studies"] == 1
    with pytest.raises(Refused, match="researcher"):
        actions.leave(
            user=held, successors={"studies": staff("noura")}, reason="نُقل", by=admin, at=NOW
        )
    actions.leave(user=held, successors={"studies": other}, reason="نُقل", by=admin, at=NOW)
    case = Case.objects.select_related("study").get(pk=case.pk)
    assert case.owner == other and case.study.researcher == other
    study.record_study(case=case, findings={"findings": "أسرة بلا عائل."}, by=other, at=NOW)


def test_a_committee_seat_ends_or_goes_to_another(committee, huda, admin, noura):
    assert everything(huda) == {"seats": 1}
    actions.leave(user=huda, successors={"seats": None}, reason="استقالت", by=admin, at=NOW)
    assert not committee.members.filter(user=huda, to_date=None).exists()


def test_a_department_keeps_a_lead(maha, noura, admin):
    department = Department.objects.get(code="relations")
    department.lead = maha
    department.save()
    with pytest.raises(Refused, match="Departments"):
        actions.leave(user=maha, successors={}, reason="تقاعدت", by=admin, at=NOW)
    actions.leave(user=maha, successors={"departments": noura}, reason="تقاعدت", by=admin, at=NOW)
    department.refresh_from_db()
    assert department.lead == noura


def test_the_last_administrator_stays(admin, khalid):
    other = actions.add_staff(
        username="other",
        name_ar="آخر",
        gender="male",
        password="three-words-and-more-9",
        by=admin,
        at=NOW,
    )
    actions.grant_role(
        user=other, department=Department.objects.first(), role="administrator", by=admin, at=NOW
    )
    actions.leave(user=admin, successors={}, reason="نُقل", by=other, at=NOW)
    with pytest.raises(Refused):
        actions.leave(user=other, successors={}, reason="نُقل", by=other, at=NOW)


def test_what_slipped_through_stands_on_the_leads_desk(client, noura, maha):
    case = a_case()
    User.objects.filter(pk=noura.pk).update(is_active=False)
    assert list(people.without_owner_on_duty()) == [case]
    client.force_login(maha)
    desk = client.get("/desk/")
    assert [one["url"] for one in desk.context["alerts"]] == ["/cases/?show=ownerless"]
    page = client.get("/cases/?show=ownerless")
    assert case.reference in page.content.decode().replace("\u2066", "").replace("\u2069", "")
    User.objects.filter(pk=noura.pk).update(is_active=True)
    Membership.objects.filter(user=noura).update(ended_date=NOW.date())
    assert list(people.without_owner_on_duty()) == [case]


def test_whose_last_role_that_opens_requests_ended_leaves_them_without_an_owner(
    client, noura, maha
):
    """Another role is held still, one that opens no requests: nobody but a list would know."""
    case = a_case()
    Membership.objects.filter(user=noura).update(role="administrator")
    assert not noura.__class__.objects.get(pk=noura.pk).holds(Permission.CASES_VIEW)
    assert list(people.without_owner_on_duty()) == [case]
    client.force_login(maha)
    assert [one["url"] for one in client.get("/desk/").context["alerts"]] == [
        "/cases/?show=ownerless"
    ]


def test_the_page_lists_what_is_open_and_takes_one_successor_for_all(client, noura, bader, admin):
    a_case()
    a_case(person=a_visitor(by=noura))
    client.force_login(admin)
    page = client.get(_address(noura))
    assert page.status_code == 200 and page.context["work"][0].count == 2
    lacking = client.post(_address(noura), {"reason": "استقالت"})
    assert lacking.status_code == 200 and "استقالت" in lacking.content.decode()
    assert lacking.context["form"].errors["requests"]
    done = client.post(_address(noura), {"everything": bader.pk, "reason": "استقالت"})
    assert done.status_code == 302 and set(Case.objects.values_list("owner", flat=True)) == {
        bader.pk
    }
    assert not User.objects.get(pk=noura.pk).is_active


def _address(user):
    return reverse("accounts:leave", args=[user.pk])


@pytest.mark.django_db(transaction=True)
def test_a_request_given_while_its_receiver_leaves_is_never_left_alone(noura, bader, maha, admin):
    """Two officers at one moment, ten times over: either the request is refused, or the leaver
    is.
    """
    for _time in range(10):
        User.objects.filter(pk=bader.pk).update(is_active=True)
        case = a_case(person=a_visitor(by=noura))
        connections.close_all()

        def give(case=case):
            return outcome.hand_over(
                case=case, to=User.objects.get(pk=bader.pk), reason="إجازة", by=maha, at=NOW
            )

        def close(way=_time % 2):
            told = {"user": bader, "by": admin, "at": NOW}
            return (
                actions.leave(successors={}, reason="نُقل", **told)
                if way
                else actions.deactivate(**told)
            )

        given, closed = together(give, close)
        assert isinstance(given, Refused) != isinstance(closed, Refused), (given, closed)
        with transaction.atomic():
            assert not people.without_owner_on_duty().exists()
            Case.objects.filter(owner=bader).update(owner=noura)
