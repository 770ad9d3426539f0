"""The assessment of need: made of a complete study, explained line by line, kept for ever, reckoned
again to the same.
"""

import json
import uuid
from datetime import timedelta

import psycopg
import pytest

from tests.cast import NOW
from tests.factories import a_case, a_rejected_case, guide_in_force, staff
from wasl.audit.models import Event
from wasl.beneficiaries.models.person import BeneficiaryFile
from wasl.cases.actions import outcome, study
from wasl.cases.models.assessment import NeedAssessment
from wasl.cases.models.study import Study
from wasl.cases.queries import need as need_queries
from wasl.cases.queries import study as study_queries
from wasl.cases.states import Status
from wasl.catalogue.actions import guide as guide_actions
from wasl.common import clock
from wasl.common.dates import add_hijri_months
from wasl.program import reference

pytestmark = [pytest.mark.django_db, pytest.mark.clause("OBJ-1")]
TODAY = clock.day_of(NOW)
FOUND = {"findings": "أسرة بلا دخل ثابت.", "recommendation": "accept", "reason": "الحاجة ظاهرة."}
WIDOW = {
    "marital": "widowed", "earner": "no", "income-security": "2400", "income-asked": "yes",
    "obligation-rent": "900", "obligation-asked": "yes", "debts": "0", "tenure": "rented",
    "condition": "poor", "rooms": "3", "health": "well", "land": "no",
}  # fmt: skip


@pytest.fixture(autouse=True)
def guide(association):
    """The guide of the sample, in force."""
    return reference.load_scoring_guide(NOW)


def studied(case, at=NOW, orphans=3, **answers):
    """Salem fills the study as he found a widow with her children, and recommends."""
    salem = staff("salem")
    study.record_study(case=case, findings={**WIDOW, **answers}, by=salem, at=at)
    rows = [
        {"key": uuid.uuid4(), "full_name": f"ولد {place}", "relation": "son", "age": 9, "orphan": "yes",
         "health": "well", "stage": "primary"}
        for place in range(orphans)
    ]  # fmt: skip
    if not case.study.members.exists():
        study.record_family(case=case, members=rows, is_complete=True, by=salem, at=at)
    study.record_study(case=case, findings=FOUND, by=salem, at=at)
    return need_queries.need_of_case(case)


def test_a_widow_with_three_orphans_line_by_line():
    need = studied(a_case(Status.IN_STUDY))
    told = {one.label: (one.value, one.points, one.lacks) for one in need.shown.lines}
    assert told["Income of each person after rent"] == ("375 riyals", 30, "")
    assert told["Orphans"] == ("3", 15, "")
    assert told["The head of the household"] == ("Widowed", 10, "")
    assert (
        need.shown.lines[0].origin
        == "study: income less rent, divided by the people of the household"
    )
    assert need.shown.lines[0].rule == "from 250 riyals to less than 500 riyals"
    assert (need.shown.total, need.need_class, need.assessment.unknown) == (86, "A", 1)
    assert [one.lacks for one in need.shown.lines if one.lacks] == [
        "Lacks: People of sixty years or more"
    ]
    assert need.assessment.valid_until == add_hijri_months(TODAY, 12)


def test_what_is_unknown_is_said_and_could_raise_the_class():
    need = studied(a_case(Status.IN_STUDY), **{"obligation-rent": "", "marital": "", "health": ""})
    lacks = {one.label: one.lacks for one in need.shown.lines if one.lacks}
    assert lacks["Income of each person after rent"] == "Lacks: Monthly rent"
    assert (need.need_class, need.shown.could_be) == ("B", "A")


def test_the_same_inputs_and_version_give_the_same_score_for_ever(khalid):
    case = a_case(Status.IN_STUDY)
    need = studied(case)
    draft = guide_actions.draft_guide(by=khalid, at=NOW)
    guide_actions.remove_line(guide=draft, source="orphans", by=khalid, at=NOW)
    guide_in_force(draft)
    kept = NeedAssessment.objects.get()
    assert need_queries.recomputed(kept) == need_queries.score_of(kept)
    assert need_queries.inputs_hash(json.loads(kept.inputs)) == kept.inputs_hash
    again = studied(case)
    assert again.assessment == need.assessment, "the same inputs are kept once"
    changed = studied(case, condition="good")
    assert changed.assessment.guide.number == 1, "an open study keeps the version it began with"
    assert changed.shown.total == need.shown.total - 7
    assert NeedAssessment.objects.count() == 2


def test_a_study_that_begins_later_is_scored_by_the_later_version(khalid):
    draft = guide_actions.draft_guide(by=khalid, at=NOW)
    guide_in_force(draft, TODAY + timedelta(days=1))
    assert a_case(Status.IN_STUDY, at=NOW + timedelta(days=1)).study.guide == draft


