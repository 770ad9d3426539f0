"""A meeting of the board: who sat on that day, who came, and of how many."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW
from tests.factories import staff
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.governance import queries
from wasl.governance.actions import board as board_actions
from wasl.governance.models.board import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("association", "khalid")]
BEFORE, TODAY = date(2019, 1, 1), day_of(NOW)
HELD = {"number": "5", "hijri": "29/2/1441", "gregorian": "28/10/2019"}


def seat(name, office=Office.MEMBER, from_date=BEFORE, to_date=None):
    member = board_actions.seat_member(
        name=name, office=office, from_date=from_date, by=staff("khalid"), at=NOW
    )
    return (
        board_actions.end_term(member=member, to_date=to_date, by=staff("khalid"), at=NOW)
        if to_date
        else member
    )


@pytest.fixture
def board():
    """Two who sat then and now, one whose term ended since, one who came later."""
    return {
        "chair": seat("عادل", Office.CHAIR),
        "member": seat("صالح"),
        "former": seat("ناصر", to_date=TODAY - timedelta(days=30)),
        "newcomer": seat("راشد", from_date=TODAY),
    }


def record(present):
    return board_actions.record_board_meeting(**HELD, present=present, by=staff("khalid"), at=NOW)


def test_attendance_is_of_those_who_sat_on_that_day(board):
    meeting = record({board["chair"].pk: True, board["former"].pk: True})
    came = {row.member.name: row.present for row in meeting.attendance.select_related("member")}
    assert came == {"عادل": True, "صالح": False, "ناصر": True}
    assert queries.has_quorum(meeting)


def test_who_came_to_the_board_later_did_not_come_then(board):
    with pytest.raises(Refused, match="did not sit"):
        record({board["newcomer"].pk: True})


def test_nobody_ticked_is_nobody_came(board):
    assert not queries.has_quorum(record({}))


def test_a_meeting_that_has_not_been_held_is_not_entered(board):
    with pytest.raises(Refused, match="was held"):
        board_actions.record_board_meeting(
            number="6", hijri="10/6/1448", gregorian="20/11/2026", by=staff("khalid"), at=NOW
        )


def test_the_page_offers_former_members_and_counts_votes(board, client):
    client.force_login(staff("khalid"))
    page = client.get("/library/board/meetings/new/")
    assert "ناصر" in page.content.decode()
    typed = {**HELD, "present": [board["chair"].pk, board["former"].pk]}
    answer = client.post("/library/board/meetings/new/", typed, follow=True)
    assert answer.context["came"] == 2 and answer.context["voters"] == 3
