"""Criteria explain themselves and advise; only what the service says stops a request; a draft is
tried on last year's.
"""

import pytest
from django.urls import reverse

from tests.cases.test_assess import studied
from tests.cast import NOW
from tests.factories import A_PICTURE, a_case, a_day, a_person, a_service, fill_case, staff
from wasl.cases import policies
from wasl.cases.actions import offering, submission
from wasl.cases.models.case import Case
from wasl.cases.queries import criteria, known, trying
from wasl.cases.states import Status
from wasl.catalogue.actions import drafting
from wasl.catalogue.actions import offering as offering_actions
from wasl.catalogue.conditions import Met
from wasl.catalogue.models.offered import ServiceVersion
from wasl.catalogue.subjects import PREFILLS
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.program import reference

pytestmark = [pytest.mark.django_db, pytest.mark.clause("TOO-2"), pytest.mark.clause("OBJ-1")]
TODAY = clock.day_of(NOW)
ADULT = {"field": "person.age", "op": "ge", "value": "18"}
LITTLE = {"field": "study.income_per_person", "op": "lt", "value": "100"}
NEEDY = {"field": "need.class", "op": "in", "value": ["A", "B", "C"]}
TENANT = {
    "all": [
        {"field": "housing", "op": "in", "value": ["rented"]},
        {"field": "monthly_income", "op": "lt", "value": "9000"},
    ]
}


def a_draft(*conditions, code="food-basket", **more) -> ServiceVersion:
    """A draft of a service by Maha, with these criteria."""
    draft = drafting.draft_service(service=a_service(code).service, by=staff("maha"), at=NOW)
    for place, condition in enumerate(conditions):
        words = {
            "label_ar": f"معيار {place}",
            "label_en": f"Criterion {place}",
            "condition": condition,
        }
        draft = drafting.keep_criterion(
            version=draft, values=words | more, by=staff("maha"), at=NOW
        )
    return draft


def in_force(*conditions, **more) -> ServiceVersion:
    draft = a_draft(*conditions, **more)
    return drafting.approve_service(version=draft, from_date=TODAY, by=staff("khalid"), at=NOW)


def as_(client, username):
    client.force_login(staff(username))
    client.cookies["django_language"] = "en"
    return client


def met(case):
    return [one.met for one in criteria.criteria_of(case, TODAY)]


def test_each_criterion_says_met_not_met_or_unknown_and_why(client, django_assert_max_num_queries):
    reference.load_scoring_guide(NOW)
    in_force(LITTLE, NEEDY, TENANT, ADULT)
    case = a_case(Status.IN_STUDY, person=a_person(birth=a_day("1/7/1400")))
    before = met(case)
    assert before[:2] == [Met.UNKNOWN, Met.UNKNOWN]
    assert before[3] is Met.MET
    studied(case)
    page = as_(client, "salem").get(reverse("cases:criteria", args=[case.pk])).content.decode()
    assert "“Income of each person after rent” is less than 100" in page
    assert "found:" in page
    assert "“Housing” is: Rented" in page
    for name in ("cases:criteria", "cases:study", "cases:detail"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name, args=[case.pk])).status_code == 200
    page = as_(client, "turki").get(reverse("cases:criteria", args=[case.pk])).content.decode()
    assert "found: Owned" in page
    assert "riyals — found, and shown to those whose work needs it" in " ".join(page.split())


def test_advice_stops_nobody_and_what_the_service_says_stops_only_what_is_certain(client):
    reason = {"effect": "stops", "reason_ar": "للبالغين فقط.", "reason_en": "For adults only."}
    in_force(ADULT, **reason)
    unknown = a_case(Status.SUBMITTED, person=a_person(place=700001))
    assert met(unknown) == [Met.UNKNOWN]
    child = a_person("ريم بنت سعد الحربي", place=700002, birth=a_day("1/1/1440"))
    case = fill_case(a_case(person=child), NOW)
    drawn = {"method": "drawn", "signer_name": child.full_name, "image": A_PICTURE}
    with pytest.raises(Refused, match="For adults only") as refused:
        submission.sign(case=case, **drawn, by=staff("noura"), at=NOW)
    assert refused.value.link == reverse("cases:criteria", args=[case.pk])
    page = as_(client, "noura").get(reverse("cases:criteria", args=[case.pk])).content.decode()
    assert "For adults only." in page
    assert "The request cannot be submitted" in page
    assert policies.can(staff("noura"), "withdraw", case, TODAY)


def test_old_requests_keep_their_version_and_its_criteria(client):
    case = a_case(Status.SUBMITTED)
    in_force(ADULT)
    assert met(case) == []
    page = as_(client, "noura").get(reverse("cases:criteria", args=[case.pk])).content.decode()
    assert "no criteria" in page


def test_a_draft_is_tried_on_last_years_requests_piece_by_piece(client, monkeypatch):
    first = a_case(Status.SUBMITTED, person=a_person(place=700011))
    a_case(Status.SUBMITTED, person=a_person("سعاد بنت علي", place=700012, birth=a_day("1/1/1400")))
    a_case(person=a_person("هند بنت فهد", place=700013))
    old = a_case(Status.SUBMITTED, person=a_person("نوال بنت سعيد", place=700014))
    Case.objects.filter(pk=old.pk).update(
        clock_date="2024-01-01", answer_from_date="2024-01-15", answer_due_date="2024-02-01"
    )
    draft = a_draft({"field": "person.age", "op": "ge", "value": "60"})
    kind = offering_actions.add_document_type(
        code="letter", values={"name_ar": "خطاب", "name_en": "A letter"}, by=staff("maha"), at=NOW
    )
    there = reverse("cases:preview_service", args=[draft.pk])
    page = as_(client, "maha").get(there).content.decode()
    assert "Of 2 requests of last year, 2 would change" in page
    assert first.reference in page
    assert old.reference not in page
    drafting.keep_document(
        version=draft, document_type=kind, values={"required": True}, by=staff("maha"), at=NOW
    )
    monkeypatch.setattr(trying, "PIECE", 1)
    page = client.get(there, headers={"HX-Request": "true"}).content.decode()
    assert "Of 1 request of last year, 1 would change" in page
    assert "A letter" in page
    assert "<progress" in page
    start = page.index("?looked=1")
    more = page[start : page.index('"', start)].replace("&amp;", "&")
    page = client.get(f"{there}{more}", headers={"HX-Request": "true"}).content.decode()
    assert "Of 2 requests of last year, 2 would change" in page
    assert "hx-swap-oob" in page
    assert "Look at more" not in page
    assert client.get(f"{there}?after=x&looked=٩٩٩&moved=-1").status_code == 200
    assert as_(client, "rashed").get(there).status_code in (403, 404)


def test_what_a_question_is_filled_from_is_what_cases_can_read():
    assert set(PREFILLS) == set(known.SOURCES)


def test_actions_are_refused_to_those_without_the_role():
    service = a_service("food-basket").service
    with pytest.raises(Refused, match="role"):
        offering.close_service(service=service, by=staff("maha"), at=NOW)
