"""The scoring guide on screen: read by all who read the catalogue, edited by who keeps it, tried
before it counts.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import guide_in_force
from wasl.catalogue.actions import guide as guide_actions
from wasl.catalogue.models.guide import ScoringGuide, ScoringLine
from wasl.catalogue.queries import guide as guide_queries
from wasl.common import clock
from wasl.program import reference

pytestmark = [pytest.mark.django_db, pytest.mark.clause("OBJ-1")]
MOST = 12


@pytest.fixture
def guide(khalid):
    return reference.load_scoring_guide(NOW)


@pytest.fixture
def draft(guide, khalid):
    return guide_actions.draft_guide(by=khalid, at=NOW)


@pytest.fixture
def desk(client, khalid):
    """Khalid's browser, in English."""
    client.force_login(khalid)
    client.cookies["django_language"] = "en"
    return client


def at(name, draft, *more):
    return reverse(f"catalogue:{name}", args=[draft.pk, *more])


def test_khalid_makes_a_version_from_beginning_to_its_first_day(desk, guide, khalid, rashed):
    page = desk.post(reverse("catalogue:draft_guide"), follow=True)
    draft = ScoringGuide.objects.get(number=2)
    assert "Nothing is wrong in this draft" in page.content.decode()
    given = {
        "edition": draft.edition, "label_ar": "البيت", "label_en": "Rooms", "operator": "bands",
        "trend": "rising", "limit-0": "٢", "points-0": "١", "limit-1": "٤", "points-1": "3",
        "limit-2": "", "points-2": "", "rest": "٨",
    }  # fmt: skip
    desk.post(at("edit_line", draft, "people_per_room"), given)
    line = ScoringLine.objects.get(guide=draft, source="people_per_room")
    assert line.rule == {"below": [["2", 1], ["4", 3]], "rest": 8}
    edition = ScoringGuide.objects.get(pk=draft.pk).edition
    desk.post(at("remove_line", draft, "debts"), {"edition": edition})
    desk.post(at("move_line", draft, "people_per_room"), {"to": "up"})
    page = desk.post(at("submit_guide", draft), follow=True).content.decode()
    assert (
        "Waits for approval" in page
        and "You wrote some of this draft. Somebody else approves it: " in page
    )
    desk.post(at("bring_into_force", draft), {"from_date": clock.today().isoformat()})
    assert guide_queries.guide_in_force(clock.today()) == guide, "who wrote it approves nothing"
    desk.force_login(rashed)
    assert desk.get(at("return_guide", draft)).status_code == 200
    page = desk.post(
        at("return_guide", draft), {"reason": "الحد الأعلى مرتفع"}, follow=True
    ).content.decode()
    assert "الحد الأعلى مرتفع" in page
    desk.force_login(khalid)
    desk.post(at("submit_guide", draft))
    desk.force_login(rashed)
    page = desk.post(
        at("bring_into_force", draft), {"from_date": clock.today().isoformat()}, follow=True
    )
    assert "can no longer change" in page.content.decode()
    assert guide_queries.guide_in_force(clock.today()) == draft


def test_every_page_opens_in_few_queries(desk, draft, django_assert_max_num_queries):
    pages = [
        reverse("catalogue:guides"), at("guide", draft), at("edit_terms", draft),
        at("add_line", draft), at("edit_line", draft, "income_per_person"),
        at("edit_line", draft, "people_per_room"), at("edit_line", draft, "tenure"),
        at("edit_line", draft, "no_provider"), at("bring_into_force", draft),
    ]  # fmt: skip
    for address in pages:
        with django_assert_max_num_queries(MOST):
            assert desk.get(address).status_code == 200
    assert desk.get(at("edit_line", draft, "camels")).status_code == 404


def test_a_family_is_made_up_and_scored_line_by_line(desk, guide):
    family = {
        "income": "٢٬٤٠٠",
        "rent": "900",
        "people": "4",
        "tenure": "rented",
        "marital": "widowed",
        "orphans": "3",
    }
    page = desk.get(at("guide", guide), family).content.decode()
    assert "375 riyals" in page and "from 250 riyals to less than 500 riyals" in page
    assert "Lacks: State of the home" in page
    assert "it may rise to" in page
    again = desk.get(at("guide", guide), headers={"HX-Request": "true"}).content.decode()
    assert "375 riyals" in again and "<html" not in again


def test_nonsense_of_a_family_counts_for_nothing(desk, guide):
    page = desk.get(at("guide", guide), {"income": "-5", "people": "كثير", "tenure": "camp"})
    assert (
        page.status_code == 200
        and "Lacks: Monthly income of the household" in page.content.decode()
    )


