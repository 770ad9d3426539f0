"""What is missing is said in plain words, and the clock stands meanwhile (PRO-7)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import submission
from wasl.cases.queries import rows
from wasl.cases.states import Status
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-7")]
TODAY = clock.day_of(NOW)


def give_back(case, by="noura", reason="ينقصنا عقد الإيجار."):
    return submission.return_for_completion(case=case, reason=reason, by=staff(by), at=NOW)


def test_noura_returns_the_request():
    case = give_back(a_case(Status.SUBMITTED))
    assert case.status == Status.RETURNED
    assert case.paused_date == TODAY
    assert case.return_reason == "ينقصنا عقد الإيجار."
    assert Message.objects.filter(template__key="returned").count() == 1
    assert rows.lateness_of(case, TODAY)[1] == "wait"


def test_without_words_it_is_not_returned():
    with pytest.raises(Refused, match="plain words"):
        give_back(a_case(Status.SUBMITTED), reason=" ")


def test_a_draft_is_not_returned():
    with pytest.raises(Refused, match="another stage"):
        give_back(a_case())


@pytest.mark.parametrize(
    ("stage", "username"), [("in_study", "salem"), ("in_committee", "fahad"), ("verified", "maha")]
)
def test_whoever_has_it_before_them_may_return_it(stage, username):
    case = give_back(a_case(stage), by=username)
    assert case.status == Status.RETURNED
    assert case.owner.holds("cases.verify")


@pytest.mark.parametrize(
    ("stage", "username"),
    [
        ("submitted", "salem"),
        ("in_study", "fahad"),
        ("in_committee", "huda"),
        ("in_committee", "noura"),
    ],
)
def test_others_may_not(stage, username):
    with pytest.raises(Refused, match="role"):
        give_back(a_case(stage), by=username)
