"""The day of a moment is the day in Riyadh: half an hour after midnight is today, there and nowhere
else yesterday.
"""

from datetime import datetime, timedelta

import pytest

from tests.cases.test_assess import studied
from tests.cast import NOW
from tests.factories import a_case
from wasl.cases.models.assessment import NeedAssessment
from wasl.cases.models.case import Case
from wasl.cases.models.study import Study
from wasl.cases.queries.criteria import known_class
from wasl.cases.queries.study import earlier_study
from wasl.cases.states import Status
from wasl.common import clock
from wasl.common.dates import add_hijri_months
from wasl.program import reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("association")]
HALF_PAST_MIDNIGHT = datetime(
    2026, 11, 18, 21, 30, tzinfo=NOW.tzinfo
)  # 00:30 on the nineteenth in Riyadh


def test_a_study_completed_at_half_past_midnight_is_of_that_day():
    case = a_case(Status.IN_COMMITTEE)
    NeedAssessment.objects.all().delete()
    Study.objects.filter(case=case).update(completed_at=HALF_PAST_MIDNIGHT)
    last = add_hijri_months(clock.day_of(HALF_PAST_MIDNIGHT), 12)
    assert clock.day_of(HALF_PAST_MIDNIGHT).day == 19
    other = Case(pk=0)
    assert earlier_study(case.person, last, other) is not None
    assert earlier_study(case.person, last + timedelta(days=1), other) is None


def test_a_class_of_need_that_has_run_out_is_not_known_any_more():
    reference.load_scoring_guide(NOW)
    assessment = studied(a_case(Status.IN_STUDY)).assessment
    assert known_class([assessment], assessment.valid_until)
    assert known_class([assessment], assessment.valid_until + timedelta(days=1)) == {}
