"""Rating: offered once, in two taps, and joined to nobody (PRA-3)."""

import secrets
from datetime import time, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_rejected_case, a_service
from wasl.audit.models import Event
from wasl.beneficiaries.models import Person
from wasl.common.clock import day_of
from wasl.common.dates import hijri_quarter
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message
from wasl.satisfaction import actions, queries
from wasl.satisfaction.models import Invitation, Invited, Rating

DAY = day_of(NOW)


def an_invitation(code="food-basket", channel="interview"):
    token = secrets.token_urlsafe(18)
    service = a_service(code).service
    Invitation.objects.create(
        token_hash=queries.hash_of(token),
        service=service,
        department=service.department,
        channel=channel,
        expires_date=DAY + timedelta(days=60),
    )
    return token


@pytest.mark.django_db
@pytest.mark.clause("PRA-3")
def test_a_closed_case_invites_once(association):
    case = a_rejected_case("closed")
    assert actions.invite(case=case, at=NOW) is True
    assert actions.invite(case=case, at=NOW) is False
    assert Invitation.objects.count() == Invited.objects.count() == 1
    assert Message.objects.filter(template__key="rate_invitation").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("why", [{"opted_out": ["surveys"]}, {"death_date": DAY}])
def test_who_does_not_want_to_be_asked_is_not_asked(association, why):
    case = a_rejected_case("closed")
    Person.objects.filter(pk=case.person_id).update(**why)
    case.person.refresh_from_db()
    assert actions.invite(case=case, at=NOW) is False
    assert not Invitation.objects.exists() and not Message.objects.filter(template__key="rate_invitation").exists()


@pytest.mark.django_db
@pytest.mark.clause("AIM-5")
def test_who_wants_quiet_is_asked_after_it(association):
    case = a_rejected_case("closed")
    case.person.quiet_from, case.person.quiet_until = time(9), time(16)
    assert actions.invite(case=case, at=NOW) is True
    message = Message.objects.get(template__key="rate_invitation")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at > now() + interval '5 hours' FROM procrastinate_jobs WHERE queueing_lock = %s",
            [f"send:{message.pk}"],
        )
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db
@pytest.mark.clause("PRA-3")
def test_two_taps_without_sign_in(client, association):
    token = an_invitation()
    address = reverse("satisfaction:rate", args=[token])
    assert client.get(address).status_code == 200
    assert client.post(address, {"score": "5"}).status_code == 200
    assert Rating.objects.get().score == 5
    assert client.get(address).status_code == 410
    assert "sessionid" not in client.cookies


@pytest.mark.django_db
def test_a_link_is_good_once(association):
    token = an_invitation()
    actions.rate(token=token, score=4, on=DAY)
    with pytest.raises(Refused):
        actions.rate(token=token, score=1, on=DAY)
    assert Rating.objects.get().score == 4


@pytest.mark.django_db
@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_is_one_to_five(association, score):
    token = an_invitation()
    with pytest.raises(Refused):
        actions.rate(token=token, score=score, on=DAY)
    assert Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("PRA-3")
def test_no_query_joins_an_answer_to_its_person(association):
    """By key, time, transaction, place, trail, history or job: every way is tried."""
    tokens = [an_invitation() for _ in range(6)]
    given = [1, 2, 3, 4, 5, 5]
    first_keys = {}
    for token, score in zip(tokens, given, strict=True):
        events, jobs = Event.objects.count(), _count("procrastinate_jobs")
        actions.rate(token=token, score=score, on=DAY)
        assert (Event.objects.count(), _count("procrastinate_jobs")) == (events, jobs)
        first_keys[score] = set(Rating.objects.values_list("id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text), count(*) FROM satisfaction_rating")
        assert cursor.fetchone() == (1, 6)
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'rating_id'")
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'satisfaction_rating'"
        )
        columns = dict(cursor.fetchall())
    assert not [name for name, kind in columns.items() if "time" in kind or "date" in kind]
    assert set(columns) == {"id", "score", "service_id", "department_id", "channel", "quarter"}
    assert first_keys[1] & set(Rating.objects.values_list("id", flat=True)) == set()
    assert not Invitation.objects.exists()


def _count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def answers(count, quarter, code="food-basket", channel="interview"):
    service = a_service(code).service
    Rating.objects.bulk_create(
        Rating(score=4, service=service, department=service.department, channel=channel, quarter=quarter)
        for _ in range(count)
    )


@pytest.mark.django_db
@pytest.mark.clause("PRA-3")
@pytest.mark.parametrize("sizes", [(5, 5), (4, 20), (6, 4, 9), (5, 1, 1), (12, 3, 3, 7), (4,)])
def test_no_figure_below_five_nor_by_subtracting(association, sizes):
    quarter = "1447-1"
    codes = ["food-basket", "rent-arrears", "school-kit", "home-repair"]
    for place, size in enumerate(sizes):
        answers(size, quarter, codes[place], ["interview", "website"][place % 2])
    shown = queries.figures(quarter)
    sets = [figure.answers for figure in shown]
    assert all(len(one) >= 5 for one in sets)
    for one in sets:
        for other in sets:
            if other < one:
                assert len(one - other) >= 5
    for cut in queries.CUTS:
        cells = [figure.n for figure in shown if figure.cut == cut]
        if cells:
            left = sum(sizes) - sum(cells)
            assert left == 0 or left >= 5


@pytest.mark.django_db
def test_a_running_quarter_shows_nothing(association):
    answers(9, hijri_quarter(DAY))
    assert queries.finished_quarters(DAY) == []
