"""When all was handed over the case is delivered, and its officer has it again (PRO-9)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import outcome
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-9")]


def test_reem_completes_it():
    case = outcome.complete_delivery(case=a_case(Status.IN_DELIVERY), by=staff("reem"), at=NOW)
    assert case.status == Status.DELIVERED
    assert case.owner == staff("noura")


def test_others_do_not():
    case = a_case(Status.IN_DELIVERY)
    for username in ("noura", "salem", "turki"):
        with pytest.raises(Refused, match="role"):
            outcome.complete_delivery(case=case, by=staff(username), at=NOW)
