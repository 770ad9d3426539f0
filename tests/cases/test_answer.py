"""The answer goes out from the window's first day; earlier only by an executive, with the reason
(PRO-7).
"""

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.audit.models import Event
from wasl.cases.actions import outcome
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-7")]


def answer(case, day, by="noura", reason=""):
    return outcome.answer(case=case, by=staff(by), at=NOW + timedelta(days=day), reason=reason)


def test_on_the_fourteenth_day_it_goes_out():
    case = answer(a_case(Status.APPROVED), 14)
    assert case.status == Status.ANSWERED
    assert Event.objects.get(verb="cases.answer").data == {"early": False}


def test_on_the_thirteenth_it_does_not():
    with pytest.raises(Refused, match="released from"):
        answer(a_case(Status.APPROVED), 13)


def test_the_executive_releases_it_early_with_a_reason():
    case = a_case(Status.APPROVED)
    with pytest.raises(Refused, match="needs the reason"):
        answer(case, 2, by="khalid")
    answer(case, 2, by="khalid", reason="إخلاء وشيك")
    assert Event.objects.get(verb="cases.answer").data == {"early": True}


def test_late_it_still_goes_out():
    assert answer(a_case(Status.REJECTED), 40).status == Status.ANSWERED


def test_others_do_not_release():
    case = a_case(Status.APPROVED)
    for username in ("salem", "fahad", "reem", "turki"):
        with pytest.raises(Refused, match="role"):
            answer(case, 14, by=username)
