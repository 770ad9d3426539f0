"""Answers are kept in one form; an edit after the signature voids it and says why (PRO-6)."""

import pytest

from tests.cast import NOW
from tests.factories import A_PICTURE, a_case, fill_case, staff
from wasl.audit.models import Event
from wasl.cases.actions import intake, submission
from wasl.cases.queries import file, page
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-3")]


def declare(case, by="noura", version=None, **values):
    return intake.declare(case=case, values=values, by=by and staff(by), at=NOW, version=version)


def kept(case):
    return {one.key: one.value for one in case.declared.all()}


def a_signed_draft():
    case = fill_case(a_case())
    submission.sign(
        case=case, method="drawn", signer_name="مريم", image=A_PICTURE, by=staff("noura"), at=NOW
    )
    case.refresh_from_db()
    file.forget(case)
    return case


def test_an_answer_is_kept_in_its_one_form():
    case = declare(a_case(), monthly_income="١٬٢٠٠ ريال", household_size="٤")
    assert kept(case)["monthly_income"] == "1200.00"
    assert kept(case)["household_size"] == "4"
    assert Event.objects.get(verb="cases.declare").data == {
        "fields": ["household_size", "monthly_income"]
    }


def test_the_trail_holds_no_answer():
    declare(a_case(), monthly_income="98765")
    assert "98765" not in str(list(Event.objects.values_list("data", flat=True)))


def test_the_same_answer_again_changes_nothing():
    case = declare(a_case(), household_size="4")
    assert declare(case, household_size="٤").version == case.version


def test_an_answer_can_be_taken_back():
    case = declare(a_case(), household_size="4")
    assert kept(declare(case, household_size=""))["household_size"] == ""
    assert any(gap.key == "household_size" for gap in file.missing(case))


def test_conditions_decide_what_is_asked():
    case = declare(a_case(), housing="owned")
    assert "monthly_rent" not in {one.key for one in file.file_of(case).questions}
    case = declare(case, housing="rented")
    assert "monthly_rent" in {one.key for one in file.file_of(case).questions}
    assert "rent-contract" in {
        one.document_type.code for one in file.file_of(case).document_requirements
    }


@pytest.mark.clause("PRO-6")
def test_an_edit_voids_the_signature_and_names_the_answer():
    case = a_signed_draft()
    assert file.is_signed(case)
    case = declare(case, household_size="5")
    assert not file.is_signed(case)
    assert case.declarations.get().void_reason == "field:household_size"
    assert "Number in the household" in page.last_voided(case)
    assert any(gap.kind == "signature" for gap in file.missing(case))


def test_what_is_wrong_names_the_question():
    with pytest.raises(Refused, match="Number in the household: "):
        declare(a_case(), household_size="many")


def test_a_question_that_is_not_asked_is_refused():
    with pytest.raises(Refused, match="no such question"):
        declare(a_case(), shoe_size="44")


def test_a_stale_tab_is_noticed():
    case = a_case()
    declare(case, household_size="4")
    with pytest.raises(Refused, match="meanwhile"):
        declare(case, household_size="5", version=case.version)


def test_after_submission_answers_are_changed_only_by_a_return():
    case = a_case(Status.SUBMITTED)
    with pytest.raises(Refused, match="another stage"):
        declare(case, household_size="5")
    case = submission.return_for_completion(
        case=case, reason="عدد الأسرة؟", by=staff("noura"), at=NOW
    )
    assert kept(declare(case, household_size="5"))["household_size"] == "5"


def test_the_applicant_may_fill_from_afar_and_a_researcher_may_not():
    case = declare(a_case(), by=None, household_size="4")
    with pytest.raises(Refused, match="role"):
        declare(case, by="salem", household_size="5")


def test_work_on_one_object_reads_what_a_request_is_pinned_to_once(django_assert_max_num_queries):
    case = declare(a_case(), monthly_income="1200")
    with django_assert_max_num_queries(13):
        again = declare(case, monthly_income="1300")
    assert again.service_version is case.service_version
    assert file.form(again) is file.form(case)


def test_what_may_change_is_read_anew_under_the_lock():
    case = a_case()
    case.status, case.person.full_name = Status.CLOSED, "اسم قديم"
    again = declare(case, monthly_income="1200")
    assert again.status == Status.DRAFT
    assert again.person.full_name != "اسم قديم"
