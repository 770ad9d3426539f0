"""The committee votes to ask for more: the request goes back to the applicant, and the clock stands
(PRO-7).
"""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import submission
from wasl.cases.states import Status
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-7")]


def test_what_the_committee_wants_is_told_and_the_clock_stands():
    case = submission.return_by_vote(
        case=a_case(Status.IN_COMMITTEE), reason="نحتاج تقريرًا طبيًا أحدث.", by=staff("huda"), at=NOW
    )
    assert (case.status, case.return_reason) == (Status.RETURNED, "نحتاج تقريرًا طبيًا أحدث.")
    assert case.paused_date == day_of(NOW)
    assert case.owner == staff("noura")
    assert Message.objects.filter(template__key="returned", about_id=str(case.pk)).exists()


def test_it_says_what_is_wanted():
    with pytest.raises(Refused, match="plain words"):
        submission.return_by_vote(
            case=a_case(Status.IN_COMMITTEE), reason=" ", by=staff("fahad"), at=NOW
        )


def test_only_the_committee_and_only_what_lies_before_it():
    case = a_case(Status.IN_COMMITTEE)
    with pytest.raises(Refused, match="role"):
        submission.return_by_vote(case=case, reason="؟", by=staff("salem"), at=NOW)
    case = submission.return_by_vote(case=case, reason="؟", by=staff("huda"), at=NOW)
    with pytest.raises(Refused, match="stage"):
        submission.return_by_vote(case=case, reason="؟", by=staff("fahad"), at=NOW)
