"""What nobody completes lapses, with the reason."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import submission
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-3")]


@pytest.mark.parametrize("stage", ["draft", "returned"])
def test_noura_lets_it_lapse(stage):
    case = submission.lapse(
        case=a_case(stage), by=staff("noura"), at=NOW, reason="لم يُستكمل منذ شهرين."
    )
    assert (case.status, case.closed_at) == (Status.LAPSED, NOW)


def test_with_a_reason_only():
    with pytest.raises(Refused, match="Say why"):
        submission.lapse(case=a_case(), by=staff("noura"), at=NOW)


def test_a_submitted_request_does_not_lapse():
    with pytest.raises(Refused, match="another stage"):
        submission.lapse(case=a_case(Status.SUBMITTED), by=staff("noura"), at=NOW, reason="x")


def test_the_applicant_does_not_lapse_it():
    with pytest.raises(Refused, match="association's"):
        submission.lapse(case=a_case(), by=None, at=NOW, reason="x")
