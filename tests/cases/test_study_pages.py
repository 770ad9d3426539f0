"""The study on screen: a part on a page, kept at every change, worth shown while one types; who may
see and do what.
"""

import uuid

import pytest
from django.urls import reverse

from tests.cases.test_assess import studied
from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import study as study_actions
from wasl.cases.models.assessment import NeedOverride
from wasl.cases.models.case import Case
from wasl.cases.models.study import Study, StudyMember
from wasl.cases.queries import need as need_queries
from wasl.cases.queries import study as study_queries
from wasl.cases.states import Status
from wasl.cases.study_form import PARTS
from wasl.common import clock
from wasl.program import reference

pytestmark = [pytest.mark.django_db, pytest.mark.clause("OBJ-1")]
MOST = 12
DRAWING = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture
def case(association):
    """Maryam's request with Salem, in study, a scoring guide in force."""
    reference.load_scoring_guide(NOW)
    return a_case(Status.IN_STUDY)


@pytest.fixture
def home(client, case):
    """Salem's phone in the home, in English."""
    return as_(client, "salem")


def as_(client, username):
    client.force_login(staff(username))
    client.cookies["django_language"] = "en"
    return client


def at(name, case, *more):
    return reverse(f"cases:{name}", args=[case.pk, *more])


def version(case):
    return Case.objects.get(pk=case.pk).version


def post(client, case, part, name="study_part", **data):
    return client.post(at(name, case, part), {"version": version(case), **data})


def file_of(case):
    return study_queries.study_file(Study.objects.get(case=case))


def test_salem_fills_every_part_and_is_led_from_one_to_the_next(home, case):
    child = str(uuid.uuid4())
    typed = {
        "visit": {"visit_date": "9/6/1448", "visit_place": "بيت الأسرة"},
        "person": {"marital": "widowed", "earner": "no"},
        "family": {"row": child, f"{child}-full_name": "خالد", f"{child}-relation": "son", f"{child}-age": "١٥",
                   f"{child}-health": "well", f"{child}-stage": "secondary", f"{child}-orphan": "on", "whole": "on"},
        "income": {"income-security": "٢٬٤٠٠", "income-security-period": "month", "income-asked": "on"},
        "obligations": {"obligation-rent": "10,800", "obligation-rent-period": "year", "obligation-asked": "on", "debts": "0"},
        "home": {"tenure": "rented", "rooms": "3", "condition": "fair", "appliances": ["fridge", "beds"], "land": "no"},
        "health": {"health": "well"},
        "aid": {"aided": "no", "reference": "no"},
        "opinion": {"findings": "أسرة", "recommendation": "accept", "recommended_quantity": "2", "reason": "حاجة", "urgency": "soon"},
    }  # fmt: skip
    for place, part in enumerate(PARTS):
        answer = post(home, case, part.code, **typed[part.code])
        after = PARTS[place + 1].code if place + 1 < len(PARTS) else None
        assert answer.status_code == 302, part.code
        assert answer.url == (at("study_part", case, after) if after else at("study", case))
    need = need_queries.need_of_case(case)
    told = {one.label: one.value for one in need.shown.lines}
    assert told["Income of each person after rent"] == "750 riyals"
    assert told["Orphans"] == "1"
    page = home.get(at("study", case)).content.decode()
    assert "Refrigerator, A bed for everybody" in page and "10,800" in page and "خالد" in page


def test_every_change_is_kept_at_once_and_a_stale_page_is_refused(home, case):
    before = version(case)
    answer = post(home, case, "income", autosave="1", **{"income-salary": "3600"})
    assert (answer.status_code, answer.headers["X-Version"]) == (204, str(before + 1))
    stale = home.post(
        at("study_part", case, "income"), {"version": before, "autosave": "1", "income-salary": "1"}
    )
    assert stale.status_code == 409
    assert file_of(case).answers["income-salary"] == "3600.00"


def test_while_it_is_written_a_recommendation_waits_for_its_words(home, case):
    post(home, case, "opinion", autosave="1", recommendation="accept", findings="أسرة من")
    study = Study.objects.get(case=case)
    assert (study.findings, study.recommendation, study.completed_at) == ("أسرة من", "", None)


