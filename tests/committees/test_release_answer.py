"""The answer: inside the window of the pinned policy, earlier only for urgent need, later at once
(PRO-7).
"""

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.factories import a_decision, staff
from wasl.audit.models import Event
from wasl.cases.models.case import Case
from wasl.committees.actions import answer, voting
from wasl.committees.forms import ReleaseForm
from wasl.common.verdicts import Refused
from wasl.letters.models import Letter
from wasl.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committee", "khalid")]


def day(number):
    return NOW + timedelta(days=number)


@pytest.mark.clause("PRO-7")
def test_on_day_fourteen_letter_and_message_go_out():
    decision = answer.release_answer(decision=a_decision(), by=staff("dalal"), at=day(14))
    letter = Letter.objects.get()
    assert (letter.reference, letter.case_id) == ("1448/1", decision.case_id)
    assert Case.objects.get().status == "answered"
    assert Message.objects.filter(template__key="answer_ready").count() == 1


@pytest.mark.clause("PRO-7")
def test_on_day_thirteen_it_is_refused():
    with pytest.raises(Refused):
        answer.release_answer(decision=a_decision(), by=staff("dalal"), at=day(13))
    assert not Letter.objects.exists()


@pytest.mark.clause("PRO-7")
def test_early_an_executive_releases_for_urgent_need_with_a_reason():
    decision = a_decision()
    with pytest.raises(Refused):
        answer.release_answer(decision=decision, by=staff("khalid"), at=day(3), early_reason="  ")
    decision = answer.release_answer(
        decision=decision, by=staff("khalid"), at=day(3), early_reason="الأسرة بلا طعام"
    )
    assert decision.early_reason == "الأسرة بلا طعام"
    assert Event.objects.get(verb="committees.release_answer").data["early"] is True


def test_after_the_last_day_it_is_late_and_still_released():
    answer.release_answer(decision=a_decision(), by=staff("dalal"), at=day(31))
    assert Event.objects.get(verb="committees.release_answer").data["late"] is True


def test_it_is_released_once():
    decision = answer.release_answer(decision=a_decision(), by=staff("dalal"), at=day(14))
    with pytest.raises(Refused):
        answer.release_answer(decision=decision, by=staff("dalal"), at=day(14))
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("username", ["salem", "huda", "reem", "lama", "admin"])
def test_others_do_not_release(username):
    decision = a_decision()
    with pytest.raises(Refused):
        answer.release_answer(decision=decision, by=staff(username), at=day(14))


def test_a_deferral_has_no_answer():
    from tests.factories import an_item, voted

    item = voted(an_item(), "defer")
    decision = voting.decide(
        item=item, outcome="deferred", plain_words="ننتظر عرض سعر.", by=staff("fahad"), at=NOW
    )
    with pytest.raises(Refused):
        answer.release_answer(decision=decision, by=staff("dalal"), at=day(14))


def test_a_reason_longer_than_the_letter_takes_is_said_beside_the_field():
    form = ReleaseForm({"early_reason": "ح" * 301})
    assert not form.is_valid() and "early_reason" in form.errors
