"""The desk's pages as people use them: saved on every step, resumable, nothing lost (PRO-2,
PRO-3).
"""

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_document, answers_for, fill_case, staff
from wasl.audit.models import Event
from wasl.cases.actions import intake
from wasl.cases.models.case import Case
from wasl.cases.queries import file
from wasl.cases.states import Status

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-3")]


@pytest.fixture
def desk(client):
    client.force_login(staff("noura"))
    return client


def kept(case):
    return {one.key: one.value for one in case.declared.all()}


def post(client, name, case, *arguments, **data):
    return client.post(reverse(f"cases:{name}", args=[case.pk, *arguments]), data)


def test_a_section_is_kept_and_leads_to_the_next(desk):
    case = a_case()
    answer = post(
        desk,
        "fill",
        case,
        "household",
        household_size="٤",
        monthly_income="1,200",
        housing="owned",
        version=1,
    )
    assert answer.url == reverse("cases:fill", args=[case.pk, "need"]) + "#id_baskets"
    assert kept(case)["household_size"] == "4"


def test_next_leads_to_the_first_thing_that_is_wanted(desk):
    case = a_case()
    answer = desk.get(reverse("cases:fill", args=[case.pk, "next"]))
    assert answer.url == f"/cases/{case.pk}/fill/about_you/#id_city"


def test_every_change_is_kept_in_between(desk):
    case = a_case()
    answer = post(desk, "fill", case, "household", household_size="4", autosave="1", version=1)
    assert answer.status_code == 204
    case.refresh_from_db()
    assert answer.headers["X-Version"] == str(case.version) == "2"
    assert kept(case)["household_size"] == "4"


def test_what_is_wrong_is_said_and_the_rest_is_kept(desk):
    case = a_case()
    answer = post(desk, "fill", case, "household", household_size="كثير", monthly_income="900")
    assert answer.status_code == 200
    assert 'href="#id_household_size"' in answer.content.decode()
    assert "كثير" in answer.content.decode()
    assert kept(case)["monthly_income"] == "900.00"


def test_a_stale_tab_is_told_and_loses_nothing(desk):
    case = a_case()
    intake.declare(case=case, values={"household_size": "4"}, by=staff("bader"), at=NOW)
    answer = post(desk, "fill", case, "household", household_size="7", version=1)
    assert answer.status_code == 200
    assert 'value="7"' in answer.content.decode()
    assert kept(case)["household_size"] == "4"


def test_a_section_that_is_none_is_not_found(desk):
    assert desk.get(reverse("cases:fill", args=[a_case().pk, "shoes"])).status_code == 404


@pytest.mark.clause("PRE-6")
def test_every_opened_file_is_a_recorded_read_once_an_hour(desk):
    case = a_case()
    for _time in range(3):
        desk.get(reverse("cases:detail", args=[case.pk]))
    assert (
        Event.objects.filter(
            verb="cases.view", subject_id=str(case.pk), actor=staff("noura")
        ).count()
        == 1
    )


def test_a_stranger_opens_nothing(client, saud):
    case = a_case()
    client.force_login(saud)
    for name in ("detail", "documents", "sign", "match", "study", "timeline", "print_filled"):
        assert client.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 403


def test_noura_opens_a_request_from_the_page(desk, maryam, basket):
    data = {
        "service": basket.code,
        "channel": "telephone",
        "once": "0192d1f0-0000-7000-8000-000000000001",
    }
    page = reverse("cases:start", args=[maryam.pk])
    assert "أرز" in desk.get(page).content.decode()
    answer = desk.post(page, data)
    again = desk.post(page, data)
    case = Case.objects.get()
    assert answer.url == again.url == reverse("cases:fill", args=[case.pk, "next"])
    assert case.channel == "telephone"


