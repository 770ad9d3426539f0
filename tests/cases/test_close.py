"""No end without an answer; an accepted case ends after its service was delivered (PRO-9)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_rejected_case, staff
from wasl.audit.models import Event
from wasl.cases.actions import outcome
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-9")]


def close(case, by="noura"):
    return outcome.close(case=case, by=staff(by), at=NOW)


def test_noura_closes_a_delivered_case():
    case = close(a_case(Status.DELIVERED))
    assert (case.status, case.closed_at) == (Status.CLOSED, NOW)
    assert Event.objects.filter(verb="cases.close").count() == 1


def test_a_rejected_case_is_closed_after_its_answer():
    assert close(a_rejected_case()).status == Status.CLOSED


def test_an_accepted_case_is_not_closed_before_delivery():
    with pytest.raises(Refused, match="delivered"):
        close(a_case(Status.ANSWERED))


def test_an_unanswered_case_is_not_closed():
    with pytest.raises(Refused, match="another stage"):
        close(a_case(Status.REJECTED))


def test_others_do_not_close():
    case = a_case(Status.DELIVERED)
    for username in ("salem", "fahad", "reem", "khalid"):
        with pytest.raises(Refused, match="role"):
            close(case, by=username)
