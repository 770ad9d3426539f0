"""Nothing goes to study unsigned, untold or unmatched (PRO-4, PRO-6, PRO-7)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import verification
from wasl.cases.models.case import Declaration, Disclosure
from wasl.cases.queries import file
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-4")]


def verify(case, by="noura"):
    return verification.verify(case=case, by=staff(by), at=NOW)


def a_matched_case():
    case = a_case(Status.SUBMITTED)
    for field in file.to_match(case):
        found = file.file_of(case).values[field.key]
        verification.match(case=case, key=field.key, found=found, by=staff("noura"), at=NOW)
    return case


def test_noura_sends_the_request_to_study():
    assert verify(a_matched_case()).status == Status.VERIFIED


def test_one_item_left_is_named():
    with pytest.raises(Refused, match="2 items are not matched") as refused:
        verify(a_case(Status.SUBMITTED))
    assert refused.value.link.endswith("/match/#household_size")


def test_without_a_signature_it_stays():
    case = a_matched_case()
    Declaration.objects.update(voided_at=NOW, void_reason="field:iban")
    with pytest.raises(Refused, match="declaration does not stand"):
        verify(case)


def test_untold_it_stays():
    case = a_matched_case()
    Disclosure.objects.all().delete()
    with pytest.raises(Refused, match="not been told"):
        verify(case)


def test_what_was_only_stated_from_afar_is_seen_first():
    case = a_matched_case()
    handed_in = case.case_documents.get(document_type__code="national-id")
    type(handed_in.document).objects.filter(pk=handed_in.document_id).update(
        seen_at=None, seen_by=None, added_by=None
    )
    with pytest.raises(Refused, match="not been seen yet"):
        verify(case)
    verification.see_document(
        case=case, document_type=handed_in.document_type, by=staff("noura"), at=NOW
    )
    assert verify(case).status == Status.VERIFIED


def test_others_do_not_verify():
    case = a_matched_case()
    for username in ("salem", "fahad", "dalal", "reem", "khalid"):
        with pytest.raises(Refused, match="role"):
            verify(case, by=username)