def test_the_whole_way_to_the_committee_through_the_pages(desk, client):
    case = a_case()
    answers = answers_for(case)
    for part in file.form(case).sections:
        keys = {one.key: answers[one.key] for one in part.fields}
        assert post(desk, "fill", case, part.code, **keys).status_code == 302
    case.refresh_from_db()
    file.forget(case)
    for requirement in file.file_of(case).document_requirements:
        code = requirement.document_type.code
        data = {
            "type": code,
            f"{code}-number": "٤٤",
            f"{code}-expires": "1/1/1450",
            f"{code}-issued": "5/6/1448",
        }
        assert post(desk, "documents", case, **data, **{f"{code}-seen": "on"}).status_code == 302, (
            code
        )
    drawing = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    signed = post(desk, "sign", case, method="drawn", signer_name="مريم", signature=drawing)
    assert signed.status_code == 302
    assert post(desk, "submit", case).status_code == 302
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED
    told = {f"{one.key}-verdict": "same" for one in file.to_match(case)}
    assert post(desk, "match", case, **told).status_code == 302
    post(desk, "verify", case)
    client.force_login(staff("salem"))
    post(client, "start_study", case)
    found = {
        "findings": "أسرة",
        "recommendation": "accept",
        "recommended_quantity": "2",
        "reason": "حاجة",
    }
    assert post(client, "study_part", case, "visit", visit_date="9/6/1448").status_code == 302
    assert post(client, "study_part", case, "opinion", **found).status_code == 302
    post(client, "refer_to_committee", case)
    case.refresh_from_db()
    assert case.status == Status.IN_COMMITTEE


def test_a_difference_found_on_the_page_is_kept_with_its_note(desk):
    case = a_case(Status.SUBMITTED)
    data = {
        "household_size-verdict": "different",
        "household_size-found": "3",
        "household_size-note": "بلغ أحدهم",
    }
    assert post(desk, "match", case, **data).status_code == 302
    assert case.matchings.get().verdict == "different"
    assert post(desk, "match", case, **data, **{"household_size-accept": "on"}).status_code == 302
    assert case.matchings.get().verdict == "accepted"


def test_a_refused_document_says_why_beside_its_form(desk):
    case = a_case()
    answer = post(
        desk, "documents", case, **{"type": "national-id", "national-id-expires": "30/2/1450"}
    )
    assert answer.status_code == 200
    assert not case.case_documents.exists()
    answer = post(desk, "documents", case, **{"type": "national-id", "national-id-number": "1"})
    assert answer.status_code == 200


def test_a_known_document_is_used_again(desk):
    case = a_case()
    document = a_document(case.person, "national-id")
    assert post(desk, "documents", case, type="national-id", known=document.pk).status_code == 302
    assert case.case_documents.get().document == document


def test_the_form_is_printed_blank_and_filled(desk):
    case = fill_case(a_case())
    blank = desk.get(reverse("cases:print_blank", args=["food-basket"]))
    filled = desk.get(reverse("cases:print_filled", args=[case.pk]))
    for answer in (blank, filled):
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_refusals_come_back_as_messages(desk):
    case = a_case()
    answer = desk.post(reverse("cases:submit", args=[case.pk]), follow=True)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["withdraw", "lapse", "mark_urgent", "return_for_completion", "register", "close"]
)
def test_verbs_want_a_post(desk, name):
    assert desk.get(reverse(f"cases:{name}", args=[1])).status_code == 405


def test_the_other_steps_are_done_from_their_forms(desk, client):
    case = a_case()
    client.force_login(staff("maha"))
    post(client, "mark_urgent", case, reason="طفل مريض")
    post(client, "hand_over", case, to=staff("bader").pk, reason="إجازة")
    post(client, "withdraw", case, reason="لم تعد بحاجة")
    case.refresh_from_db()
    assert (case.is_urgent, case.owner, case.status) == (True, staff("bader"), Status.WITHDRAWN)
    for page in ("detail", "documents", "sign"):
        assert client.get(reverse(f"cases:{page}", args=[case.pk])).status_code == 200


def test_maha_chooses_the_researcher(client):
    case = a_case(Status.VERIFIED)
    staff("amal")
    client.force_login(staff("maha"))
    assert "أمل" in client.get(reverse("cases:start_study", args=[case.pk])).content.decode()
    post(client, "start_study", case, researcher=staff("amal").pk)
    case.refresh_from_db()
    assert case.owner == staff("amal")
