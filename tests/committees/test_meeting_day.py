"""The meeting's day decides: nothing of a meeting happens before it; and who is present is not who
votes.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_decision, a_meeting, a_service, an_item, staff, voted
from wasl.cases.states import Status
from wasl.committees import minutes, policies, queries
from wasl.committees.actions import meeting as meeting_actions
from wasl.committees.actions import voting
from wasl.committees.models import AgendaItem, Attendance, Meeting
from wasl.common import clock
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committee")]
DAY = timedelta(days=1)
TODAY = clock.day_of(NOW)


@pytest.fixture
def coming(committee):
    """A meeting of the day after tomorrow, with a case on its agenda."""
    meeting = meeting_actions.plan_meeting(
        committee=committee, number="13", held_date=TODAY + 2 * DAY, by=staff("dalal"), at=NOW
    )
    return an_item(meeting=meeting)


def attend(meeting, at=NOW, members=None):
    members = members or meeting.committee.members.all()
    meeting_actions.record_attendance(meeting=meeting, members=members, by=staff("dalal"), at=at)


def the_deeds(item):
    """Everything that is done in a meeting."""
    return {
        "record_attendance": lambda at: attend(item.meeting, at),
        "open_voting": lambda at: voting.open_voting(item=item, by=staff("fahad"), at=at),
        "vote": lambda at: voting.vote(item=item, choice="accept", by=staff("huda"), at=at),
        "close_voting": lambda at: voting.close_voting(item=item, by=staff("fahad"), at=at),
        "decide": lambda at: voting.decide(
            item=item,
            outcome="approved",
            plain_words="حاجة",
            quantity=Decimal(1),
            by=staff("fahad"),
            at=at,
        ),
        "close_meeting": lambda at: meeting_actions.close_meeting(
            meeting=item.meeting, by=staff("fahad"), at=at
        ),
    }


def test_nothing_is_done_on_a_day_before_the_meeting(coming):
    """Each step in its turn: a minute before the meeting's day refused, on the day done."""
    on_the_day = NOW + 2 * DAY
    for name, deed in the_deeds(coming).items():
        with pytest.raises(Refused, match="This meeting is on"):
            deed(on_the_day - DAY)
        if name == "close_voting":
            for username in ("abdullah", "mona", "fahad"):
                voting.vote(item=coming, choice="accept", by=staff(username), at=on_the_day)
        deed(on_the_day)
    assert Meeting.objects.get(pk=coming.meeting_id).minutes


def test_half_an_hour_after_midnight_in_riyadh_it_is_the_meetings_day(coming):
    eve = NOW.replace(hour=20, minute=59) + DAY  # 23:59 in Riyadh
    with pytest.raises(Refused, match="This meeting is on"):
        attend(coming.meeting, eve)
    attend(coming.meeting, eve + timedelta(minutes=31))
    assert Attendance.objects.count() == 5


def test_a_meeting_is_not_planned_for_a_day_that_has_passed(committee):
    with pytest.raises(Refused, match="has passed"):
        meeting_actions.plan_meeting(
            committee=committee, number="14", held_date=TODAY - DAY, by=staff("dalal"), at=NOW
        )


def test_a_meeting_that_meets_earlier_is_moved_first(coming, noura):
    with pytest.raises(Refused):
        meeting_actions.reschedule(meeting=coming.meeting, held_date=TODAY, by=noura, at=NOW)
    with pytest.raises(Refused, match="has passed"):
        meeting_actions.reschedule(
            meeting=coming.meeting, held_date=TODAY - DAY, by=staff("dalal"), at=NOW
        )
    meeting = meeting_actions.reschedule(
        meeting=coming.meeting, held_date=TODAY, by=staff("dalal"), at=NOW
    )
    attend(meeting)
    with pytest.raises(Refused, match="the day stays"):
        meeting_actions.reschedule(
            meeting=meeting, held_date=TODAY + DAY, by=staff("dalal"), at=NOW
        )


