"""Closing a meeting with its minutes."""

import pytest

from tests.cast import NOW
from tests.factories import a_decision, a_meeting, an_item, staff
from wasl.cases.actions import submission
from wasl.committees import queries
from wasl.committees.actions import meeting as meeting_actions
from wasl.committees.models import AgendaItem, Meeting
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committee")]


def test_the_minutes_give_references_and_counts_and_no_names_of_applicants():
    decision = a_decision()
    meeting = meeting_actions.close_meeting(
        meeting=decision.item.meeting, by=staff("fahad"), at=NOW
    )
    assert decision.case.reference in meeting.minutes.data
    assert decision.case.person.full_name not in meeting.minutes.data


def test_a_meeting_with_an_unsettled_case_stays_open():
    item = an_item()
    with pytest.raises(Refused):
        meeting_actions.close_meeting(meeting=item.meeting, by=staff("fahad"), at=NOW)


def test_a_request_withdrawn_while_they_vote_does_not_keep_the_meeting_open(committee, noura):
    item = an_item()
    AgendaItem.objects.filter(pk=item.pk).update(voting_opened_at=NOW)
    submission.withdraw(case=item.case, reason="استغنى عنه", by=noura, at=NOW)
    assert not queries.agenda_of(staff("huda"), NOW.date()).exists()
    meeting = meeting_actions.close_meeting(meeting=item.meeting, by=staff("fahad"), at=NOW)
    assert "سحب مقدم الطلب طلبه قبل القرار" in meeting.minutes.data
    assert item.case.reference in meeting.minutes.data


def test_nothing_changes_after_the_minutes():
    meeting = meeting_actions.close_meeting(
        meeting=a_decision().item.meeting, by=staff("fahad"), at=NOW
    )
    with pytest.raises(Refused):
        meeting_actions.record_attendance(
            meeting=meeting, members=meeting.committee.members.all(), by=staff("dalal"), at=NOW
        )
    with pytest.raises(Refused):
        meeting_actions.close_meeting(meeting=meeting, by=staff("fahad"), at=NOW)


def test_a_meeting_number_is_given_once():
    meeting = a_meeting()
    with pytest.raises(Refused):
        meeting_actions.plan_meeting(
            committee=meeting.committee,
            number="12",
            held_date=meeting.held_date,
            by=staff("dalal"),
            at=NOW,
        )
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("username", ["noura", "huda", "khalid"])
def test_others_neither_plan_nor_close(username):
    meeting = a_meeting()
    with pytest.raises(Refused):
        meeting_actions.close_meeting(meeting=meeting, by=staff(username), at=NOW)
    with pytest.raises(Refused):
        meeting_actions.plan_meeting(
            committee=meeting.committee,
            number="99",
            held_date=meeting.held_date,
            by=staff(username),
            at=NOW,
        )
