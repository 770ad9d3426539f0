"""Nothing is settled in favour of somebody whose ID nobody saw, and no money goes to an account
named from afar.
"""

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_day, a_visitor, an_id_number, fill_case, staff
from wasl.beneficiaries.actions import changing, claiming, merging
from wasl.beneficiaries.models.claims import IdentityClaim
from wasl.beneficiaries.models.person import Person
from wasl.cases import policies
from wasl.cases.actions import outcome, submission, verification
from wasl.cases.models.case import Case, Matching
from wasl.cases.queries import file
from wasl.cases.queries import proof as proof_queries
from wasl.cases.states import Status
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-6", "PRO-7")]

ID = an_id_number(777_001)


@pytest.fixture
def claim(noura) -> IdentityClaim:
    return claiming.claim_identity(
        id_number=ID, mobile="+966555000001", full_name="هند بنت سالم القحطاني", gender="female",
        birth=a_day("1/1/1400"), language="ar", by=None, at=NOW,
    )  # fmt: skip


def prove(claim, by):
    proof = {"way": "visit", "paper": "national_id", "number": ID, "seen": day_of(NOW)}
    return claiming.prove_claim(claim=claim, **proof, by=by, at=NOW)


def fresh(case) -> Case:
    return Case.objects.select_related("person__claim").get(pk=case.pk)


def test_no_yes_before_the_paper_was_seen_and_a_no_needs_none(claim, noura):
    case = a_case(Status.IN_COMMITTEE, person=claim.person)
    verdict = policies.can(staff("fahad"), "approve", fresh(case))
    assert (
        "Nobody has seen" in str(verdict.reason)
        and verdict.link == f"/people/claims/{claim.pk}/prove/"
    )
    with pytest.raises(Refused, match="Nobody has seen"):
        outcome.approve(case=case, by=staff("fahad"), at=NOW)
    assert policies.can(staff("fahad"), "reject", fresh(case))
    prove(claim, noura)
    assert outcome.approve(case=case, by=staff("fahad"), at=NOW).status == Status.APPROVED


def test_the_committees_decision_is_refused_whole(claim, noura):
    from tests.factories import a_decision
    from wasl.committees.models import Decision

    case = a_case(Status.IN_COMMITTEE, person=claim.person)
    with pytest.raises(Refused, match="Nobody has seen"):
        a_decision(case=case)
    assert not Decision.objects.exists()


def test_no_beneficiary_number_before_the_files_are_joined(claim, noura, salem):
    a_visitor(by=noura, id_number=ID, mobile="0500000001")
    prove(claim, salem)
    case = a_case(Status.ANSWERED, person=Person.objects.get(pk=claim.person_id))
    with pytest.raises(Refused, match="joined first"):
        outcome.register(case=case, by=noura, at=NOW)
    assert policies.can(noura, "register", fresh(case)).link.startswith("/people/duplicates/")


def test_joining_moves_the_open_request_and_the_undo_moves_it_back(claim, noura, maha):
    owner = a_visitor(by=noura, id_number=ID, mobile="0500000001")
    case = a_case(Status.SUBMITTED, person=claim.person)
    prove(claim, maha)
    assert fresh(case).person == owner
    merge = owner.merges.get()
    merging.undo_merge(merge=merge, reason="وهم", by=maha, at=NOW)
    assert fresh(case).person_id == claim.person_id


def from_afar(case) -> Case:
    Case.objects.filter(pk=case.pk).update(opened_by=None)
    return fresh(case)


def test_an_account_named_from_afar_pays_nothing_until_it_is_matched_to_the_banks_paper(
    claim, noura
):
    case = from_afar(a_case(Status.SUBMITTED, service="rent-arrears", person=claim.person))
    assert proof_queries.is_account_unproven(case)
    field = next(one for one in file.to_match(case) if one.kind == "iban")
    verification.match(
        case=case, key=field.key, found=file.file_of(case).values[field.key], by=noura, at=NOW
    )
    assert not proof_queries.is_account_unproven(fresh(case))
    Matching.objects.filter(case=case, key=field.key).update(verdict="accepted", note="ناقص")
    assert proof_queries.is_account_unproven(fresh(case)), "accepted with a note is not matched"


def test_the_account_that_stands_in_the_file_needs_no_paper_again(noura):
    person = a_visitor(by=noura, iban="SA03 8000 0000 6080 1016 7519", id_number=ID)
    case = from_afar(fill_case(a_case(service="rent-arrears", person=person)))
    assert not proof_queries.is_account_unproven(case) and not proof_queries.is_account_waiting(
        case
    )
    change = changing.hold_change(
        person=person, field="iban", value="SA4420000001234567891234", by=noura, at=NOW
    )
    assert proof_queries.is_account_waiting(fresh(case))
    changing.bring_change(change=change, by=None, at=NOW + timedelta(hours=72))
    assert proof_queries.is_account_unproven(fresh(case)), "the file has another account now"


def test_the_payer_is_told_why(claim, noura):
    from wasl.delivery import policies as delivery

    case = from_afar(a_case(Status.SUBMITTED, service="rent-arrears", person=claim.person))
    verdict = delivery._account(type("Planned", (), {"case": case})())
    assert "bank's paper" in str(verdict.reason)


def test_an_unproven_request_lapses_by_itself_alone(claim):
    case = a_case(Status.IN_STUDY, person=claim.person)
    with pytest.raises(Refused, match="by itself"):
        submission.lapse_unproven(case=case, by=staff("maha"), at=NOW)
    assert submission.lapse_unproven(case=case, by=None, at=NOW).status == Status.LAPSED
