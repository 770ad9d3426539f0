"""Field by field: declared, found, verdict, note, by whom (PRO-4)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.audit.models import Event
from wasl.cases import policies
from wasl.cases.actions import intake, submission, verification
from wasl.cases.models.case import MatchVerdict
from wasl.cases.queries import file
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-4")]


def match(case, key, found, by="noura", **more):
    return verification.match(case=case, key=key, found=found, by=staff(by), at=NOW, **more)


def fresh(case):
    case.refresh_from_db()
    file.forget(case)
    return case


def test_noura_finds_what_was_declared():
    case = a_case(Status.SUBMITTED)
    done = match(case, "household_size", "٤")
    assert (done.declared, done.found, done.verdict) == ("4", "4", MatchVerdict.MATCHED)
    assert done.matched_by == staff("noura")
    assert Event.objects.get(verb="cases.match").data == {
        "fields": ["household_size"],
        "verdict": "matched",
    }


def test_a_difference_keeps_the_case_back_until_it_is_accepted_with_a_note():
    case = a_case(Status.SUBMITTED)
    assert match(case, "household_size", "4").verdict == MatchVerdict.MATCHED
    assert match(case, "monthly_income", "1080").verdict == MatchVerdict.DIFFERENT
    assert not policies.can(staff("noura"), "verify", fresh(case))
    with pytest.raises(Refused, match="only with a note"):
        match(case, "monthly_income", "1080", accept=True)
    assert (
        match(case, "monthly_income", "1080", accept=True, note="خُصم التأمين").verdict
        == MatchVerdict.ACCEPTED
    )
    assert policies.can(staff("noura"), "verify", fresh(case))


def test_what_the_document_says_must_be_said():
    case = a_case(Status.SUBMITTED)
    with pytest.raises(Refused, match="enter what"):
        match(case, "household_size", "")
    with pytest.raises(Refused, match="Number in the household"):
        match(case, "household_size", "four")


def test_an_answer_without_a_document_is_not_matched():
    with pytest.raises(Refused, match="no document"):
        match(a_case(Status.SUBMITTED), "why", "x")


def test_an_answer_changed_after_a_return_is_matched_anew():
    case = a_case(Status.SUBMITTED)
    match(case, "household_size", "4")
    case = submission.return_for_completion(
        case=case, reason="كم عدد الأسرة؟", by=staff("noura"), at=NOW
    )
    case = intake.declare(case=case, values={"household_size": "6"}, by=staff("noura"), at=NOW)
    field = next(one for one in file.to_match(case) if one.key == "household_size")
    assert file.matching_of(case, field) is None


def test_others_do_not_match():
    case = a_case(Status.SUBMITTED)
    for username in ("salem", "fahad", "dalal", "reem", "khalid"):
        with pytest.raises(Refused, match="role"):
            match(case, "household_size", "4", by=username)


def test_a_draft_is_not_matched():
    with pytest.raises(Refused, match="another stage"):
        match(a_case(), "household_size", "4")