def test_what_is_typed_wrong_is_said_beside_it_and_the_rest_is_kept(home, case):
    answer = post(home, case, "home", rooms="0", vehicles="2", tenure="rented")
    page = answer.content.decode()
    assert answer.status_code == 200 and "Write 1 at least" in page
    assert file_of(case).answers["vehicles"] == "2"
    assert "rooms" not in file_of(case).answers


def test_rows_are_added_taken_out_and_never_doubled(home, case):
    key = str(uuid.uuid4())
    row = {"row": key, f"{key}-full_name": "سارة", f"{key}-relation": "daughter"}
    post(home, case, "family", autosave="1", **row)
    answer = post(home, case, "family", add="1", **row)
    assert answer.url.endswith("?add=1#new")
    assert StudyMember.objects.count() == 1
    assert home.get(answer.url.partition("#")[0]).content.decode().count('class="person-row"') == 2
    twin = str(uuid.uuid4())
    both = {**row, "row": [key, twin], f"{twin}-full_name": "سارة", f"{twin}-relation": "daughter"}
    assert "stands twice" in post(home, case, "family", **both).content.decode()
    post(home, case, "family", remove=key, **row)
    assert not StudyMember.objects.exists()


def test_a_row_without_a_name_or_with_a_made_up_key_breaks_nothing(home, case):
    key = str(uuid.uuid4())
    page = post(home, case, "family", **{"row": [key, "x", ""], f"{key}-age": "7"}).content.decode()
    assert "Write the name." in page
    assert not StudyMember.objects.exists()


def test_totals_and_the_score_follow_what_is_typed_and_keep_nothing(home, case):
    said = post(
        home, case, "income", "study_worth", **{"income-salary": "1,200", "income-asked": "on"}
    )
    page = said.content.decode()
    assert "1,200</bdi> riyals" in page and 'hx-swap-oob="true"' in page and "<html" not in page
    assert "Not known yet:" in page
    yearly = {"obligation-rent": "12000", "obligation-rent-period": "year"}
    assert (
        "1,000</bdi> riyals"
        in post(home, case, "obligations", "study_worth", **yearly).content.decode()
    )
    key = str(uuid.uuid4())
    typed = {
        "row": key,
        f"{key}-full_name": "خالد",
        f"{key}-relation": "son",
        f"{key}-orphan": "on",
        "whole": "on",
    }
    assert "Orphans" not in post(home, case, "family", "study_worth", **typed).content.decode()
    assert not file_of(case).members and "income-salary" not in file_of(case).answers


def test_the_pages_take_few_queries(home, case, django_assert_max_num_queries):
    studied(case)
    pages = [
        at("study", case),
        at("assessment", case),
        *(at("study_part", case, part.code) for part in PARTS),
    ]
    for address in pages:
        home.get(address)
        with django_assert_max_num_queries(MOST):
            assert home.get(address).status_code == 200
    with django_assert_max_num_queries(MOST):
        post(home, case, "family", "study_worth")
    with django_assert_max_num_queries(MOST):
        assert home.get(reverse("cases:renewals")).status_code == 200
    assert home.get(at("study_part", case, "palace")).status_code == 404


def test_who_does_not_study_reads_and_who_has_no_need_to_sees_the_class_alone(client, case):
    studied(case)
    for username in ("amal", "noura", "huda"):
        them = as_(client, username)
        assert them.get(at("study_part", case, "income")).url == at("study", case)
        assert "2,400</bdi> riyals" in them.get(at("study", case)).content.decode()
        assert them.post(at("study_worth", case, "income")).status_code == 403
    page = as_(client, "reem").get(at("study", case)).content.decode()
    assert "2,400" not in page and "circumstances of the family" in page
    panel = client.get(at("assessment", case), headers={"HX-Request": "true"}).content.decode()
    assert "class-mark" in panel and "375" not in panel
    assert client.get(at("print_study", case)).status_code == 403


