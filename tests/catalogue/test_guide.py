"""The scoring guide: drafted from the one in force, edited line by line, dated, and never touched
again.
"""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from tests.cast import NOW
from tests.factories import guide_in_force
from wasl.audit.models import Event
from wasl.catalogue.actions import guide as guide_actions
from wasl.catalogue.models.guide import ScoringGuide, ScoringLine
from wasl.catalogue.queries import guide as guide_queries
from wasl.catalogue.states import Standing
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.program import reference

pytestmark = [pytest.mark.django_db, pytest.mark.clause("OBJ-1")]
TODAY = clock.day_of(NOW)
CLASSES = [
    {"from_points": 20, "meaning_ar": "شديدة", "meaning_en": "Great"},
    {"from_points": None, "meaning_ar": "يسيرة", "meaning_en": "Slight"},
]
RENTED = {"operator": "choice", "label_ar": "السكن", "label_en": "Home"}
EVERY_HOME = {"points": {"owned": 0, "rented": 5, "family": 3, "granted": 2, "work": 1, "none": 9}}
BY_INCOME = {"operator": "bands", "label_ar": "الدخل", "label_en": "Income"}


@pytest.fixture
def guide(khalid):
    """The guide of the sample, in force."""
    return reference.load_scoring_guide(NOW)


@pytest.fixture
def draft(khalid, association):
    """A small draft without a fault."""
    return a_draft(khalid)


def a_draft(by):
    draft = guide_actions.draft_guide(by=by, at=NOW)
    guide_actions.keep_terms(guide=draft, valid_months=12, classes=CLASSES, by=by, at=NOW)
    return guide_actions.keep_line(
        guide=draft, source="tenure", rule=EVERY_HOME, **RENTED, by=by, at=NOW
    )


def said(draft):
    return [fault.text for fault in guide_queries.faults(ScoringGuide.objects.get(pk=draft.pk))]


def test_a_new_version_is_drafted_from_the_one_in_force_and_takes_its_place(guide, khalid):
    draft = guide_actions.draft_guide(by=khalid, at=NOW)
    assert guide_queries.content(draft)["lines"] == guide_queries.content(guide)["lines"]
    guide_actions.remove_line(guide=draft, source="debts", by=khalid, at=NOW)
    draft = guide_in_force(draft, TODAY + timedelta(days=7))
    assert guide_queries.guide_in_force(TODAY) == guide
    assert guide_queries.standings(TODAY) == {1: Standing.IN_FORCE, 2: Standing.WAITING}
    later = TODAY + timedelta(days=7)
    assert guide_queries.guide_in_force(later) == draft
    assert guide_queries.standings(later) == {1: Standing.SUPERSEDED, 2: Standing.IN_FORCE}


def test_who_has_not_the_task_changes_nothing(guide, noura, salem, fahad):
    for user in (noura, salem, fahad):
        with pytest.raises(Refused, match="role"):
            guide_actions.draft_guide(by=user, at=NOW)
        with pytest.raises(Refused, match="role"):
            guide_actions.withdraw_guide(guide=guide, by=user, at=NOW)


def test_one_drafts_and_submits_another_approves(draft, khalid, maha, rashed, noura):
    """Who wrote any of it, or submitted it, does not approve it; who may not approve is told so."""
    with pytest.raises(Refused, match="still a draft"):
        guide_actions.bring_into_force(guide=draft, from_date=TODAY, by=rashed, at=NOW)
    with pytest.raises(Refused, match="drafting the scoring guide"):
        guide_actions.submit_guide(guide=draft, by=rashed, at=NOW)
    waiting = guide_actions.submit_guide(guide=draft, by=maha, at=NOW)
    assert (waiting.submitted_by, guide_queries.standing(waiting, TODAY)) == (
        maha,
        Standing.SUBMITTED,
    )
    for who, why in ((maha, "role"), (noura, "role"), (khalid, "You wrote some of this draft")):
        with pytest.raises(Refused, match=why):
            guide_actions.bring_into_force(guide=waiting, from_date=TODAY, by=who, at=NOW)
    with pytest.raises(Refused, match="waits for approval"):
        guide_actions.remove_line(guide=waiting, source="tenure", by=khalid, at=NOW)
    with pytest.raises(Refused, match="waits for approval"):
        guide_actions.submit_guide(guide=waiting, by=khalid, at=NOW)
    with pytest.raises(Refused, match="changed this draft"):
        guide_actions.bring_into_force(
            guide=waiting, from_date=TODAY, by=rashed, at=NOW, edition=draft.edition
        )
    approved = guide_actions.bring_into_force(guide=waiting, from_date=TODAY, by=rashed, at=NOW)
    assert (approved.dated_by, approved.submitted_by, approved.edited_by) == (rashed, maha, khalid)
    for verb in (guide_actions.bring_into_force, guide_actions.return_guide):
        more = {"from_date": TODAY} if verb is guide_actions.bring_into_force else {"reason": "x"}
        with pytest.raises(Refused, match="has its first day already"):
            verb(guide=approved, **more, by=rashed, at=NOW)
    told = Event.objects.about(approved).values_list("verb", flat=True)
    assert {"catalogue.submit_guide", "catalogue.bring_into_force"} <= set(told)


