"""The committee's yes settles a case; who opened or studied it does not decide (PRO-7)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import outcome
from wasl.cases.models.case import Case, Outcome
from wasl.cases.models.study import Study
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-7")]


def approve(case, by="fahad"):
    return outcome.approve(case=case, by=staff(by), at=NOW)


def test_fahad_records_the_yes():
    case = approve(a_case(Status.IN_COMMITTEE))
    assert (case.status, case.outcome, case.decided_at) == (Status.APPROVED, Outcome.APPROVED, NOW)
    assert case.owner == staff("noura")
    assert case.answered_at is None


def test_who_opened_a_case_cannot_decide_it():
    case = a_case(Status.IN_COMMITTEE)
    Case.objects.filter(pk=case.pk).update(opened_by=staff("fahad"))
    with pytest.raises(Refused, match="opened"):
        approve(case)


def test_who_studied_a_case_cannot_decide_it():
    case = a_case(Status.IN_COMMITTEE)
    Study.objects.filter(case=case).update(researcher=staff("fahad"))
    with pytest.raises(Refused, match="studied"):
        approve(case)


def test_only_the_committee_records_it():
    case = a_case(Status.IN_COMMITTEE)
    for username in ("noura", "salem", "dalal", "khalid", "reem"):
        with pytest.raises(Refused, match="role"):
            approve(case, by=username)


def test_only_before_the_committee():
    with pytest.raises(Refused, match="another stage"):
        approve(a_case(Status.IN_STUDY))
