"""Approval and publication: exactly the approved text, one version in force (APP-1…APP-4)."""

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import NOW
from tests.factories import a_case
from wasl.audit.models import Event
from wasl.common.verdicts import Refused
from wasl.governance import queries
from wasl.governance.actions import approving, board, drafting
from wasl.governance.models.board import BoardMeeting
from wasl.governance.models.documents import Kind, PolicyDocument, PolicyVersion
from wasl.governance.states import State
from wasl.program import reference

TEXT = [{"code": "X-1", "number": "1", "heading": "مادة", "text_ar": "نص المادة الأولى."}]


@pytest.fixture
def document(db):
    return PolicyDocument.objects.create(
        kind=Kind.PROCEDURE, code="proc", title_ar="إجراء الاستقبال"
    )


@pytest.fixture
def meeting(association):
    return reference.load_board_meeting(NOW)


@pytest.fixture
def drafted(document, khalid):
    return drafting.draft_version(document=document, clauses=TEXT, by=khalid, at=NOW)


TERMS = {
    "answer_not_before_days": 14, "answer_due_days": 30, "objection_days": 15,
    "objection_reviewers": 2, "quorum": 3, "rating_floor": 5,
}  # fmt: skip


@pytest.fixture
def approved(drafted, meeting, khalid):
    approving.record_reading(version=drafted, member_name="راشد", by=khalid, at=NOW)
    return approving.approve(version=drafted, meeting=meeting, by=khalid, at=NOW)


@pytest.mark.clause("APP-3")
def test_a_text_is_drafted_read_approved_in_force_and_published(approved, khalid):
    approving.bring_into_force(version=approved, from_date=NOW.date(), by=khalid, at=NOW)
    version = approving.publish(version=approved, by=khalid, at=NOW)
    assert version.state == State.IN_FORCE
    assert version.approved_sha256 == queries.sha256_of(version)
    verbs = list(Event.objects.about(version).values_list("verb", flat=True))
    assert verbs == [
        "governance.draft_version",
        "governance.record_reading",
        "governance.approve",
        "governance.bring_into_force",
        "governance.publish",
    ]


@pytest.mark.clause("APP-1")
def test_no_approval_before_a_board_member_has_read_the_text(drafted, meeting, khalid):
    with pytest.raises(Refused, match="stage"):
        approving.approve(version=drafted, meeting=meeting, by=khalid, at=NOW)


@pytest.mark.clause("APP-4")
def test_one_changed_letter_blocks_publication(approved, khalid):
    with pgtrigger.ignore("governance.Clause:text_stays_once_read"):
        approved.clauses.update(text_ar="نص المادة الاولى.")
    with pytest.raises(Refused, match="differs"):
        approving.publish(version=approved, by=khalid, at=NOW)
    approved.refresh_from_db()
    assert approved.published_at is None


