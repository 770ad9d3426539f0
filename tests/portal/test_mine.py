"""What applicants see of their own requests, and what they may do: withdraw, object, hand in what
was wanted.
"""

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_national_id, a_rejected_case, a_released_decision
from tests.portal.visitors import Visitor, applicant_of
from wasl.cases.actions import submission
from wasl.cases.states import Status
from wasl.grievances.models import Objection
from wasl.portal import queries

pytestmark = pytest.mark.clause("AIM-3")


@pytest.fixture
def other(stranger):
    """Somebody else with a request of their own."""
    return Visitor("0500000009", a_national_id(770_200))


def test_another_ones_request_is_not_there(stranger, other):
    case, foreign = stranger.file(), other.begin()
    section = "household"
    paths = ["", f"fill/{section}/", "documents/", "sign/", "lodge/"]
    for path in paths:
        assert other.get(f"/my/{case.reference}/{path}").status_code == 404, path
    for path in ("withdraw/", "send-code/", "sign/", "documents/"):
        assert other.post(f"/my/{case.reference}/{path}", reason="x").status_code == 404, path
    receipt = stranger.get(f"/my/{case.reference}/").context["papers"][0]
    assert other.get(f"/my/{foreign.reference}/paper/{receipt.pk}/").status_code == 404
    assert case.status == Status.SUBMITTED


def test_the_window_is_shown_and_the_decision_is_not_before_its_release(stranger):
    case = stranger.file()
    assert "1448" in stranger.get(f"/my/{case.reference}/").content.decode()
    decided = a_case(Status.REJECTED)
    applicant = applicant_of(decided)
    page = applicant.get(f"/my/{decided.reference}/")
    assert page.context["decision"] is None
    assert page.context["stage"] == "لدى لجنة البحث"


def states_of(case):
    return [step["state"] for step in queries.steps(case)]


@pytest.mark.clause("PRO-7")
@pytest.mark.parametrize("status", [Status.IN_COMMITTEE, Status.APPROVED, Status.REJECTED])
def test_no_stage_says_that_it_was_decided(association, status):
    """Until the answer goes out the request is with the committee, in words and in the drawing."""
    assert states_of(a_case(status)) == ["done"] * 4 + ["current"] + [""] * 4


def test_a_request_that_ended_is_drawn_as_it_ended(stranger, noura):
    assert states_of(a_case(Status.CLOSED)) == ["done"] * 9
    case = submission.withdraw(case=stranger.file(), reason="استغنيت عنه", by=noura, at=NOW)
    assert states_of(case) == ["done", "done", "stopped"] + [""] * 6


@pytest.mark.clause("PRO-7")
def test_what_is_wanted_after_a_return_is_shown_and_sent_again(stranger, noura):
    case = stranger.file("food-basket")
    submission.return_for_completion(case=case, reason="ينقصنا رقم أوضح للجوال.", by=noura, at=NOW)
    page = stranger.get(f"/my/{case.reference}/").content.decode()
    assert "ينقصنا رقم أوضح للجوال." in page
    stranger.fill(case)
    assert stranger.sign(case).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.submissions) == (Status.SUBMITTED, 2)


def test_a_request_is_withdrawn_by_its_applicant(stranger):
    case = stranger.file()
    stranger.post(f"/my/{case.reference}/withdraw/", reason="استغنيت عنه")
    case.refresh_from_db()
    assert (case.status, case.closing_reason) == (Status.WITHDRAWN, "استغنيت عنه")
    stranger.post(f"/my/{case.reference}/withdraw/", reason="again")
    case.refresh_from_db()
    assert case.closing_reason == "استغنيت عنه"


@pytest.mark.clause("PRE-5")
def test_a_rejection_is_objected_to_once(stranger):
    decision = a_released_decision("reject")
    visitor = applicant_of(decision.case)
    there = f"/my/{decision.case.reference}/"
    assert visitor.get(there).context["may_object"]
    assert visitor.post(f"{there}lodge/", grounds="دخلي انخفض.").url == there
    visitor.post(f"{there}lodge/", grounds="مرة ثانية.")
    assert Objection.objects.count() == 1
    page = visitor.get(there)
    assert "دخلي انخفض." in page.content.decode()
    assert not page.context["may_object"]


def test_there_is_nothing_to_object_to_before_the_answer(stranger):
    case = stranger.file()
    assert (
        stranger.post(f"/my/{case.reference}/lodge/", grounds="لا").url == f"/my/{case.reference}/"
    )
    assert not Objection.objects.exists()


def test_the_page_of_a_request_asks_few_questions(stranger, django_assert_max_num_queries):
    case = stranger.file()
    with django_assert_max_num_queries(12):
        stranger.get(f"/my/{case.reference}/")
    draft = stranger.begin("food-basket")
    with django_assert_max_num_queries(12):
        stranger.get(f"/my/{draft.reference}/")
    with django_assert_max_num_queries(12):
        stranger.get("/my/")
    with django_assert_max_num_queries(12):
        stranger.get("/")


def test_the_page_of_a_settled_request_asks_few_questions(stranger, django_assert_max_num_queries):
    decision = a_released_decision("reject")
    visitor = applicant_of(decision.case)
    visitor.post(f"/my/{decision.case.reference}/lodge/", grounds="دخلي انخفض.")
    with django_assert_max_num_queries(12):
        visitor.get(f"/my/{decision.case.reference}/")


def test_a_closed_request_stays_readable(stranger):
    case = a_rejected_case(Status.CLOSED)
    visitor = applicant_of(case)
    assert visitor.get(f"/my/{case.reference}/").status_code == 200
    assert "closed" not in visitor.get("/").content.decode()


def test_a_reason_too_long_to_keep_withdraws_nothing(stranger):
    case = stranger.file()
    stranger.post(f"/my/{case.reference}/withdraw/", reason="س" * 301)
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED
    assert "300" in stranger.get(f"/my/{case.reference}/").content.decode()
