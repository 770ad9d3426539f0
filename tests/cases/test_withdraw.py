"""The applicant may withdraw until the decision."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import intake, submission
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-2")]


def withdraw(case, by="noura", reason="لم تعد بحاجة."):
    return submission.withdraw(case=case, by=by and staff(by), at=NOW, reason=reason)


@pytest.mark.parametrize("stage", ["draft", "submitted", "returned", "in_study", "in_committee"])
def test_maryam_withdraws_before_the_decision(stage):
    case = withdraw(a_case(stage))
    assert (case.status, case.closing_reason) == (Status.WITHDRAWN, "لم تعد بحاجة.")


def test_then_she_may_ask_again():
    case = withdraw(a_case())
    again = intake.start(
        person=case.person, service=case.service, channel="interview", by=staff("noura"), at=NOW
    )
    assert again.status == Status.DRAFT


def test_from_afar_no_reason_is_asked():
    assert withdraw(a_case(), by=None, reason="").closing_reason


def test_the_desk_says_why():
    with pytest.raises(Refused, match="Say why"):
        withdraw(a_case(), reason="")


def test_a_decided_case_is_answered_not_withdrawn():
    with pytest.raises(Refused, match="another stage"):
        withdraw(a_case(Status.APPROVED))


def test_others_do_not_withdraw_it():
    case = a_case()
    for username in ("salem", "fahad", "khalid"):
        with pytest.raises(Refused, match="role"):
            withdraw(case, by=username)
