"""Several at once, with connections of their own: one link one answer, sixty-four at once, a minute
beside an answer.
"""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from tests.cast import NOW
from tests.factories import a_service
from wasl.common import installation
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.satisfaction import actions, links, queries
from wasl.satisfaction.models import Count, Pending, Spent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("PRA-3")]


@pytest.fixture
def token(association):
    service = a_service().service

    def of(place: int) -> str:
        link = links.make(
            case_id=place, service=service.pk, department=service.department_id, day=day_of(NOW)
        )
        return links.written(link)

    return of


def at_once(*acts) -> Counter:
    """Start everything at one moment; answers how often each outcome came."""
    barrier, outcomes = threading.Barrier(len(acts)), Counter()

    def run(act):
        try:
            barrier.wait()
            act()
            outcomes["done"] += 1
        except Refused:
            outcomes["refused"] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def pending_scores():
    row = Pending.objects.get()
    return sorted(content[1] for content in queries.ANSWERS.open(bytes(row.sealed), row.key_name))


def rate(token, score=3):
    return lambda: actions.rate(token=token, score=score, at=NOW)


def test_two_clicks_on_one_link_are_one_answer(token):
    link = token(1)
    assert at_once(*[rate(link, score) for score in (1, 2, 3, 4, 5, 5)]) == {
        "done": 1,
        "refused": 5,
    }
    assert Spent.objects.count() == len(pending_scores()) == 1


def test_sixty_four_at_once_are_sixty_four_and_one_more_is_counted(token):
    """The first ones also make the row and its key at once."""
    assert at_once(*[rate(token(place), place % 5 + 1) for place in range(64)]) == {"done": 64}
    assert len(pending_scores()) == Spent.objects.count() == 64
    assert at_once(*[rate(token(place)) for place in range(100, 103)]) == {"done": 3}
    assert sum(Count.objects.values_list("number", flat=True)) + len(pending_scores()) == 67


def test_minutes_and_nights_beside_answers_lose_none(token):
    def minute():
        for _time in range(10):
            actions.seal_anew(at=NOW)

    def night():
        actions.count_pending(at=NOW)

    acts = [rate(token(place)) for place in range(20)]
    assert at_once(*acts, minute, minute, night, night) == {"done": 24}
    assert sum(Count.objects.values_list("number", flat=True)) + len(pending_scores()) == 20


KILLED = """
import os, signal, django
django.setup()
from wasl.satisfaction import actions
def die(*_args, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
actions._put_back = die
from tests.cast import NOW
actions.rate(token={token!r}, score=5, at=NOW)
"""


def test_who_is_killed_between_the_mark_and_the_answer_leaves_neither(token):
    actions.seal_anew(at=NOW)
    before = bytes(Pending.objects.get().sealed)
    link = token(7)
    url = make_conninfo(
        installation.url(installation.home(), owner=True), dbname=connection.settings_dict["NAME"]
    )
    environment = os.environ | {
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "WASL_PASSING_KEYS": str(settings.PASSING_KEYS),
    }
    command = [sys.executable, "-c", KILLED.format(token=link)]
    assert (
        subprocess.run(command, env=environment, cwd=settings.BASE_DIR).returncode
        == -signal.SIGKILL
    )
    assert not Spent.objects.exists() and bytes(Pending.objects.get().sealed) == before
    actions.rate(token=link, score=5, at=NOW)
    assert pending_scores() == [5]
