"""A deferred decision leaves the clock running (PRO-7)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import outcome
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-7")]


def test_fahad_defers_and_the_last_day_stays():
    case = a_case(Status.IN_COMMITTEE)
    deferred = outcome.defer(case=case, by=staff("fahad"), at=NOW)
    assert deferred.status == Status.DEFERRED
    assert (deferred.answer_due_date, deferred.paused_date) == (case.answer_due_date, None)


def test_only_the_committee_defers():
    case = a_case(Status.IN_COMMITTEE)
    for username in ("noura", "salem"):
        with pytest.raises(Refused, match="role"):
            outcome.defer(case=case, by=staff(username), at=NOW)