def test_a_line_is_tried_while_it_is_typed_and_nothing_is_kept(desk, draft):
    desk.get(at("guide", draft), {"orphans": "3"})
    before = guide_queries.content(draft)
    given = {
        "label_ar": "الأيتام",
        "label_en": "Orphans",
        "operator": "per_count",
        "each": "7",
        "most": "50",
    }
    said = desk.post(at("try_line", draft, "orphans"), given).content.decode()
    assert "7 points for each, 50 points at most" in said and "21 points in all" in said
    half = desk.post(at("try_line", draft, "orphans"), {**given, "each": ""}).content.decode()
    assert "Fill in the points" in half
    assert guide_queries.content(ScoringGuide.objects.get(pk=draft.pk)) == before


def test_a_stale_page_is_refused_keeps_what_was_typed_and_goes_through_the_second_time(
    desk, draft, khalid
):
    terms = {
        "valid_months": "9",
        "A-points": "50",
        "A-meaning_ar": "شديدة",
        "A-meaning_en": "Great",
        "B-meaning_ar": "الباقي",
    }
    guide_actions.remove_line(guide=draft, source="debts", by=khalid, at=NOW)
    page = desk.post(at("edit_terms", draft), {**terms, "edition": draft.edition})
    text = page.content.decode()
    assert "What you typed is still here" in text and 'value="شديدة"' in text
    assert f'name="edition" value="{draft.edition + 1}"' in text
    assert ScoringGuide.objects.get(pk=draft.pk).valid_months == 12
    desk.post(at("edit_terms", draft), {**terms, "edition": draft.edition + 1})
    kept = ScoringGuide.objects.get(pk=draft.pk)
    assert kept.valid_months == 9
    assert [(one.code, one.from_points) for one in guide_queries.classes_of(kept)] == [
        ("A", 50),
        ("B", None),
    ]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"limit-0": "500", "points-0": ""}, "both its limit and its points"),
        ({"limit-0": "-500", "points-0": "5"}, "greater than or equal to"),
        ({"rest": ""}, "0 if it gives none"),
        ({"rest": "5000"}, "less than or equal to 100"),
        ({"label_ar": ""}, "required"),
    ],
)
def test_what_is_wrong_in_a_line_is_said_beside_it(desk, draft, given, why):
    whole = {"label_ar": "الدخل", "label_en": "Income", "rest": "0", "edition": draft.edition}
    page = desk.post(at("edit_line", draft, "income_per_person"), {**whole, **given})
    assert page.status_code == 200 and why in page.content.decode()


def test_a_faulty_draft_says_what_is_wrong_and_where_to_mend_it(desk, draft, khalid):
    words = {"label_ar": "الدخل", "label_en": "Income", "operator": "bands"}
    rule = {"below": [["500", 1], ["300", 2]], "rest": 0}
    guide_actions.keep_line(
        guide=draft, source="income_per_person", rule=rule, **words, by=khalid, at=NOW
    )
    page = desk.get(at("guide", draft)).content.decode()
    assert "the bands overlap" in page and at("edit_line", draft, "income_per_person") in page
    page = desk.post(at("submit_guide", draft), follow=True).content.decode()
    assert "1 thing is still wrong" in page and ScoringGuide.objects.get(pk=draft.pk).is_draft


def test_a_first_day_in_the_past_is_refused(desk, draft, khalid, rashed):
    guide_actions.submit_guide(guide=draft, by=khalid, at=NOW)
    desk.force_login(rashed)
    day = clock.today() - timedelta(days=2)
    assert (
        "in the past"
        in desk.post(at("bring_into_force", draft), {"from_date": day.isoformat()}).content.decode()
    )


def test_old_versions_are_read_by_all_who_read_the_catalogue_and_edited_by_none(
    client, guide, draft, noura, lama, saud
):
    for user in (noura, lama):
        client.force_login(user)
        assert client.get(reverse("catalogue:guides")).status_code == 200
        assert client.get(at("guide", guide)).status_code == 200
        assert client.get(at("edit_terms", draft)).status_code == 403
        for verb in ("drop_guide", "submit_guide", "return_guide", "bring_into_force"):
            assert client.post(at(verb, draft)).status_code == 403
    client.force_login(saud)
    assert client.get(at("guide", guide)).status_code == 403


def test_a_waiting_version_is_taken_back_and_a_draft_thrown_away(desk, draft, khalid):
    later = clock.today() + timedelta(days=5)
    guide_in_force(draft, later, at=clock.now())
    desk.post(at("withdraw_guide", draft))
    assert ScoringGuide.objects.get(pk=draft.pk).is_draft
    desk.post(at("drop_guide", draft))
    assert not ScoringGuide.objects.filter(pk=draft.pk).exists()
