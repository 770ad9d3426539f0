"""The committee's no settles a case (PRO-7)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import outcome
from wasl.cases.models.case import Outcome
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-7")]


def test_fahad_records_the_no():
    case = outcome.reject(case=a_case(Status.IN_COMMITTEE), by=staff("fahad"), at=NOW)
    assert (case.status, case.outcome) == (Status.REJECTED, Outcome.REJECTED)


def test_a_decided_case_is_not_decided_again():
    with pytest.raises(Refused, match="another stage"):
        outcome.reject(case=a_case(Status.APPROVED), by=staff("fahad"), at=NOW)


def test_only_the_committee_records_it():
    case = a_case(Status.IN_COMMITTEE)
    for username in ("noura", "salem", "dalal"):
        with pytest.raises(Refused, match="role"):
            outcome.reject(case=case, by=staff(username), at=NOW)
