"""What nobody needs any more goes away, in batches, and nothing else does."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from wasl.accounts.tasks import clear_expired
from wasl.common import clock, growth

pytestmark = pytest.mark.django_db


def a_session(key, days):
    return Session.objects.create(
        session_key=key, session_data="x", expire_date=clock.real_now() + timedelta(days=days)
    )


def a_job(status, days_ago):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('q', 'wasl.some.task', '{}', 'todo') RETURNING id"
        )
        (pk,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, pk])
        at = clock.real_now() - timedelta(days=days_ago)
        cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [at, pk])
    return pk


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs")
        return {pk for (pk,) in cursor.fetchall()}


def test_sign_ins_and_jobs_that_are_over_are_cleared_and_no_others():
    a_session("over", -1), a_session("runs", 1)
    failed, lately, waiting = a_job("failed", 100), a_job("failed", 10), a_job("todo", 100)
    clear_expired()
    kept = Session.objects.filter(session_key__in=["over", "runs"])
    assert list(kept.values_list("session_key", flat=True)) == ["runs"]
    assert jobs() & {failed, lately, waiting} == {lately, waiting}, (
        "others may have left jobs of their own"
    )
    clear_expired()
    assert kept.count() == 1


def test_many_go_in_batches(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(growth, "BATCH", 10)
    for number in range(35):
        a_session(f"over-{number}", -1)
    with django_assert_max_num_queries(25):
        assert growth.clear_rows("sessions.Session", "expire_date", clock.real_now()) >= 35
    monkeypatch.setattr(growth, "AT_MOST", 2)
    for number in range(35):
        a_session(f"over-{number}", -1)
    assert growth.clear_rows("sessions.Session", "expire_date", clock.real_now()) == 20