@pytest.mark.clause("APP-4")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE governance_clause SET text_ar = text_ar || '.'",
        "DELETE FROM governance_clause",
        'INSERT INTO governance_clause (version_id, code, number, part, heading, text_ar, "order") '
        "SELECT version_id, 'X-2', '2', '', '', 'زيادة', 2 FROM governance_clause",
    ],
)
def test_the_database_keeps_a_text_that_was_read(approved, statement):
    with pytest.raises(IntegrityError, match="can no longer change"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_new_version_supersedes_and_the_old_stays_readable(policy, association, khalid):
    second = drafting.draft_version(document=policy.document, clauses=TEXT, by=khalid, at=NOW)
    drafting.set_terms(version=second, terms=TERMS, clauses={}, by=khalid, at=NOW)
    approving.record_reading(version=second, member_name="راشد", by=khalid, at=NOW)
    approving.approve(version=second, meeting=reference.load_board_meeting(NOW), by=khalid, at=NOW)
    approving.bring_into_force(version=second, from_date=NOW.date(), by=khalid, at=NOW)
    approving.publish(version=second, by=khalid, at=NOW)
    assert queries.relationship_policy() == second
    assert queries.public_policy() == second
    assert queries.public_policy(policy.number) == policy
    assert list(queries.other_public_versions(second)) == [policy]


@pytest.mark.clause("PRE-8")
def test_a_pending_case_keeps_the_version_it_was_filed_under(policy, association, khalid):
    pending = a_case()
    second = drafting.draft_version(document=policy.document, clauses=TEXT, by=khalid, at=NOW)
    terms = TERMS | {"answer_not_before_days": 0, "answer_due_days": 14}
    drafting.set_terms(
        version=second, terms=terms, clauses={"answer_clause": "X-1"}, by=khalid, at=NOW
    )
    approving.record_reading(version=second, member_name="راشد", by=khalid, at=NOW)
    approving.approve(version=second, meeting=reference.load_board_meeting(NOW), by=khalid, at=NOW)
    approving.bring_into_force(version=second, from_date=NOW.date(), by=khalid, at=NOW)
    pending.refresh_from_db()
    assert pending.policy_version == policy
    assert a_case(service="school-kit", person=pending.person).policy_version == second


@pytest.mark.clause("APP-3")
def test_the_database_allows_one_version_in_force(policy):
    meeting = BoardMeeting.objects.get()
    with (
        pytest.raises(IntegrityError, match="one_version_in_force_per_document"),
        transaction.atomic(),
    ):
        PolicyVersion.objects.create(
            document=policy.document,
            number=2,
            state=State.IN_FORCE,
            approved_meeting=meeting,
            approved_sha256="0" * 64,
            in_force_from=NOW.date(),
        )


@pytest.mark.clause("APP-2")
@pytest.mark.parametrize(
    ("hijri", "gregorian", "conflict"),
    [("29/2/1441", "18/9/2019", True), ("٢٩/٢/١٤٤١هـ", "28/10/2019", False)],
)
def test_both_dates_of_a_meeting_are_kept_as_written_and_compared(
    association, khalid, hijri, gregorian, conflict
):
    meeting = board.record_board_meeting(
        number="٥-", hijri=hijri, gregorian=gregorian, by=khalid, at=NOW
    )
    assert (meeting.number, meeting.hijri_stated, meeting.gregorian_stated) == (
        "٥-",
        hijri,
        gregorian,
    )
    assert str(meeting.held_date) == "2019-10-28"
    assert meeting.date_conflict is conflict


def test_a_date_that_does_not_exist_is_refused(association, khalid):
    with pytest.raises(Refused, match="29 days"):
        board.record_board_meeting(
            number="٥", hijri="30/2/1441", gregorian="28/10/2019", by=khalid, at=NOW
        )


def test_officers_do_not_change_policies(document, noura):
    with pytest.raises(Refused, match="role"):
        drafting.draft_version(document=document, clauses=TEXT, by=noura, at=NOW)


def test_the_settings_name_their_clauses(policy):
    assert queries.settings_of(policy) == [
        ("answer_not_before_days", 14, "PRO-7"),
        ("answer_due_days", 30, "PRO-7"),
        ("objection_days", 15, "PRE-5"),
        ("objection_reviewers", 2, "PRE-5"),
        ("quorum", 3, "PRO-7"),
        ("rating_floor", 5, "PRA-3"),
    ]


@pytest.mark.clause("TOO-1")
def test_bylaws_are_searched_by_word_whatever_the_spelling(association):
    reference.load_document("bylaws", NOW)
    found = queries.find_clauses("العضويه", document="bylaws")
    assert {"LAW-3", "LAW-6"} <= {clause.code for clause in found}
    assert queries.find_clauses("قرابة مصلحة")[0].code == "LAW-11"
    assert queries.find_clauses("  ") == []


@pytest.mark.clause("PRO-7")
def test_the_disclosure_is_a_step_to_a_line_with_the_days_of_the_case(association):
    reference.load_texts()
    text = queries.disclosure_text(NOW.date())
    marks = {
        "service": "س",
        "committee": "لجنة البحث",
        "first_day": "الأول",
        "last_day": "الآخر",
        "objection_days": 15,
    }
    steps = text.steps(**marks)
    assert len(steps) == len(text.text_en.splitlines()) == 5
    assert "لا يصدر الجواب قبل الأول ولا يتأخر عن الآخر" in steps[2]
    assert not any("{" in step for step in steps)


@pytest.mark.clause("PRO-6")
def test_the_declaration_speaks_to_women_and_to_men(association):
    reference.load_texts()
    text = queries.declaration_text(NOW.date())
    assert "الموقّعة" in text.text_for("female")
    assert "مسؤولة عنه مسؤولية مباشرة" in " ".join(text.text_for("female").split())
    assert "الموقّع أدناه" in text.text_for("male")
