"""Filing from afar, by somebody nobody knew: from the code on the phone to the receipt."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import a_national_id
from tests.portal.visitors import Visitor
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case
from wasl.cases.queries import file
from wasl.cases.states import Status

pytestmark = pytest.mark.clause("OBJ-4", "PRO-3")


@pytest.mark.clause("PRO-4", "PRO-6", "PRO-7")
def test_a_request_is_filed_from_afar_from_the_first_page_to_the_receipt(stranger):
    case = stranger.file("school-kit")
    assert case.status == Status.SUBMITTED
    assert case.opened_by is None
    page = stranger.get(f"/my/{case.reference}/")
    receipt = page.context["papers"][0]
    paper = stranger.get(f"/my/{case.reference}/paper/{receipt.pk}/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert case.person.mobile_verified_at


def test_services_of_other_shapes_are_filed_from_afar(stranger):
    for service in ("food-basket", "home-repair"):
        case = stranger.file(service)
        assert case.status == Status.SUBMITTED, (
            service,
            [gap.label for gap in file.missing(case)],
        )


def test_a_returning_applicant_goes_on_where_they_left(stranger):
    case = stranger.begin()
    stranger.fill(case)
    later = Visitor(stranger.mobile)
    assert later.follow(case.reference).url == f"/my/{case.reference}/"
    section = file.form(case).sections[0].code
    assert later.get(f"/my/{case.reference}/fill/{section}/").status_code == 200
    assert Case.objects.count() == 1
    assert Person.objects.count() == 1


def test_a_section_kept_half_filled_is_there_next_time(stranger):
    case = stranger.begin()
    section = file.form(case).sections[0].code
    path = f"/my/{case.reference}/fill/{section}/"
    assert stranger.post(path, city="النقرة", autosave="1").status_code == 204
    assert "النقرة" in stranger.get(path).content.decode()


def test_the_sign_page_lists_what_is_missing_and_offers_no_signature(stranger):
    case = stranger.begin()
    page = stranger.get(f"/my/{case.reference}/sign/")
    assert page.context["wanted"]
    assert 'name="agree"' not in page.content.decode()


def test_a_double_click_on_send_submits_once(stranger):
    case = stranger.begin()
    stranger.fill(case)
    stranger.hand_in_all(case)
    stranger.post(f"/my/{case.reference}/send-code/")
    code = stranger.code("code_sign")
    first = stranger.post(f"/my/{case.reference}/sign/", agree="on", code=code)
    second = stranger.post(f"/my/{case.reference}/sign/", agree="on", code=code)
    assert first.url == f"/my/{case.reference}/"
    assert second.status_code == 302, "a second press lands on the request, not on an error"
    case.refresh_from_db()
    assert case.submissions == 1


def test_a_wrong_code_signs_nothing_and_says_so(stranger):
    case = stranger.begin()
    stranger.fill(case)
    stranger.hand_in_all(case)
    stranger.post(f"/my/{case.reference}/send-code/")
    wrong = f"{(int(stranger.code('code_sign')) + 1) % 1_000_000:06d}"
    answer = stranger.post(f"/my/{case.reference}/sign/", agree="on", code=wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]
    case.refresh_from_db()
    assert case.status == Status.DRAFT


def test_the_code_may_be_typed_in_the_digits_of_the_land(stranger):
    case = stranger.begin()
    stranger.fill(case)
    stranger.hand_in_all(case)
    stranger.post(f"/my/{case.reference}/send-code/")
    code = stranger.code("code_sign").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    stranger.post(f"/my/{case.reference}/sign/", agree="on", code=f" {code} ")
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED


@pytest.mark.parametrize(
    "number",
    [
        "3123456789",
        a_national_id(543_210)[:-1] + "0",
        "10000000٣",
        "7001234567",
        "abc",
        "",
        "1" * 400,
    ],
)
def test_a_wrong_id_number_is_refused_at_its_field(stranger, number):
    answer = stranger.post("/identify/", id_number=number, mobile=stranger.mobile)
    assert answer.status_code == 200
    assert answer.context["form"].errors["id_number"]


def test_a_page_that_calls_itself_pdf_is_refused(stranger, catalogue):
    case = stranger.begin("food-basket")
    stranger.fill(case)
    need = next(
        one
        for one in file.file_of(Case.objects.get(pk=case.pk)).document_requirements
        if one.document_type.store_copy
    )
    bad = SimpleUploadedFile(
        "paper.pdf", b"<html><script>1</script></html>", content_type="application/pdf"
    )
    answer = stranger.hand_in(case, need, **{f"{need.document_type.code}-file": bad})
    assert answer.status_code == 200
    row = next(row for row in answer.context["rows"] if row["need"] == need)
    assert row["form"].errors["file"]
    assert not row["have"]


def test_a_date_that_no_calendar_has_is_refused_at_its_field(stranger):
    stranger.identify()
    answer = stranger.post(
        "/about-you/", full_name="هند بنت سالم القحطاني", gender="female", birth="30/3/1400"
    )
    assert answer.context["form"].errors["birth"]


def test_bidi_marks_are_stripped_from_a_name(stranger):
    stranger.identify()
    stranger.about("هند\u202e بنت سالم\u200f القحطاني")
    assert Person.objects.get().full_name == "هند بنت سالم القحطاني"


def test_a_visit_that_ran_out_comes_back_to_the_page_it_was_on(stranger):
    case = stranger.begin()
    path = f"/my/{case.reference}/fill/{file.form(case).sections[0].code}/"
    stranger.client.cookies.clear()
    answer = stranger.post(path, city="النقرة")
    assert answer.url.startswith("/identify/?next=")
    assert path.replace("/", "%2F") in answer.url or path in answer.url


def test_a_stale_page_after_the_request_was_sent_changes_nothing(stranger):
    case = stranger.begin()
    section = file.form(case).sections[0].code
    stranger.fill(case)
    stranger.hand_in_all(case)
    stranger.sign(case)
    before = Case.objects.get(pk=case.pk)
    answer = stranger.post(f"/my/{case.reference}/fill/{section}/", city="بلدة أخرى")
    assert answer.status_code == 302
    assert answer.url == f"/my/{case.reference}/"
    after = Case.objects.get(pk=case.pk)
    assert after.version == before.version
