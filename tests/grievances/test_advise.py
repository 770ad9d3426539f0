"""Two people who took no part review an objection: an executive advises, another decides
(PRE-5).
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from tests.cast import NOW
from tests.factories import a_decision, staff
from wasl.audit.models import Event
from wasl.cases.models.case import Case
from wasl.committees.actions import answer, meeting
from wasl.common.verdicts import Refused
from wasl.governance.models.documents import PolicyVersion
from wasl.grievances import actions, policies
from wasl.grievances.models import Objection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("committee", "khalid", "rashed"),
    pytest.mark.clause("PRE-5"),
]
LATER = NOW + timedelta(days=15)


@pytest.fixture
def objection():
    """Of Maryam, to an answer that Dalal released in its window: Khalid and Rashed took no part."""
    decision = answer.release_answer(decision=a_decision("reject"), by=staff("dalal"), at=LATER)
    return actions.lodge(
        decision=decision, grounds="دخلي انخفض.", channel="website", by=None, at=LATER
    )


def advise(objection, advice="uphold", by="khalid", reasons="في الكشف الجديد ما يستحق النظر."):
    return actions.advise(
        objection=objection, advice=advice, reasons=reasons, by=staff(by), at=LATER
    )


def taken(objection, by="khalid"):
    return actions.assign_reviewer(objection=objection, by=staff(by), at=LATER)


def test_both_agree_and_the_case_is_open_again(objection):
    objection = advise(taken(objection))
    assert (objection.status, objection.advice, objection.reviewer) == (
        "advised",
        "uphold",
        staff("khalid"),
    )
    settled = actions.uphold(objection=objection, reasons="نعم.", by=staff("rashed"), at=LATER)
    assert settled.settled_by == staff("rashed")
    assert Case.objects.get().status == "reopened"
    assert Event.objects.get(verb="grievances.uphold").data == {"agrees": True}


def test_where_they_differ_the_second_decides(objection):
    objection = advise(taken(objection), "uphold")
    settled = actions.dismiss(
        objection=objection, reasons="الدخل كما كان.", by=staff("rashed"), at=LATER
    )
    assert (settled.status, settled.reasons, Case.objects.get().status) == (
        "dismissed",
        "الدخل كما كان.",
        "answered",
    )
    assert Event.objects.get(verb="grievances.dismiss").data == {"agrees": False}


def test_the_first_reviewer_does_not_decide_neither_before_nor_after(objection):
    objection = taken(objection)
    with pytest.raises(Refused, match="another decides"):
        actions.uphold(objection=objection, reasons="نعم.", by=staff("khalid"), at=LATER)
    objection = advise(objection)
    with pytest.raises(Refused, match="somebody else"):
        actions.uphold(objection=objection, reasons="نعم.", by=staff("khalid"), at=LATER)


def test_the_first_is_an_executive_who_took_no_part(objection):
    with pytest.raises(Refused, match="executive reviews it first"):
        taken(objection, "rashed")


def test_nobody_advises_out_of_turn_or_without_reasons(objection):
    with pytest.raises(Refused, match="stage"):
        advise(objection)
    objection = taken(objection)
    with pytest.raises(Refused, match="Another reviewer"):
        advise(objection, by="rashed")
    with pytest.raises(Refused, match="reasons"):
        advise(objection, reasons=" ")
    with pytest.raises(Refused, match="answers"):
        advise(objection, advice="perhaps")


def test_a_policy_may_ask_for_one_reviewer_alone(objection):
    PolicyVersion.objects.update(objection_reviewers=1)
    objection = taken(Objection.objects.get(), "rashed")
    with pytest.raises(Refused, match="alone"):
        advise(objection, by="rashed")
    assert (
        actions.dismiss(objection=objection, reasons="لا.", by=staff("rashed"), at=LATER).status
        == "dismissed"
    )


def test_where_only_one_took_no_part_that_one_decides(objection):
    meeting.declare_kinship(
        user=staff("khalid"),
        person=objection.decision.case.person,
        relation="خال",
        by=staff("khalid"),
        at=LATER,
    )
    objection = taken(Objection.objects.get(), "rashed")
    assert policies.can(staff("rashed"), "uphold", objection)


def test_the_database_knows_that_two_are_two_people(objection):
    objection = advise(taken(objection))
    with (
        pytest.raises(IntegrityError, match="objection_decided_by_another"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE grievances_objection SET status = 'upheld', reasons = 'x', settled_at = "
            "now(), settled_by_id = reviewer_id"
        )


def test_an_advice_has_its_reasons_in_the_database_too(objection):
    taken(objection)
    with (
        pytest.raises(IntegrityError, match="objection_advised_together"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE grievances_objection SET status = 'advised', advice = 'uphold', "
            "advised_at = now()"
        )


def test_the_receipt_says_how_many_review_it(objection):
    assert "شخصان لم يشاركا" in str(objection.paper.data)


def test_the_pages_lead_each_to_what_is_theirs(client, objection):
    page = f"/objections/{objection.pk}/"
    client.cookies["django_language"] = "en"
    client.force_login(staff("khalid"))
    client.post(f"{page}assign-reviewer/")
    seen = client.get(page).content.decode()
    assert 'id="advise"' in seen and "/uphold/" not in seen
    assert (
        "Reasons"
        in client.post(f"{page}advise/", {"advice": "uphold", "reasons": ""}).content.decode()
    )
    client.post(
        f"{page}advise/", {"advice": "uphold", "reasons": "في الكشف الجديد ما يستحق النظر."}
    )
    assert "somebody else decides" in client.get(page).content.decode()
    client.force_login(staff("rashed"))
    seen = client.get(page).content.decode()
    assert "/uphold/" in seen and "في الكشف الجديد" in seen
