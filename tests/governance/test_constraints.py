"""What the database itself refuses about documents and services, tried by raw SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import NOW
from tests.factories import a_service
from wasl.catalogue.actions.drafting import draft_service
from wasl.program import reference

OF_A_DRAFT = "version_id IN (SELECT id FROM catalogue_serviceversion WHERE status = 'draft')"


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (
            "UPDATE governance_policyversion SET approved_meeting_id = NULL",
            "approved_by_a_meeting_with_its_hash",
        ),
        (
            "UPDATE governance_policyversion SET approved_sha256 = 'abc'",
            "approved_by_a_meeting_with_its_hash",
        ),
        ("UPDATE governance_policyversion SET in_force_from = NULL", "in_force_from_a_day"),
        (
            "UPDATE governance_policyversion SET state = 'reviewed', approved_sha256 = ''",
            "only_approved_text_is_published",
        ),
        ("UPDATE governance_policyversion SET answer_due_days = 13", "answer_window_in_order"),
        ("UPDATE governance_policyversion SET answer_due_days = NULL", "answer_window_in_order"),
        ("UPDATE governance_policyversion SET rating_floor = 4", "rating_floor_at_least_five"),
        ("UPDATE governance_policyversion SET quorum = 1", "quorum_at_least_two"),
        ("UPDATE governance_clause SET code = 'LET-1'", "can no longer change"),
        (
            "UPDATE governance_policyversion SET number = 0 - 1",
            "governance_policyversion_number_check",
        ),
        (
            (
                "UPDATE catalogue_fieldrequirement SET choices = '[]' WHERE kind = 'choice' AND "
                f"{OF_A_DRAFT}"
            ),
            "a_choice_has",
        ),
        (
            f"UPDATE catalogue_fieldrequirement SET key = 'same' WHERE {OF_A_DRAFT}",
            "one_field_per_key",
        ),
        (
            f"UPDATE catalogue_fieldrequirement SET key = 'same' WHERE NOT {OF_A_DRAFT}",
            "can no longer change",
        ),
        ("UPDATE governance_policyversion SET review_months = 0", "terms_of_a_day_at_least"),
        ("UPDATE catalogue_service SET code = 'same'", "catalogue_service_code"),
        ("DELETE FROM catalogue_documenttype", "fk"),
        ("DELETE FROM governance_boardmeeting", "fk"),
    ],
)
def test_the_database_refuses(association, statement, constraint):
    reference.load_document("policy", NOW)
    basket = a_service("food-basket")
    a_service("school-kit")
    draft_service(service=basket.service, by=None, at=NOW)
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_every_change_of_a_version_leaves_its_history(policy):
    events = policy.events.order_by("pgh_id")
    states = [event.state for event in events]
    assert states[0] == "drafted"
    assert states[-1] == "in_force"
    assert "approved" in states
