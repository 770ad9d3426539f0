"""One owner at every moment; every change of owner is written down (PRO-1)."""

import itertools

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import outcome
from wasl.cases.models.case import HandOver
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-1")]


def hand_over(case, to="bader", by="noura", reason="إجازة"):
    return outcome.hand_over(case=case, to=staff(to), reason=reason, by=staff(by), at=NOW)


def test_noura_hands_her_case_to_bader():
    case = hand_over(a_case())
    assert case.owner == staff("bader")
    last = HandOver.objects.order_by("pk").last()
    assert (last.from_user, last.to_user, last.by, last.reason) == (
        staff("noura"),
        staff("bader"),
        staff("noura"),
        "إجازة",
    )


def test_the_lead_shares_out_the_work():
    assert hand_over(a_case(), by="maha").owner == staff("bader")


def test_another_officer_does_not_take_it():
    with pytest.raises(Refused, match="role"):
        hand_over(a_case(), by="bader")


def test_with_why_only():
    with pytest.raises(Refused, match="Say why"):
        hand_over(a_case(), reason="")


def test_never_to_one_who_opens_no_files():
    with pytest.raises(Refused, match="cannot open"):
        hand_over(a_case(), to="lama")


@pytest.mark.clause("AIM-2")
def test_every_owner_of_a_whole_life_follows_the_one_before():
    case = a_case(Status.CLOSED)
    rows = list(case.hand_overs.order_by("pk"))
    assert rows[0].from_user is None
    for before, after in itertools.pairwise(rows):
        assert after.from_user == before.to_user
    assert rows[-1].to_user == case.owner
    assert [row.to_user.username for row in rows] == [
        "noura",
        "salem",
        "dalal",
        "noura",
        "reem",
        "noura",
    ]
