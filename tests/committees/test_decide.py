"""From the agenda to the decision: quorum, blind votes, recusal, and who does not decide
(PRO-7).
"""

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_decision, a_meeting, an_item, staff, voted
from wasl.cases.models.case import Case
from wasl.cases.states import Status
from wasl.catalogue.models.offered import ReasonCode
from wasl.committees import policies
from wasl.committees.actions import meeting, voting
from wasl.committees.models import AgendaItem
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committee")]


def fresh(item):
    return AgendaItem.objects.get(pk=item.pk)


@pytest.mark.clause("PRO-7")
def test_the_committee_accepts_and_the_case_waits_for_its_answer():
    decision = a_decision("accept")
    assert decision.outcome == "approved"
    case = Case.objects.get(pk=decision.case_id)
    assert (case.status, case.outcome, case.answered_at) == (Status.APPROVED, "approved", None)


@pytest.mark.clause("PRO-7")
def test_a_rejection_carries_its_code_and_plain_words():
    decision = a_decision("reject")
    assert decision.reason_code.outcome == "rejected"
    assert Case.objects.get(pk=decision.case_id).status == Status.REJECTED


@pytest.mark.parametrize(("choice", "outcome", "status"), [
    ("defer", "deferred", Status.DEFERRED),
    ("return", "returned", Status.RETURNED),
])  # fmt: skip
def test_a_case_may_be_deferred_or_returned(choice, outcome, status):
    item = voted(an_item(), choice)
    voting.decide(
        item=item, outcome=outcome, plain_words="نحتاج تقريرًا أحدث.", by=staff("fahad"), at=NOW
    )
    assert Case.objects.get(pk=item.case_id).status == status


def test_the_decision_is_what_most_votes_asked_for():
    item = voted(an_item(), "reject")
    with pytest.raises(Refused):
        voting.decide(
            item=item, outcome="approved", plain_words="قبول", quantity=1, by=staff("fahad"), at=NOW
        )


def test_an_even_vote_is_broken_by_the_chair():
    item = voting.open_voting(item=an_item(), by=staff("fahad"), at=NOW)
    for username, choice in {
        "huda": "reject",
        "abdullah": "reject",
        "mona": "accept",
        "fahad": "accept",
    }.items():
        voting.vote(item=item, choice=choice, by=staff(username), at=NOW)
    voting.close_voting(item=item, by=staff("fahad"), at=NOW)
    assert policies.winning(item) == {"accept"}


def test_votes_are_blind_until_the_chair_closes_voting():
    item = voting.open_voting(item=an_item(), by=staff("fahad"), at=NOW)
    for username in ("huda", "abdullah", "mona"):
        voting.vote(item=item, choice="accept", by=staff(username), at=NOW)
    item = fresh(item)
    assert [vote.member.user.username for vote in policies.visible_votes(item, staff("huda"))] == [
        "huda"
    ]
    assert policies.visible_votes(item, staff("fahad")) == []
    item = voting.close_voting(item=item, by=staff("fahad"), at=NOW)
    assert len(policies.visible_votes(item, staff("fahad"))) == 3
    assert policies.visible_votes(item, staff("noura")) == []


def test_a_member_votes_once():
    item = voting.open_voting(item=an_item(), by=staff("fahad"), at=NOW)
    voting.vote(item=item, choice="accept", by=staff("huda"), at=NOW)
    with pytest.raises(Refused):
        voting.vote(item=item, choice="reject", by=staff("huda"), at=NOW)


def test_no_voting_without_a_quorum():
    item = an_item(meeting=a_meeting(present=("fahad", "huda")))
    with pytest.raises(Refused):
        voting.open_voting(item=item, by=staff("fahad"), at=NOW)


def test_voting_is_not_closed_below_the_quorum():
    item = voting.open_voting(item=an_item(), by=staff("fahad"), at=NOW)
    voting.vote(item=item, choice="accept", by=staff("huda"), at=NOW)
    with pytest.raises(Refused):
        voting.close_voting(item=item, by=staff("fahad"), at=NOW)