def test_the_page_says_the_day_and_offers_to_move_it(coming, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    client.force_login(staff("dalal"))
    page = client.get(f"/committee/{coming.meeting_id}/").content.decode()
    assert f"/committee/{coming.meeting_id}/attendance/" not in page
    answer = client.post(f"/committee/{coming.meeting_id}/day/", {"held_date": "9/6/1448"})
    assert answer.status_code == 302
    assert (
        f"/committee/{coming.meeting_id}/attendance/"
        in client.get(f"/committee/{coming.meeting_id}/").content.decode()
    )


def test_only_who_sits_on_that_day_is_recorded_as_present(coming, committee):
    member = committee.members.get(user=staff("huda"))
    member.to_date = TODAY
    member.save()
    with pytest.raises(Refused, match="does not sit"):
        attend(coming.meeting, NOW + 2 * DAY, [member])


def test_a_seat_that_ended_neither_votes_nor_presides(committee):
    item = an_item()
    voting.open_voting(item=item, by=staff("fahad"), at=NOW)
    for username in ("huda", "fahad"):
        committee.members.filter(user=staff(username)).update(to_date=TODAY)
    later = NOW + DAY
    with pytest.raises(Refused, match="has ended"):
        voting.vote(item=item, choice="accept", by=staff("huda"), at=later)
    with pytest.raises(Refused, match="has ended"):
        voting.close_voting(item=item, by=staff("fahad"), at=later)
    voting.vote(item=item, choice="accept", by=staff("mona"), at=later)


# Present, voting and quorum


def test_the_secretary_is_present_and_counts_for_nothing(committee):
    meeting = a_meeting(present=("fahad", "huda", "dalal"))
    count = queries.attendance(meeting)
    assert (count.voters_present, count.voting_seats, count.others_present) == (2, 4, 1)
    assert not count.is_quorate
    item = an_item(meeting=meeting)
    verdict = policies.can_open_voting(staff("fahad"), item, TODAY)
    assert "quorum" in str(verdict.reason)


def test_the_minutes_and_the_page_count_votes_not_chairs(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    meeting = a_meeting(present=("fahad", "huda", "mona", "dalal"))
    attendance = minutes.data(meeting, closed_at=NOW)["attendance"]
    assert sum(one["present"] and one["votes"] for one in attendance) == 3
    assert sum(one["votes"] for one in attendance) == 4
    closed = meeting_actions.close_meeting(meeting=meeting, by=staff("fahad"), at=NOW)
    assert closed.minutes.file.size > 1000
    client.force_login(staff("dalal"))
    count = client.get(f"/committee/{meeting.pk}/").context["count"]
    assert (count.voters_present, count.voting_seats, count.quorum) == (3, 4, 3)


# What is decided is what the service gives


@pytest.mark.parametrize(
    ("service", "given", "reason"),
    [
        ("food-basket", {"quantity": Decimal(4)}, "at most 3"),
        ("food-basket", {"quantity": Decimal("1.5")}, "whole"),
        ("food-basket", {"amount": Decimal(100)}, "gives units"),
        ("rent-arrears", {"amount": Decimal(6001)}, "at most"),
        ("rent-arrears", {"quantity": Decimal(9000)}, "gives riyals"),
        ("electricity-arrears", {"quantity": Decimal(1)}, "gives riyals"),
    ],
)
def test_no_decision_beyond_what_the_service_gives_or_in_another_measure(service, given, reason):
    a_service(service)
    item = voted(an_item(a_case(Status.IN_COMMITTEE, service=service)))
    with pytest.raises(Refused, match=reason):
        voting.decide(
            item=item, outcome="approved", plain_words="حاجة", by=staff("fahad"), at=NOW, **given
        )


def test_the_form_of_the_decision_shows_the_bound_and_keeps_what_was_typed(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    item = voted(an_item())
    client.force_login(staff("fahad"))
    form = client.get(f"/committee/item/{item.pk}/").context["decision_form"]
    assert "amount" not in form.fields and "3" in str(form.fields["quantity"].help_text)
    typed = {"outcome": "approved", "plain_words": "حاجة ثابتة", "quantity": "5"}
    answer = client.post(f"/committee/item/{item.pk}/decide/", typed)
    assert answer.status_code == 200 and "quantity" in answer.context["decision_form"].errors
    assert "حاجة ثابتة" in answer.content.decode()
    assert AgendaItem.objects.get(pk=item.pk).settled_at is None


def test_what_was_decided_stays_decided():
    assert a_decision().quantity == 1
