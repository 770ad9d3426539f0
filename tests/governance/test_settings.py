"""The procedure's settings live on the policy version: with their clause, the board's reading, and
the cases they govern.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_document, a_person, a_policy, a_service, staff, written
from wasl.cases.models.case import Validity
from wasl.cases.queries import rules
from wasl.cases.validity import judge
from wasl.common import clock
from wasl.governance import queries
from wasl.governance.actions import drafting
from wasl.governance.models.documents import PolicyVersion

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-8"), pytest.mark.clause("PRO-7")]
TODAY = clock.day_of(NOW)


@pytest.fixture
def policy(association):
    return a_policy()


def as_(client, username):
    client.force_login(staff(username))
    client.cookies["django_language"] = "en"
    return client


def test_the_page_names_each_setting_its_clause_and_the_boards_reading(
    client, policy, django_assert_max_num_queries
):
    as_(client, "noura").get(reverse("governance:settings"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("governance:settings")).content.decode()
    assert "The answer comes no later than" in page
    assert "مدة لا تقل عن أسبوعين" in page
    assert "#PRO-7" in page
    assert "The text is reviewed every" in page
    assert "Not set by the policy" in page
    assert "Begin a new version" not in page
    assert (
        "Begin a new version"
        in as_(client, "khalid").get(reverse("governance:settings")).content.decode()
    )


def test_khalid_sets_the_review_period_and_the_age_of_papers_with_the_boards_reading(
    client, policy, khalid
):
    draft = drafting.revise(document=policy.document, by=khalid, at=NOW)
    assert draft.readings_of_terms == policy.readings_of_terms != {}
    clause = draft.clauses.get(code="PRO-4")
    typed = {name: value for name, value, _code in queries.settings_of(draft)} | {
        "review_months": 6, "document_age_days": 90, "document_clause": clause.code,
        "revision": draft.revision, "document_reading": "تُحسب من تاريخ الإصدار.",
    }  # fmt: skip
    as_(client, "khalid").post(reverse("governance:set_terms", args=[draft.pk]), typed)
    draft = PolicyVersion.objects.get(pk=draft.pk)
    assert (draft.review_months, draft.document_age_days, draft.document_clause) == (6, 90, clause)
    assert draft.readings_of_terms == {"document": "تُحسب من تاريخ الإصدار."}
    page = client.post(
        reverse("governance:set_terms", args=[draft.pk]), typed | {"review_months": 8}
    ).content.decode()
    assert "Somebody else changed this draft meanwhile" in page
    assert 'value="8"' in page
    page = client.post(
        reverse("governance:set_terms", args=[draft.pk]), typed | {"review_months": 0}
    ).content.decode()
    assert PolicyVersion.objects.get(pk=draft.pk).review_months == 6


@pytest.mark.clause("PRO-4")
def test_a_paper_that_never_ends_is_as_old_as_the_policy_allows_unless_the_service_says_otherwise(
    policy,
):
    form = a_service("food-basket")
    person = a_person()
    family = form.documents.get(document_type__code="family-register")
    old = a_document(person, "family-register", issued=written(TODAY - timedelta(days=200)))
    assert judge(family, old, TODAY, policy) is Validity.VALID
    policy.document_age_days = 180
    assert judge(family, old, TODAY, policy) is Validity.TOO_OLD
    family.max_age_days = 365
    assert judge(family, old, TODAY, policy) is Validity.VALID
    identity = form.documents.get(document_type__code="national-id")
    card = a_document(person, "national-id", issued=written(TODAY - timedelta(days=900)))
    assert judge(identity, card, TODAY, policy) is Validity.VALID


def test_the_case_page_says_which_versions_it_goes_by_and_that_newer_ones_do_not_reach_it(
    client, policy, khalid, rashed
):
    case = a_case("submitted")
    there = reverse("cases:rules", args=[case.pk])
    page = as_(client, "noura").get(there).content.decode()
    assert "They were in force when the request was opened" in page
    assert "does not reach this request" not in page
    PolicyVersion.objects.filter(pk=policy.pk).update(state="superseded")
    newer = drafting.revise(document=policy.document, by=khalid, at=NOW)
    PolicyVersion.objects.filter(pk=newer.pk).update(
        state="in_force",
        in_force_from=TODAY,
        approved_meeting=policy.approved_meeting,
        approved_sha256="0" * 64,
    )
    page = client.get(there, headers={"HX-Request": "true"}).content.decode()
    assert "does not reach this request" in page
    assert "What the newer policy changes" in page
    assert rules.rules_of(case, TODAY).policy == policy