def test_a_version_is_sent_back_with_a_reason_and_submitted_again(draft, khalid, maha, rashed):
    with pytest.raises(Refused, match="still a draft"):
        guide_actions.return_guide(guide=draft, reason="x", by=rashed, at=NOW)
    waiting = guide_actions.submit_guide(guide=draft, by=khalid, at=NOW)
    with pytest.raises(Refused, match="role"):
        guide_actions.return_guide(guide=waiting, reason="x", by=maha, at=NOW)
    with pytest.raises(Refused, match="what is to be changed"):
        guide_actions.return_guide(guide=waiting, reason=" ", by=rashed, at=NOW)
    back = guide_actions.return_guide(guide=waiting, reason="حد الفئة ب مرتفع", by=rashed, at=NOW)
    assert (back.is_draft, back.submitted_by, back.returned_by) == (True, None, rashed)
    guide_actions.keep_line(
        guide=back, source="tenure", rule=EVERY_HOME, **RENTED, by=khalid, at=NOW
    )
    assert guide_actions.submit_guide(guide=back, by=khalid, at=NOW).returned_why == ""
    assert guide_events(draft) == ["submit_guide", "return_guide", "submit_guide"]


def guide_events(guide):
    steps = Event.objects.about(guide).filter(verb__regex="(submit|return)_guide").order_by("pk")
    return [one.verb.removeprefix("catalogue.") for one in steps]


def test_two_people_edit_one_draft_the_stale_page_is_refused_and_says_who(draft, khalid, admin):
    before = draft.edition
    guide_actions.keep_line(
        guide=draft,
        source="tenure",
        rule={"points": {}},
        **RENTED,
        by=khalid,
        at=NOW,
        edition=before,
    )
    with pytest.raises(Refused, match=r"Khalid.*still here"):
        guide_actions.keep_line(
            guide=draft,
            source="tenure",
            rule=EVERY_HOME,
            **RENTED,
            by=khalid,
            at=NOW,
            edition=before,
        )
    assert ScoringLine.objects.get(guide=draft).rule == {"points": {}}