def test_without_a_recommendation_nothing_is_assessed_and_without_a_guide_neither():
    case = a_case(Status.IN_STUDY)
    study.record_study(case=case, findings=WIDOW, by=staff("salem"), at=NOW)
    assert need_queries.need_of_case(case) is None
    Study.objects.update(guide=None)
    early = NOW - timedelta(days=400)
    assert study_queries.guide_of(Study.objects.get(), clock.day_of(early)) is None


def test_what_the_committee_gets_is_scored_from_what_the_study_says_then():
    case = a_case(Status.IN_STUDY)
    studied(case)
    study.record_study(case=case, findings={"condition": "unsafe"}, by=staff("salem"), at=NOW)
    study.refer_to_committee(case=case, by=staff("salem"), at=NOW)
    need = need_queries.need_of_case(case)
    assert (
        next(one.value for one in need.shown.lines if one.label == "State of the home")
        == "Not fit to live in"
    )


def test_the_trail_says_that_it_was_assessed_and_not_what():
    case = a_case(Status.IN_STUDY)
    studied(case)
    event = Event.objects.get(verb="cases.assess")
    assert event.data == {"guide": 1, "unknown": 1}
    assert event.actor == staff("salem")


def test_a_study_anew_after_an_objection_keeps_the_first_assessment():
    case = a_rejected_case()
    first = NeedAssessment.objects.filter(study__case=case).count()
    case = outcome.reopen(case=case, by=staff("khalid"), at=NOW, reason="قُبل الاعتراض")
    study.start_study(case=case, researcher=staff("amal"), by=staff("maha"), at=NOW)
    study.record_study(case=case, findings={**WIDOW, **FOUND}, by=staff("amal"), at=NOW)
    assert NeedAssessment.objects.filter(study__case=case).count() == first + 1


def test_registration_writes_the_class_into_the_beneficiary_file(noura):
    case = a_case(Status.IN_STUDY)
    studied(case)
    at = NOW + timedelta(hours=1)
    case = study.refer_to_committee(case=case, by=staff("salem"), at=at)
    case = outcome.approve(case=case, by=staff("fahad"), at=at)
    case = outcome.answer(case=case, by=staff("khalid"), at=at, reason="حاجة عاجلة")
    outcome.register(case=case, by=noura, at=at)
    file = BeneficiaryFile.objects.get(person=case.person)
    assert (file.need_class, file.need_class_date) == ("A", TODAY)


@pytest.mark.django_db(transaction=True)
def test_nobody_who_serves_can_change_an_assessment(runtime_connection):
    studied(a_case(Status.IN_STUDY))
    for sql in ("UPDATE cases_needassessment SET score = 0", "DELETE FROM cases_needassessment"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            runtime_connection.execute(sql)


# --- renewals -------------------------------------------------------------------------------------


def test_an_assessment_is_listed_two_months_before_it_ends_and_no_more_once_it_is_renewed(noura):
    case = a_case(Status.IN_STUDY)
    until = studied(case).assessment.valid_until
    assert need_queries.renewals(noura, until - timedelta(days=61))[0] == []
    (soon,), _next = need_queries.renewals(noura, until - timedelta(days=60))
    (over,), _next = need_queries.renewals(noura, until + timedelta(days=1))
    assert (soon.case, soon.is_over, over.is_over) == (case, False, True)
    later = NOW + timedelta(days=300)
    second = a_case(Status.IN_STUDY, service="school-kit", person=case.person, at=later)
    studied(second, at=later)
    assert need_queries.renewals(noura, until + timedelta(days=1))[0] == []


def test_renewals_come_page_by_page_and_strangers_see_none(noura, saud, monkeypatch):
    monkeypatch.setattr("wasl.cases.queries.need.PAGE", 1)
    case = a_case(Status.IN_STUDY)
    until = studied(case).assessment.valid_until
    page, after = need_queries.renewals(noura, until)
    assert len(page) == 1 and after == ""
    assert need_queries.renewals(noura, until, f"{until}_{page[0].assessment.pk}")[0] == []
    assert len(need_queries.renewals(noura, until, "nonsense")[0]) == 1
    assert need_queries.renewals(saud, until)[0] == []


# --- a draft of the guide tried on real studies ---------------------------------------------------


def test_a_draft_says_which_of_the_last_studies_would_change_class(khalid):
    studied(a_case(Status.IN_STUDY))
    draft = guide_actions.draft_guide(by=khalid, at=NOW)
    same = need_queries.preview(draft)
    assert (same.tried, same.changes) == (1, [])
    for source in ("income_per_person", "orphans"):
        guide_actions.remove_line(guide=draft, source=source, by=khalid, at=NOW)
    other = need_queries.preview(draft)
    assert [(one.before, one.after, one.score) for one in other.changes] == [("A", "B", 41)]
    assert NeedAssessment.objects.count() == 1
