"""The researcher records the visit, what was found, and a recommendation within what the service
gives.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import study as study_actions
from wasl.cases.queries import study as study_queries
from wasl.cases.states import Status
from wasl.common import clock
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-7")]
TODAY = clock.day_of(NOW)
FOUND = {"findings": "أسرة من أربعة.", "recommendation": "accept", "reason": "الحاجة ظاهرة."}


def record(case, by="salem", **findings):
    return study_actions.record_study(case=case, findings=findings, by=staff(by), at=NOW)


def test_salem_records_and_recommends():
    study = record(
        a_case(Status.IN_STUDY),
        visit_date=TODAY,
        home="plain",
        recommended_quantity=Decimal(2),
        **FOUND,
    )
    assert study.completed_at == NOW
    assert study_queries.study_file(study).answers["home"] == "plain"


def test_without_a_recommendation_it_is_kept_and_not_complete():
    study = record(a_case(Status.IN_STUDY), findings="زيارة أولى")
    assert study.completed_at is None


def test_a_recommendation_needs_its_reason():
    with pytest.raises(Refused, match="needs the findings"):
        record(a_case(Status.IN_STUDY), recommendation="reject")


def test_no_more_than_the_service_gives():
    with pytest.raises(Refused, match="at most"):
        record(a_case(Status.IN_STUDY), recommended_quantity=Decimal(4), **FOUND)


def test_a_visit_that_has_not_been_is_refused():
    with pytest.raises(Refused, match="not come yet"):
        record(a_case(Status.IN_STUDY), visit_date=TODAY + timedelta(days=1))


def test_only_the_one_who_studies_records():
    case = a_case(Status.IN_STUDY)
    for username in ("amal", "noura", "fahad"):
        with pytest.raises(Refused, match=r"Another researcher|role"):
            record(case, by=username, **FOUND)
