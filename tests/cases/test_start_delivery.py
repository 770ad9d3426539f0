"""A registered case goes into delivery (PRO-9)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import outcome
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-9")]


def test_reem_starts_the_delivery():
    assert (
        outcome.start_delivery(case=a_case(Status.REGISTERED), by=staff("reem"), at=NOW).status
        == Status.IN_DELIVERY
    )


def test_unregistered_nothing_is_delivered():
    with pytest.raises(Refused, match="another stage"):
        outcome.start_delivery(case=a_case(Status.ANSWERED), by=staff("reem"), at=NOW)


def test_others_do_not():
    case = a_case(Status.REGISTERED)
    for username in ("noura", "salem", "fahad", "turki"):
        with pytest.raises(Refused, match="role"):
            outcome.start_delivery(case=case, by=staff(username), at=NOW)
