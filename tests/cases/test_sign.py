"""The applicant signs exactly what is declared, in one of four ways (PRO-6)."""

import json
import re

import pytest

from tests.cast import NOW
from tests.factories import A_PICTURE, a_case, a_person, fill_case, staff
from wasl.audit.models import Event
from wasl.cases.actions import intake, submission
from wasl.cases.forms.file import SignForm
from wasl.cases.queries import file
from wasl.cases.states import Status
from wasl.common.hashing import digest
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-6")]


def sign(case, method="drawn", by="noura", **more):
    given = {
        "signer_name": case.person.full_name,
        "image": None if method == "code" else A_PICTURE,
        **more,
    }
    return submission.sign(case=case, method=method, by=by and staff(by), at=NOW, **given)


def fresh(case):
    case.refresh_from_db()
    file.forget(case)
    return case


def test_maryam_draws_her_signature():
    case = fill_case(a_case())
    declaration = sign(case)
    assert declaration.payload_sha256 == digest(file.canonical(fresh(case)))
    assert file.is_signed(case)
    assert Event.objects.get(verb="cases.sign").data["sha256"] == declaration.payload_sha256


def test_what_was_signed_can_be_read_for_ever():
    case = fill_case(a_case())
    payload = json.loads(sign(case).payload)
    assert payload["values"]["monthly_income"] == "1200.00"
    assert {one["type"] for one in payload["documents"]} >= {"national-id", "family-register"}
    assert payload["declaration_text"] == 1


def test_only_what_is_asked_is_declared():
    case = fill_case(a_case())
    case = intake.declare(
        case=case, values={"monthly_rent": "900", "housing": "owned"}, by=staff("noura"), at=NOW
    )
    assert "monthly_rent" not in file.canonical(case)["values"]


def test_an_incomplete_request_is_not_signed():
    case = a_case()
    with pytest.raises(Refused, match="Still wanted") as refused:
        sign(case)
    assert refused.value.link.startswith(f"/cases/{case.pk}/fill/")


def test_by_the_code_that_reached_the_mobile():
    case = fill_case(a_case())
    submission.send_sign_code(case=case, by=staff("noura"), at=NOW)
    code = re.search(r"\d{6}", Message.objects.get(template__key="code_sign").secret)[0]
    with pytest.raises(Refused):
        submission.sign_by_code(
            case=case,
            code="000000" if code != "000000" else "1",
            signer_name="مريم",
            by=None,
            at=NOW,
        )
    declaration = submission.sign_by_code(case=case, code=code, signer_name="مريم", by=None, at=NOW)
    assert declaration.method == "code"
    assert declaration.attachment is None
    with pytest.raises(Refused):
        submission.sign_by_code(case=case, code=code, signer_name="مريم", by=None, at=NOW)


def test_without_a_mobile_there_is_no_code():
    case = a_case(person=a_person("هيا بنت فهد المطيري", 12, mobile=""))
    with pytest.raises(Refused, match="no mobile"):
        submission.send_sign_code(case=fill_case(case), by=staff("noura"), at=NOW)


def test_on_paper_by_its_scan():
    assert sign(fill_case(a_case()), "paper").attachment.sha256 == A_PICTURE.sha256


def test_by_thumbprint_before_a_witness_who_hears_it_read():
    case = fill_case(a_case())
    with pytest.raises(Refused, match="witness"):
        sign(case, "thumbprint")
    declaration = sign(case, "thumbprint", witness_name="سعد بن علي", read_aloud=True)
    assert declaration.read_aloud


def test_nothing_drawn_is_no_signature():
    with pytest.raises(Refused, match="missing"):
        sign(fill_case(a_case()), image=None)


def test_from_afar_only_the_code_signs():
    with pytest.raises(Refused, match="from afar"):
        sign(fill_case(a_case()), by=None)


def test_nobody_signs_without_a_name():
    with pytest.raises(Refused, match="named"):
        sign(fill_case(a_case()), signer_name="  ")


def test_twice_is_refused_until_something_changes():
    case = fill_case(a_case())
    sign(case)
    with pytest.raises(Refused, match="already"):
        sign(case)
    case = intake.declare(case=case, values={"household_size": "6"}, by=staff("noura"), at=NOW)
    assert sign(case).payload_sha256
    assert case.declarations.count() == 2
    assert case.declarations.filter(voided_at=None).count() == 1


def test_a_submitted_request_is_not_signed_again():
    with pytest.raises(Refused, match="another stage"):
        sign(a_case(Status.SUBMITTED))


def test_a_researcher_takes_no_signature():
    with pytest.raises(Refused, match="role"):
        sign(fill_case(a_case()), by="salem")


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        ("drawn", {"__all__"}),
        ("code", {"code"}),
        ("paper", {"scan"}),
        ("thumbprint", {"scan", "witness_name", "read_aloud"}),
    ],
)
def test_the_page_says_at_once_all_that_a_way_of_signing_wants(method, wanted):
    form = SignForm({"method": method, "signer_name": "مريم"})
    assert set(form.errors) == wanted


def test_the_page_offers_the_request_on_paper_to_be_signed(client):
    case = fill_case(a_case())
    client.force_login(staff("noura"))
    page = client.get(f"/cases/{case.pk}/sign/").content.decode()
    assert f'href="/cases/{case.pk}/print/"' in page
