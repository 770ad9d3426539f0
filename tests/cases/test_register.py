"""The registration completes when everything is there; the number is given once in a life
(PRO-8).
"""

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_rejected_case, staff
from wasl.beneficiaries.models.person import BeneficiaryFile
from wasl.cases.actions import outcome
from wasl.cases.models.case import Declaration
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-8")]


def register(case, by="noura"):
    return outcome.register(case=case, by=staff(by), at=NOW)


def test_maryam_gets_her_number():
    case = register(a_case(Status.ANSWERED))
    assert case.status == Status.REGISTERED
    assert case.person.file.number.startswith("1448-")
    assert case.owner == staff("reem")


def test_once_in_a_life():
    first = register(a_case(Status.ANSWERED))
    again = register(a_case(Status.ANSWERED, service="rent-arrears", person=first.person))
    assert BeneficiaryFile.objects.count() == 1
    assert again.person.file == first.person.file


def test_a_request_that_was_not_accepted_is_not_registered():
    with pytest.raises(Refused, match="Only an accepted"):
        register(a_rejected_case())
    assert not BeneficiaryFile.objects.exists()


def test_the_gate_wants_everything():
    case = a_case(Status.ANSWERED)
    Declaration.objects.update(voided_at=NOW, void_reason="field:iban")
    with pytest.raises(Refused, match="signature"):
        register(case)
    case.case_documents.all().delete()
    with pytest.raises(Refused, match="National ID"):
        register(case)


def test_unanswered_it_waits():
    with pytest.raises(Refused, match="another stage"):
        register(a_case(Status.APPROVED))


def test_others_do_not_register():
    case = a_case(Status.ANSWERED)
    for username in ("salem", "fahad", "dalal", "reem", "khalid"):
        with pytest.raises(Refused, match="role"):
            register(case, by=username)
