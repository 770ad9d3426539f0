"""A service is changed on screens: drafted by one, approved by another, in force from its day;
nothing is lost on the way.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_service
from wasl.catalogue.actions import drafting
from wasl.catalogue.models.offered import Service, ServiceVersion
from wasl.catalogue.queries import offered, versions
from wasl.common import clock
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("TOO-2")]
MOST = 12


@pytest.fixture
def service(association):
    return a_service("food-basket").service


@pytest.fixture
def draft(service, maha):
    return drafting.draft_service(service=service, by=maha, at=NOW)


@pytest.fixture
def desk(client, maha):
    """Maha's browser, in English."""
    client.force_login(maha)
    client.cookies["django_language"] = "en"
    return client


def at(name, draft, *more):
    return reverse(f"catalogue:{name}", args=[draft.pk, *more])


def terms(draft, **changed):
    """The form of the terms as the page of a draft draws it, with something changed."""
    kept = (
        "name_ar",
        "name_en",
        "purpose_ar",
        "purpose_en",
        "who_ar",
        "who_en",
        "delivery_kind",
        "unit_ar",
        "unit_en",
    )
    numbers = {
        "most_quantity": "1",
        "visits_needed": "0",
        "period_months": "٣",
        "edition": draft.edition,
    }
    numbers["guide_clause"] = draft.guide_clause_id or ""
    return {name: getattr(draft, name) for name in kept} | numbers | changed


def test_maha_writes_a_version_and_khalid_brings_it_into_force(desk, client, service, khalid):
    page = desk.post(reverse("catalogue:draft_service", args=["food-basket"]), follow=True)
    draft = ServiceVersion.objects.get(service=service, number=2)
    assert "Nothing is wrong in this draft" in page.content.decode()
    groups = {
        "target_groups": ["low_income", "widows"],
        "steps_ar": "زيارة\nسؤال الجيران",
        "steps_en": "Visit\nAsk",
    }
    desk.post(
        at("edit_service_terms", draft), terms(draft, purpose_en="Food for a month", **groups)
    )
    poor = {
        "label_ar": "دخل الأسرة قليل", "label_en": "Low income", "effect": "advice",
        "joined": "all", "part0_subject": "monthly_income", "part0_op": "lt",
        "part0_value": "٤٬٠٠٠", "part1_subject": "housing", "part1_op": "in",
        "part1_value": ["rented", "granted"],
    }  # fmt: skip
    page = desk.post(at("add_criterion", draft), poor, follow=True)
    draft.refresh_from_db()
    assert draft.criteria.get().condition == {
        "all": [
            {"field": "monthly_income", "op": "lt", "value": "4000"},
            {"field": "housing", "op": "in", "value": ["rented", "granted"]},
        ]
    }
    assert "“Monthly household income” is less than 4,000" in page.content.decode()
    assert "Food for a month" in page.content.decode()
    assert draft.groups == ["Families of low income", "Widows and divorced women"]
    assert draft.study_steps[1] == {"ar": "سؤال الجيران", "en": "Ask"}
    client.force_login(khalid)
    given = {"from_date": clock.today().isoformat(), "edition": draft.edition}
    page = client.post(at("approve_service", draft), given, follow=True)
    assert "can no longer change" in page.content.decode()
    assert offered.current("food-basket") == draft
    changed = {
        one.name: (one.before, one.after)
        for one in versions.differences(service.versions.get(number=1), draft)
    }
    assert changed["What it is"][1] == "Food for a month"
    assert changed["Low income"][0] == ""


