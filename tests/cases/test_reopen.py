"""An upheld objection opens a case again: studied, decided and answered anew (PRE-5)."""

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_rejected_case, staff
from wasl.cases.actions import intake, outcome, study
from wasl.cases.states import Status
from wasl.common import clock
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-5")]
LATER = NOW + timedelta(days=20)


def reopen(case, by="khalid"):
    return outcome.reopen(case=case, by=staff(by), at=LATER)


@pytest.mark.parametrize("stage", [Status.ANSWERED, Status.CLOSED])
def test_khalid_reopens_it(stage):
    case = reopen(a_rejected_case(stage))
    assert (case.status, case.outcome, case.answered_at, case.closed_at) == (
        Status.REOPENED,
        "",
        None,
        None,
    )
    assert case.owner == staff("maha")
    assert case.answer_from_date == clock.day_of(LATER)
    assert case.answer_due_date == clock.day_of(LATER) + timedelta(days=30)


def test_it_is_studied_anew():
    case = study.start_study(
        case=reopen(a_rejected_case()), researcher=staff("amal"), by=staff("amal"), at=LATER
    )
    assert case.study.completed_at is None
    with pytest.raises(Refused, match="recommendation"):
        study.refer_to_committee(case=case, by=staff("amal"), at=LATER)


def test_an_accepted_case_is_not_reopened():
    with pytest.raises(Refused, match="not accepted"):
        reopen(a_case(Status.CLOSED))


def test_not_beside_another_open_request_for_the_service():
    case = a_rejected_case(Status.CLOSED)
    other = intake.start(
        person=case.person, service=case.service, channel="interview", by=staff("noura"), at=NOW
    )
    with pytest.raises(Refused, match=other.reference):
        reopen(case)


def test_others_do_not_reopen():
    case = a_rejected_case()
    for username in ("noura", "salem", "fahad"):
        with pytest.raises(Refused, match="role"):
            reopen(case, by=username)
