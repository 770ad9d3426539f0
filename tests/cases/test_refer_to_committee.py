"""A studied request goes before the committee; its secretary owns it (PRO-1, PRO-7)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import outcome, study
from wasl.cases.models.case import Declaration
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-7")]
FOUND = {"findings": "أسرة من أربعة.", "recommendation": "accept", "reason": "الحاجة ظاهرة."}


def refer(case, by="salem"):
    return study.refer_to_committee(case=case, by=staff(by), at=NOW)


def a_studied_case():
    case = a_case(Status.IN_STUDY)
    study.record_study(case=case, findings=FOUND, by=staff("salem"), at=NOW)
    return case


def test_salem_refers_the_case():
    case = refer(a_studied_case())
    assert case.status == Status.IN_COMMITTEE
    assert case.owner == staff("dalal")


def test_without_a_recommendation_it_stays():
    with pytest.raises(Refused, match="recommendation is wanted"):
        refer(a_case(Status.IN_STUDY))


@pytest.mark.clause("PRO-6")
def test_unsigned_it_stays():
    case = a_studied_case()
    Declaration.objects.update(voided_at=NOW, void_reason="field:iban")
    with pytest.raises(Refused, match="declaration does not stand"):
        refer(case)


def test_a_deferred_case_comes_again_by_the_secretary():
    case = outcome.defer(case=a_case(Status.IN_COMMITTEE), by=staff("fahad"), at=NOW)
    assert refer(case, by="dalal").status == Status.IN_COMMITTEE


def test_others_do_not_refer():
    case = a_studied_case()
    for username in ("noura", "fahad", "dalal", "reem"):
        with pytest.raises(Refused, match="role"):
            refer(case, by=username)