def test_who_is_not_present_does_not_vote():
    item = an_item(meeting=a_meeting(present=("fahad", "huda", "abdullah")))
    item = voting.open_voting(item=item, by=staff("fahad"), at=NOW)
    with pytest.raises(Refused):
        voting.vote(item=item, choice="accept", by=staff("mona"), at=NOW)


def test_a_relative_does_not_decide():
    item = an_item()
    huda = staff("huda")
    meeting.declare_kinship(user=huda, person=item.case.person, relation="ابنة عم", by=huda, at=NOW)
    item = voting.open_voting(item=item, by=staff("fahad"), at=NOW)
    with pytest.raises(Refused):
        voting.vote(item=item, choice="accept", by=huda, at=NOW)


def test_who_steps_aside_does_not_vote():
    item = an_item()
    voting.recuse(item=item, reason="جار صاحب الطلب", by=staff("mona"), at=NOW)
    item = voting.open_voting(item=item, by=staff("fahad"), at=NOW)
    with pytest.raises(Refused):
        voting.vote(item=item, choice="accept", by=staff("mona"), at=NOW)


@pytest.mark.parametrize("part", ["opened", "studied"])
def test_who_opened_or_studied_a_case_does_not_decide_it(part):
    item = an_item()
    huda = staff("huda")
    if part == "opened":
        Case.objects.filter(pk=item.case_id).update(opened_by=huda)
    else:
        item.case.study.researcher = huda
        item.case.study.save()
    item = voting.open_voting(item=fresh(item), by=staff("fahad"), at=NOW)
    with pytest.raises(Refused):
        voting.vote(item=item, choice="accept", by=huda, at=NOW)


@pytest.mark.parametrize("username", ["noura", "salem", "huda", "dalal", "khalid", "admin"])
def test_only_the_chair_decides(username):
    item = voted(an_item())
    with pytest.raises(Refused):
        voting.decide(
            item=item,
            outcome="approved",
            plain_words="قبول",
            quantity=1,
            by=staff(username),
            at=NOW,
        )


@pytest.mark.parametrize("missing", ["words", "code", "measure", "beyond"])
def test_a_decision_says_all_it_has_to(missing):
    rejecting = missing == "code"
    item = voted(an_item(), "reject" if rejecting else "accept")
    given = {
        "outcome": "rejected" if rejecting else "approved",
        "plain_words": "نعتذر.",
        "quantity": 1,
    }
    given |= {
        "words": {"plain_words": " "},
        "measure": {"quantity": None},
        "beyond": {"quantity": 10**6},
    }.get(missing, {})
    with pytest.raises(Refused):
        voting.decide(item=item, by=staff("fahad"), at=NOW, **given)
    assert Case.objects.get(pk=item.case_id).status == Status.IN_COMMITTEE


def test_a_case_stands_on_one_agenda_at_a_time():
    item = an_item()
    with pytest.raises(Refused):
        meeting.add_item(meeting=a_meeting(number="13"), case=item.case, by=staff("dalal"), at=NOW)


def test_a_case_in_study_is_not_put_on_an_agenda():
    case = a_case(Status.IN_STUDY)
    with pytest.raises(Refused):
        meeting.add_item(meeting=a_meeting(), case=case, by=staff("dalal"), at=NOW)


def test_a_deferred_case_comes_back_to_a_later_meeting():
    item = voted(an_item(), "defer")
    voting.decide(
        item=item, outcome="deferred", plain_words="ننتظر عرض سعر.", by=staff("fahad"), at=NOW
    )
    from wasl.cases.actions import study

    case = study.refer_to_committee(
        case=Case.objects.get(pk=item.case_id), by=staff("salem"), at=NOW
    )
    again = meeting.add_item(meeting=a_meeting(number="13"), case=case, by=staff("dalal"), at=NOW)
    assert again.order == 1
    assert ReasonCode.objects.exists()