def test_a_question_is_added_moved_and_matched_and_its_key_stays(desk, draft):
    asked = {
        "label_ar": "هل البيت آمن؟", "label_en": "Is the home safe?", "section": "need",
        "kind": "choice", "required": "on", "answer0_ar": "نعم", "answer0_en": "Yes, it is",
        "answer1_ar": "لا", "answer1_en": "No", "answer2_ar": "", "answer2_en": "",
        "part0_subject": "housing", "part0_op": "not_in", "part0_value": ["owned"],
    }  # fmt: skip
    desk.post(at("add_question", draft), asked)
    made = draft.fields.get(key="is_the_home_safe")
    assert [one["value"] for one in made.choices] == ["yes_it_is", "no"]
    draft.refresh_from_db()
    renamed = {**asked, "label_en": "Safe?", "answer0_en": "Safe", "edition": draft.edition}
    desk.post(at("edit_question", draft, made.key), renamed)
    made.refresh_from_db()
    assert (made.key, made.label_en, made.choices[0]["value"]) == (
        "is_the_home_safe",
        "Safe?",
        "yes_it_is",
    )
    before = made.order
    desk.post(at("move_question", draft, made.key), {"to": "up"})
    made.refresh_from_db()
    assert made.order < before
    page = desk.post(at("add_question", draft), {**asked, "answer1_ar": "", "answer1_en": ""})
    assert "A choice needs two answers at least" in page.content.decode()
    desk.post(
        at("edit_document", draft, "family-register"), {"required": "on", "max_age_days": "٩٠"}
    )
    assert draft.documents.get(document_type__code="family-register").max_age_days == 90
    chosen = {
        "part0_subject": "study.tenure",
        "part0_value": ["rented"],
        "part1_subject": "monthly_income",
    }
    fitting = desk.post(at("try_condition", draft, "criterion", "new"), chosen).content.decode()
    assert "part1_value" in fitting
    assert "Say with what it compares" not in fitting
    assert "“How the home is held” is: Rented" in fitting


def test_what_asks_about_something_that_is_gone_is_named_and_keeps_the_draft_back(
    draft, maha, khalid
):
    values = {
        "label_ar": "إيجار مرتفع", "label_en": "High rent",
        "condition": {"all": [
            {"field": "monthly_rent", "op": "gt", "value": "1000"},
            {"field": "housing", "op": "in", "value": ["palace"]},
        ]},
    }  # fmt: skip
    drafting.keep_criterion(version=draft, values=values, by=maha, at=NOW)
    drafting.remove_question(version=draft, key="monthly_rent", by=maha, at=NOW)
    draft = ServiceVersion.objects.get(pk=draft.pk)
    said = [one.text for one in versions.service_faults(draft)]
    assert any(
        "“High rent” asks about something that is no longer there: monthly_rent" in text
        for text in said
    )
    assert any("the answer “palace”" in text for text in said)
    with pytest.raises(Refused, match="still wrong") as refused:
        drafting.approve_service(version=draft, from_date=NOW.date(), by=khalid, at=NOW)
    assert refused.value.link.endswith("#faults")


def test_two_people_at_one_draft_the_second_is_told_and_loses_nothing(desk, draft, khalid):
    edition = draft.edition
    drafting.keep_service_terms(version=draft, values={"note_en": "Khalid's"}, by=khalid, at=NOW)
    typed = terms(
        draft, edition=edition, purpose_en="What Maha typed", target_groups=["widows", "elderly"]
    )
    page = desk.post(at("edit_service_terms", draft), typed).content.decode()
    assert "changed this draft at" in page
    assert "What Maha typed" in page
    assert page.count("checked") >= 2
    draft.refresh_from_db()
    assert (draft.note_en, draft.purpose_en == "What Maha typed") == ("Khalid's", False)
    desk.post(
        at("edit_service_terms", draft), {**typed, "edition": draft.edition, "note_en": "Khalid's"}
    )
    draft.refresh_from_db()
    assert draft.purpose_en == "What Maha typed"


def test_who_wrote_a_draft_does_not_approve_it_and_who_may_not_is_told(
    draft, maha, khalid, rashed, noura
):
    drafting.keep_service_terms(version=draft, values={"note_en": "x"}, by=khalid, at=NOW)
    for who, why in ((maha, "role"), (noura, "role"), (khalid, "You wrote some of this draft")):
        with pytest.raises(Refused, match=why):
            drafting.approve_service(version=draft, from_date=NOW.date(), by=who, at=NOW)
    with pytest.raises(Refused, match="role"):
        drafting.draft_service(service=draft.service, by=noura, at=NOW)
    drafting.approve_service(version=draft, from_date=NOW.date(), by=rashed, at=NOW)
    with pytest.raises(Refused, match="can no longer change"):
        drafting.keep_service_terms(version=draft, values={}, by=maha, at=NOW)