def test_a_version_that_has_its_day_changes_no_more(guide, khalid):
    for change in (
        lambda: guide_actions.keep_line(
            guide=guide, source="tenure", rule=EVERY_HOME, **RENTED, by=khalid, at=NOW
        ),
        lambda: guide_actions.remove_line(guide=guide, source="tenure", by=khalid, at=NOW),
        lambda: guide_actions.keep_terms(
            guide=guide, valid_months=6, classes=CLASSES, by=khalid, at=NOW
        ),
        lambda: guide_actions.drop_guide(guide=guide, by=khalid, at=NOW),
    ):
        with pytest.raises(Refused, match="can no longer change"):
            change()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE catalogue_scoringguide SET valid_months = 6",
        "UPDATE catalogue_scoringguide SET status = 'submitted'",
        "DELETE FROM catalogue_scoringguide",
        "UPDATE catalogue_scoringline SET rule = '{}'",
        "DELETE FROM catalogue_scoringline WHERE source = 'debts'",
        "INSERT INTO catalogue_needclass (guide_id, code, from_points, meaning_ar, meaning_en)"
        " SELECT id, 'F', -5, '', '' FROM catalogue_scoringguide",
    ],
)
def test_the_database_keeps_it_too(guide, sql):
    with (
        pytest.raises(IntegrityError, match="no longer change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_the_database_keeps_what_waits_for_approval_and_who_approves(draft, khalid):
    waiting = guide_actions.submit_guide(guide=draft, by=khalid, at=NOW)
    changes = (
        "UPDATE catalogue_scoringguide SET valid_months = 6",
        "UPDATE catalogue_scoringline SET rule = '{}'",
        "UPDATE catalogue_scoringguide SET status = 'dated', from_date = now(), dated_at = "
        "now(), sha256 = 'x',"
        f" dated_by_id = {khalid.pk}",
    )
    for sql in changes:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    waiting.refresh_from_db()
    assert waiting.status == "submitted"


def test_a_version_cannot_begin_in_the_past_nor_on_anothers_day(draft, khalid, rashed):
    draft = guide_actions.submit_guide(guide=draft, by=khalid, at=NOW)
    with pytest.raises(Refused, match="in the past"):
        guide_actions.bring_into_force(
            guide=draft, from_date=TODAY - timedelta(days=1), by=rashed, at=NOW
        )
    guide_actions.bring_into_force(guide=draft, from_date=TODAY, by=rashed, at=NOW)
    second = guide_actions.submit_guide(
        guide=guide_actions.draft_guide(by=khalid, at=NOW), by=khalid, at=NOW
    )
    with pytest.raises(Refused, match="Version 1 begins on that day"):
        guide_actions.bring_into_force(guide=second, from_date=TODAY, by=rashed, at=NOW)


def test_a_waiting_version_is_taken_back_and_one_that_was_in_force_is_not(draft, khalid):
    waiting = guide_in_force(draft, TODAY + timedelta(days=2))
    back = guide_actions.withdraw_guide(guide=waiting, by=khalid, at=NOW)
    assert back.is_draft and back.submitted_by is None
    with pytest.raises(Refused, match="no first day yet"):
        guide_actions.withdraw_guide(guide=back, by=khalid, at=NOW)
    guide_in_force(back)
    with pytest.raises(Refused, match="was in force already"):
        guide_actions.withdraw_guide(guide=draft, by=khalid, at=NOW)


def test_a_draft_is_thrown_away(draft, khalid):
    guide_actions.drop_guide(guide=draft, by=khalid, at=NOW)
    assert not ScoringGuide.objects.exists()


# --- what keeps a draft from coming into force ----------------------------------------------------


def test_an_empty_draft_lacks_lines_and_classes(khalid):
    draft = guide_actions.draft_guide(by=khalid, at=NOW)
    assert said(draft) == ["The guide has no line yet.", "The guide has no class yet."]
    with pytest.raises(Refused, match="2 things are still wrong"):
        guide_actions.submit_guide(guide=draft, by=khalid, at=NOW)


def test_bands_that_overlap_are_named(draft, khalid):
    rule = {"below": [["١٬٠٠٠", 5], ["800", 3]], "rest": 0}
    guide_actions.keep_line(guide=draft, source="income", rule=rule, **BY_INCOME, by=khalid, at=NOW)
    assert said(draft) == [
        "“Income”: the bands overlap: “less than 800” comes after “less than 1,000”."
    ]


def test_points_that_go_the_other_way_than_declared(draft, khalid):
    rule = {"below": [["800", 3], ["1000", 5]], "rest": 0}
    guide_actions.keep_line(
        guide=draft, source="income", rule=rule, **BY_INCOME, trend="falling", by=khalid, at=NOW
    )
    assert said(draft) == ["“Income”: the points do not move one way, as the line declares."]


def test_an_answer_without_points_and_a_class_out_of_order(draft, khalid):
    guide_actions.keep_line(
        guide=draft, source="tenure", rule={"points": {"rented": 5}}, **RENTED, by=khalid, at=NOW
    )
    assert "gives no points for: Owned, With relatives" in said(draft)[0]
    guide_actions.keep_line(
        guide=draft, source="tenure", rule=EVERY_HOME, **RENTED, by=khalid, at=NOW
    )
    upside_down = [{**CLASSES[0], "from_points": points} for points in (10, 20)]
    guide_actions.keep_terms(guide=draft, valid_months=12, classes=upside_down, by=khalid, at=NOW)
    assert said(draft) == [
        "A score below 20 points would have no class. Leave the points of the last class empty.",
        "Class B must begin at fewer points than the class before it.",
    ]


def test_a_line_whose_source_is_gone(draft, khalid):
    ScoringLine.objects.create(
        guide=draft, source="camels", operator="per_count", rule={"each": 1, "most": 3}, order=9,
        label_ar="الإبل", label_en="Camels",
    )  # fmt: skip
    assert said(draft) == [
        (
            "“Camels” reads something that studies no longer record. Remove the line, "
            "or choose another."
        )
    ]
    with pytest.raises(Refused, match="nothing of that name"):
        guide_actions.keep_line(guide=draft, source="camels", rule={}, **RENTED, by=khalid, at=NOW)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({"below": [["-5", 1]], "rest": 0}, "more than nought"),
        ({"below": [["99999999999", 1]], "rest": 0}, "ten millions"),
        ({"below": [["كثير", 1]], "rest": 0}, "in digits"),
        ({"below": [["500", 101]], "rest": 0}, "whole numbers"),
        ({"below": [["500", 1.5]], "rest": 0}, "whole numbers"),
        ({"below": [[str(limit), 1] for limit in range(1, 14)], "rest": 0}, "twelve bands"),
    ],
)
def test_nonsense_is_no_rule(draft, khalid, rule, why):
    with pytest.raises(Refused, match=why):
        guide_actions.keep_line(
            guide=draft, source="income", rule=rule, **BY_INCOME, by=khalid, at=NOW
        )


def test_lines_change_places(draft, khalid):
    guide_actions.keep_line(
        guide=draft, source="income", rule={"below": [], "rest": 1}, **BY_INCOME, by=khalid, at=NOW
    )
    guide_actions.move_line(guide=draft, source="income", up=True, by=khalid, at=NOW)
    assert [one.source for one in guide_queries.lines_of(draft)] == ["income", "tenure"]
    edition = guide_actions.move_line(
        guide=draft, source="income", up=True, by=khalid, at=NOW
    ).edition
    assert edition == ScoringGuide.objects.get(pk=draft.pk).edition


@pytest.mark.django_db(transaction=True)
def test_two_save_the_same_page_at_the_same_moment_and_one_is_told(khalid):
    draft = a_draft(khalid)
    outcomes = []

    def save():
        try:
            guide_actions.keep_terms(
                guide=draft,
                valid_months=6,
                classes=CLASSES,
                by=khalid,
                at=NOW,
                edition=draft.edition,
            )
            outcomes.append("kept")
        except Refused:
            outcomes.append("told")
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=save) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", "told"]
