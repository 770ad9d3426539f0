"""The database keeps the promises of a case, whoever writes to it: each is tried by raw SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import a_case
from wasl.cases.models.case import (
    Case,
    CaseDocument,
    Declaration,
    DocumentVerdict,
    HandOver,
    Matching,
)
from wasl.cases.states import Status

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-1")]


def refused(constraint, sql, *params):
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def update(case, changes, constraint):
    refused(constraint, f"UPDATE cases_case SET {changes} WHERE id = %s", case.pk)


CASE_RULES = [
    (Status.DRAFT, "clock_date = '2026-11-19'", "case_clock_together"),
    (Status.SUBMITTED, "answer_from_date = answer_due_date + 1", "case_window_in_order"),
    (Status.SUBMITTED, "status = 'returned'", "case_paused_while_returned"),
    (Status.DRAFT, "status = 'verified'", "case_submitted_first"),
    (Status.SUBMITTED, "status = 'approved'", "case_decided_with_outcome"),
    (Status.SUBMITTED, "status = 'closed'", "case_answered_before_end"),
    (
        Status.DRAFT,
        "is_urgent = true, urgent_at = now(), urgent_by_id = owner_id",
        "case_urgent_with_reason",
    ),
    (Status.DRAFT, "is_urgent = true, urgent_reason = 'x'", "case_urgent_by_somebody"),
    (Status.DRAFT, "owner_id = NULL", "owner_id"),
]


def test_a_case_keeps_its_rules():
    cases = {Status.DRAFT: a_case(service="rent-arrears")}
    cases[Status.SUBMITTED] = a_case(Status.SUBMITTED, person=cases[Status.DRAFT].person)
    for stage, changes, constraint in CASE_RULES:
        update(cases[stage], changes, constraint)


@pytest.mark.clause("PRO-3")
def test_one_open_request_per_person_and_service():
    case = a_case()
    own = [one for one in Case._meta.concrete_fields if not one.generated]
    columns = [one.column for one in own if one.column not in ("id", "reference", "once")]
    copied = ", ".join(columns)
    sql = (
        f"INSERT INTO cases_case (reference, {copied}) SELECT 'x', {copied} FROM cases_case "
        "WHERE id = %s"
    )
    refused("case_one_open_per_service", sql, case.pk)


@pytest.mark.clause("PRO-6")
def test_a_declaration_keeps_its_rules():
    case = a_case(Status.SUBMITTED)
    row = Declaration.objects.get(case=case)
    where = f"WHERE id = {row.pk}"
    refused(
        "declaration_void_with_reason", f"UPDATE cases_declaration SET voided_at = now() {where}"
    )
    refused(
        "declaration_thumbprint_witnessed",
        f"UPDATE cases_declaration SET method = 'thumbprint' {where}",
    )
    refused(
        "declaration_image_where_due", f"UPDATE cases_declaration SET attachment_id = NULL {where}"
    )
    columns = ", ".join(
        one.column for one in Declaration._meta.concrete_fields if one.column != "id"
    )
    sql = (
        f"INSERT INTO cases_declaration ({columns}) SELECT {columns} FROM cases_declaration {where}"
    )
    refused("declaration_one_standing", sql)


@pytest.mark.clause("PRO-4")
def test_documents_and_matchings_keep_theirs():
    case = a_case(Status.VERIFIED)
    for model, constraint in (
        (CaseDocument, "case_document_once"),
        (DocumentVerdict, "verdict_once_per_submission"),
        (Matching, "matching_once"),
    ):
        row = model.objects.filter(case=case).first()
        columns = ", ".join(one.column for one in model._meta.concrete_fields if one.column != "id")
        table = model._meta.db_table
        refused(
            constraint,
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE id = {row.pk}",
        )
    refused(
        "matching_acceptance_noted", "UPDATE cases_matching SET verdict = 'accepted', note = ''"
    )


def test_a_complete_study_recommends():
    a_case(Status.IN_COMMITTEE)
    refused("study_completed_recommends", "UPDATE cases_study SET recommendation = ''")


@pytest.mark.clause("PRO-7")
def test_one_disclosure_for_each_submission():
    case = a_case(Status.SUBMITTED)
    columns = "case_id, text_id, submission, receipt_id, answer_from_date, answer_due_date, told_at"
    refused(
        "disclosure_once_per_submission",
        (
            f"INSERT INTO cases_disclosure ({columns}) SELECT {columns} "
            "FROM cases_disclosure WHERE "
            "case_id = %s"
        ),
        case.pk,
    )


def test_verdicts_and_hand_overs_are_only_added_to():
    assert DocumentVerdict.append_only
    assert HandOver.append_only
