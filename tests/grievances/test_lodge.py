"""One objection to a rejection, decided by people who took no part (PRE-5)."""

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.factories import a_released_decision, an_objection, staff
from wasl.cases.models.case import Case
from wasl.common.verdicts import Refused
from wasl.grievances import actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committee", "khalid", "rashed")]


@pytest.mark.clause("PRE-5")
def test_maryam_objects_and_is_upheld_and_the_case_opens_again():
    objection = an_objection()
    assert objection.paper.kind == "objection_receipt"
    objection = actions.assign_reviewer(objection=objection, by=staff("rashed"), at=NOW)
    actions.uphold(objection=objection, reasons="تغيّر دخلها فعلًا.", by=staff("rashed"), at=NOW)
    assert Case.objects.get().status == "reopened"


def test_not_upheld_the_decision_stands_with_reasons():
    objection = actions.assign_reviewer(objection=an_objection(), by=staff("rashed"), at=NOW)
    with pytest.raises(Refused):
        actions.dismiss(objection=objection, reasons=" ", by=staff("rashed"), at=NOW)
    objection = actions.dismiss(
        objection=objection, reasons="الدخل كما كان.", by=staff("rashed"), at=NOW
    )
    assert objection.status == "dismissed"
    assert Case.objects.get().status == "answered"


@pytest.mark.clause("PRE-5")
@pytest.mark.parametrize("username", ["khalid", "fahad", "huda", "noura", "salem"])
def test_who_took_part_does_not_decide(username):
    with pytest.raises(Refused):
        actions.assign_reviewer(objection=an_objection(), by=staff(username), at=NOW)


def test_one_objection_to_an_answer():
    objection = an_objection()
    with pytest.raises(Refused):
        actions.lodge(
            decision=objection.decision, grounds="مرة أخرى", channel="website", by=None, at=NOW
        )


def test_after_the_days_to_object_it_is_too_late():
    decision = a_released_decision("reject")
    with pytest.raises(Refused):
        actions.lodge(
            decision=decision,
            grounds="دخلي أقل",
            channel="website",
            by=None,
            at=NOW + timedelta(days=16),
        )


def test_an_acceptance_cannot_be_objected_to():
    with pytest.raises(Refused):
        actions.lodge(
            decision=a_released_decision(), grounds="أريد أكثر", channel="website", by=None, at=NOW
        )