def test_the_study_is_printed_blank_and_filled(home, case):
    for address in (reverse("cases:print_blank_study"), at("print_study", case)):
        assert home.get(address).content.startswith(b"%PDF")
    studied(case)
    case.study.refresh_from_db()
    home.post(
        at("sign_study", case),
        {"party": "family", "name": "مريم", "signature": DRAWING, "version": version(case)},
    )
    assert home.get(at("print_study", case)).content.startswith(b"%PDF")


def test_the_family_signs_on_the_phone(home, case):
    given = {"party": "family", "name": "مريم", "signature": DRAWING}
    early = home.post(at("sign_study", case), {**given, "version": version(case)})
    assert "day of the visit" in early.content.decode()
    post(home, case, "visit", visit_date="9/6/1448")
    assert home.post(at("sign_study", case), {**given, "version": version(case)}).url == at(
        "study", case
    )
    post(home, case, "home", rooms="2")
    assert "changed after this signature" in home.get(at("study", case)).content.decode()


def test_an_officer_takes_over_whom_the_study_found(client, case):
    row = {
        "key": uuid.uuid4(),
        "full_name": "نوف",
        "relation": "daughter",
        "age": 7,
        "offered": True,
    }
    study_actions.record_family(case=case, members=[row], by=staff("salem"), at=NOW)
    member = StudyMember.objects.get()
    noura = as_(client, "noura")
    link = at("take_over_member", case, member.pk)
    assert link in noura.get(at("study", case)).content.decode()
    assert "نوف" in noura.get(link).content.decode()
    noura.post(link, {"gender": "female", "version": version(case)})
    member.refresh_from_db()
    assert member.person.full_name == "نوف"


def test_another_class_is_asked_for_and_settled_on_the_pages(client, case):
    need = studied(case)
    salem = as_(client, "salem")
    assert "Ask for another class" in salem.get(at("assessment", case)).content.decode()
    ask = reverse("cases:ask_override", args=[need.assessment.pk])
    assert salem.get(ask).status_code == 200
    assert "required" in salem.post(ask, {"need_class": "B"}).content.decode()
    salem.post(ask, {"need_class": "B", "reason": "البيت بعيد."})
    override = NeedOverride.objects.get()
    assert "Agree" not in salem.get(at("assessment", case)).content.decode()
    refuse, approve = (
        reverse(f"cases:{name}", args=[override.pk])
        for name in ("refuse_override", "approve_override")
    )
    assert salem.post(approve).status_code == 403
    khalid = as_(client, "khalid")
    assert approve in khalid.get(at("assessment", case)).content.decode()
    khalid.post(refuse, {"answer": ""})
    assert NeedOverride.objects.get().approved is None
    khalid.post(approve, {"answer": "نعم"})
    assert "set by people" in khalid.get(at("assessment", case)).content.decode()


def test_the_committee_sees_the_assessment_line_by_line(client, case):
    studied(case)
    study_actions.refer_to_committee(case=case, by=staff("salem"), at=NOW)
    panel = (
        as_(client, "huda")
        .get(at("assessment", case), headers={"HX-Request": "true"})
        .content.decode()
    )
    assert "from 250 riyals to less than 500 riyals" in panel and "<html" not in panel
    assert at("assessment", case) in client.get(at("detail", case)).content.decode()


def test_a_draft_of_the_guide_is_tried_on_real_studies_from_its_own_page(client, case):
    from wasl.catalogue.actions import guide

    studied(case)
    draft = guide.draft_guide(by=staff("khalid"), at=NOW)
    khalid = as_(client, "khalid")
    preview = reverse("cases:preview_guide", args=[draft.pk])
    assert preview in khalid.get(reverse("catalogue:guide", args=[draft.pk])).content.decode()
    assert "0 would change class" in khalid.get(preview).content.decode()
    assert as_(client, "lama").get(preview).status_code == 403


def test_renewals_are_listed_on_their_page(client, case, monkeypatch):
    until = studied(case).assessment.valid_until
    monkeypatch.setattr(clock, "today", lambda: until)
    assert (
        case.person.full_name
        in as_(client, "noura").get(reverse("cases:renewals")).content.decode()
    )
