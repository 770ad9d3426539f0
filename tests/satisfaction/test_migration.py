"""Answers and links of the first design, brought over: counts of ten, and no link that could still
join (PRA-3).
"""

from importlib import import_module

import pytest
from django.db import connection

from tests.cast import NOW
from tests.factories import a_rejected_case, a_service
from wasl.messaging.models import Message, MessageStatus
from wasl.satisfaction import actions, links
from wasl.satisfaction.models import Count

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRA-3")]
MOVE = import_module("wasl.satisfaction.migrations.0003_without_links")
FORMER = """
CREATE TABLE satisfaction_rating (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), score smallint NOT NULL, service_id bigint NOT NULL,
    department_id bigint, channel varchar(16) NOT NULL DEFAULT 'interview', quarter varchar(6) NOT NULL)
"""


def former_answers(cursor, number, service, score, quarter="1448-1"):
    cursor.execute(
        "INSERT INTO satisfaction_rating (score, service_id, department_id, quarter)"
        " SELECT %s, %s, %s, %s FROM generate_series(1, %s)",
        [score, service.pk, service.department_id, quarter, number],
    )


def test_answers_become_counts_by_the_rule_of_ten(association):
    food, rent, kit = (
        a_service(code).service for code in ("food-basket", "rent-arrears", "school-kit")
    )
    with connection.cursor() as cursor:
        cursor.execute(FORMER)
        former_answers(cursor, 7, food, 5)
        former_answers(cursor, 4, food, 2)
        former_answers(cursor, 9, rent, 1)
        former_answers(cursor, 1, kit, 1)
        former_answers(cursor, 9, food, 3, "1448-2")
        cursor.execute(MOVE.COUNT)
        cursor.execute("DROP TABLE satisfaction_rating")
    counts = Count.objects.values_list("quarter", "service_id", "department_id", "score", "number")
    assert set(counts) == {
        ("1448-1", food.pk, food.department_id, 5, 7),
        ("1448-1", food.pk, food.department_id, 2, 4),
        ("1448-1", None, None, 1, 10),
        ("1448-2", None, None, 3, 9),
    }


def test_invitations_that_wait_go_out_with_a_link_of_the_new_kind(association):
    case = a_rejected_case("closed")
    message = actions.invite(case=case, at=NOW)
    former = {
        "secret": "https://wasl.example.org/rate/a0hguYnbBQRn3INpw07-wGwY/",
        "about_type": "",
        "about_id": "",
    }
    for status in (MessageStatus.QUEUED, MessageStatus.FAILED):
        Message.objects.filter(pk=message.pk).update(**former, params={}, status=status)
        with connection.cursor() as cursor:
            cursor.execute(MOVE.FORGET_LINKS)
        message.refresh_from_db()
        assert (message.secret, message.about_id) == ("", str(case.pk))
        token = links.of_message(message, NOW).rstrip("/").rpartition("/")[2]
        assert links.read(token).service == case.service_id


def test_an_invitation_whose_case_is_gone_is_not_sent(association):
    message = actions.invite(case=a_rejected_case("closed"), at=NOW)
    Message.objects.filter(pk=message.pk).update(
        once_key="rate:999999", about_id="", about_type="", params={}
    )
    with connection.cursor() as cursor:
        cursor.execute(MOVE.FORGET_LINKS)
    message.refresh_from_db()
    assert links.of_message(message, NOW) == ""
