"""Attacks by whoever has the database, its dumps and the logs: none tells who answered, nor what
(PRA-3).

They go through the phone and the page alone, and look at every table: none knows how ratings are
kept.
"""

import hashlib
import re

import pytest

from tests.satisfaction import attacker
from wasl.messaging.models import Message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("PRA-3")]


def answer(client, path, score):
    """Answer on the page, and see that the link is closed by it."""
    assert client.post(path, {"score": score}).status_code == 200
    assert client.get(path).status_code == 410


def test_no_row_of_ratings_was_written_beside_a_message(village):
    """Old: `Invited`, `Invitation` and the message were neighbours by `xmin`: one transaction and
    its savepoints.
    """
    village.invite()
    people = [int(row.transaction) for row in attacker.others() if row.table == "messaging_message"]
    near = [
        row
        for row in attacker.own_rows()
        if any(abs(int(row.transaction) - xid) < 8 for xid in people)
    ]
    assert near == []


def test_inviting_leaves_no_rows_whose_order_is_the_order_of_the_cases(village):
    """Old: the n-th `Invitation` was the n-th `Invited`, which named the case."""
    before = attacker.own_rows()
    village.invite()
    village.deliver()
    assert attacker.difference(before, attacker.own_rows()) == []


def test_what_is_left_over_does_not_say_who_did_not_answer(village, client):
    """Old: the invitations that were left were those of who had not answered."""
    village.invite()
    village.deliver()
    before = attacker.rows()
    answer(client, village.path(1), "2")
    changed = attacker.difference(before, attacker.rows())
    assert {row.table for row in changed} <= {"satisfaction_spent", "satisfaction_pending"}


def test_the_only_case_of_a_service_is_not_found_by_its_service(village, client):
    """Old: the answer stood there with its service and department, and one case alone had these."""
    village.invite()
    village.deliver()
    answer(client, village.path(0), "1")
    services = {case.service_id for case in village.cases}
    assert attacker.numbers_of("service_id") & services == set()
    assert attacker.numbers_of("department_id") == set()


def test_the_outbox_keeps_no_link_before_it_is_sent_nor_after(village):
    """Old: the link waited in the outbox beside the person, whose job named the message."""
    village.invite()
    for moment in ("queued", "sent"):
        for message in Message.objects.filter(template__key="rate_invitation"):
            said = f"{message.secret} {message.params} {message.once_key} {message.error}"
            assert "rate/" not in said and not re.search(r"[\w-]{22,}", said), moment
        village.deliver()


def test_no_job_leads_to_what_an_answer_leaves(village, client):
    """Old: job → message → link → hash of its token, which stood in `Invitation` until the answer
    took it away.
    """
    village.invite()
    secrets = [
        message.secret for message in Message.objects.filter(template__key="rate_invitation")
    ]
    tokens = [secret.rstrip("/").rpartition("/")[2] for secret in secrets]
    hashes = {hashlib.sha256(token.encode()).hexdigest() for token in tokens}
    assert not [row for row in attacker.own_rows() for known in hashes if known in row.content]
    village.deliver()
    jobs = attacker.rows("procrastinate_jobs", "procrastinate_events")
    answer(client, village.path(2), "5")
    assert attacker.rows("procrastinate_jobs", "procrastinate_events") == jobs


def test_no_table_holds_the_link(village, client):
    village.invite()
    village.deliver()
    token = village.path(0).strip("/").rpartition("/")[2]
    known = {token, hashlib.sha256(token.encode()).hexdigest()}
    assert not [row.table for row in attacker.rows() for part in known if part in row.content]
    answer(client, village.path(0), "4")
    assert not [row.table for row in attacker.rows() for part in known if part in row.content]
