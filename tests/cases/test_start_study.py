"""A verified request goes to a researcher, who owns it from then on (PRO-1)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import study
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-1")]


def start(case, researcher="salem", by="salem"):
    return study.start_study(case=case, researcher=staff(researcher), by=staff(by), at=NOW)


def test_salem_takes_the_study():
    case = start(a_case(Status.VERIFIED))
    assert case.status == Status.IN_STUDY
    assert case.owner == staff("salem")
    assert case.study.researcher == staff("salem")
    last = case.hand_overs.order_by("pk").last()
    assert (last.from_user, last.to_user, last.reason) == (
        staff("noura"),
        staff("salem"),
        "start_study",
    )


def test_maha_gives_it_to_amal():
    assert start(a_case(Status.VERIFIED), researcher="amal", by="maha").owner == staff("amal")


def test_only_a_researcher_studies():
    with pytest.raises(Refused, match="not a researcher"):
        start(a_case(Status.VERIFIED), researcher="noura", by="maha")


def test_others_do_not_start_it():
    case = a_case(Status.VERIFIED)
    for username in ("noura", "fahad", "dalal", "reem"):
        with pytest.raises(Refused, match="role"):
            start(case, by=username)


def test_what_is_not_verified_is_not_studied():
    with pytest.raises(Refused, match="another stage"):
        start(a_case(Status.SUBMITTED))