def test_a_version_is_scheduled_never_for_the_past_and_taken_back_before_its_day(
    draft, maha, khalid
):
    day = NOW.date()
    with pytest.raises(Refused, match="cannot begin in the past"):
        drafting.approve_service(
            version=draft, from_date=day - timedelta(days=1), by=khalid, at=NOW
        )
    later = day + timedelta(days=20)
    drafting.approve_service(version=draft, from_date=later, by=khalid, at=NOW)
    assert [
        one.number
        for one in (offered.current("food-basket", day), offered.current("food-basket", later))
    ] == [
        1,
        2,
    ]
    other = drafting.draft_service(service=draft.service, by=maha, at=NOW)
    with pytest.raises(Refused, match="Take it back first"):
        drafting.approve_service(version=other, from_date=day, by=khalid, at=NOW)
    with pytest.raises(Refused, match="Throw it away first"):
        drafting.withdraw_service(version=draft, by=khalid, at=NOW)
    drafting.drop_service(version=other, by=maha, at=NOW)
    back = drafting.withdraw_service(version=draft, by=khalid, at=NOW)
    assert back.is_draft
    with pytest.raises(Refused, match="works on a draft"):
        drafting.draft_service(service=draft.service, by=maha, at=NOW)
    season = {"offered_until": day}
    drafting.keep_service_terms(version=back, values=season, by=maha, at=NOW)
    drafting.approve_service(version=back, from_date=day, by=khalid, at=NOW)
    assert not offered.offered(day + timedelta(days=1)).filter(service=draft.service).exists()


def test_a_service_with_open_requests_is_not_closed_and_they_keep_their_version(
    client, draft, khalid, maha
):
    case = a_case(service="food-basket")
    drafting.approve_service(version=draft, from_date=NOW.date(), by=khalid, at=NOW)
    assert case.service_version.number == 1
    client.force_login(khalid)
    client.cookies["django_language"] = "en"
    there = reverse("cases:close_service", args=["food-basket"])
    page = client.post(there).content.decode()
    assert "1 request for this service is still open" in page
    assert f"service={case.service_id}" in page
    assert Service.objects.get(pk=case.service_id).active
    empty = a_service("school-kit").service
    client.post(reverse("cases:close_service", args=["school-kit"]))
    assert not offered.offered().filter(service=empty).exists()
    client.post(reverse("catalogue:offer_again", args=["school-kit"]))
    assert offered.offered().filter(service=empty).exists()


def test_a_new_service_begins_as_a_draft_nobody_sees(desk, association):
    a_service("food-basket")
    department = versions.service_rows(clock.today())[0].service.department_id
    named = {"name_ar": "كسوة العيد", "name_en": "Eid clothing", "department": department}
    page = desk.post(reverse("catalogue:begin_service"), named, follow=True)
    assert "The form asks nothing yet" in page.content.decode()
    draft = ServiceVersion.objects.get(service__code="eid-clothing")
    assert not offered.offered().filter(service=draft.service).exists()
    page = desk.post(reverse("catalogue:begin_service"), named)
    assert "is there already" in page.content.decode()
    desk.post(
        at("add_document_type", draft),
        {"name_ar": "شهادة", "name_en": "School paper", "store_copy": "on"},
    )
    assert offered.document_types().filter(code="school-paper", store_copy=True).exists()
    desk.post(at("drop_service", draft), {"edition": draft.edition})
    assert not Service.objects.filter(code="eid-clothing").exists()


@pytest.mark.clause("CHA-7")
def test_the_public_page_is_made_from_the_version(
    client, draft, maha, khalid, django_assert_max_num_queries
):
    few = {"field": "person.age", "op": "ge", "value": "18"}
    words = {"label_ar": "بالغ", "label_en": "An adult", "condition": few, "effect": "stops"}
    drafting.keep_criterion(version=draft, values=words, by=maha, at=NOW)
    drafting.keep_service_terms(
        version=draft, values={"target_groups": ["low_income"]}, by=maha, at=NOW
    )
    drafting.approve_service(version=draft, from_date=NOW.date(), by=khalid, at=NOW)
    client.cookies["django_language"] = "en"
    with django_assert_max_num_queries(MOST):
        page = client.get(reverse("portal:service", args=["food-basket"])).content.decode()
    for said in (
        "Families of low income",
        "“Age of the applicant” is 18 or more",
        "cannot be submitted",
    ):
        assert said in page
    assert "Issued in the last 90 days" in page
    assert "We look at it and keep no copy" in page


def test_pages_open_in_few_queries(desk, draft, django_assert_max_num_queries):
    pages = [
        reverse("catalogue:services"), reverse("catalogue:service", args=["food-basket"]),
        at("service_draft", draft), at("edit_question", draft, "housing"),
        at("add_criterion", draft), at("edit_service_terms", draft),
        reverse("catalogue:compare_versions", args=["food-basket", 1, 2]),
    ]  # fmt: skip
    for page in pages:
        with django_assert_max_num_queries(MOST):
            assert desk.get(page).status_code == 200
