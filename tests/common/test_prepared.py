"""A query whose SQL is worked out once gives what the query set itself gives, key by key and day by
day.
"""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F

from wasl.accounts.models import Membership, User
from wasl.common.prepared import DAY, KEY, NUMBER, Prepared

pytestmark = pytest.mark.django_db


def test_rows_are_those_of_the_query_set_for_each_key(noura, salem):
    named = Prepared(lambda key: User.objects.filter(pk=key))
    assert [named.rows(one.pk) for one in (noura, salem, noura)] == [[noura], [salem], [noura]]
    assert named.first(noura.pk).name_ar == noura.name_ar and named.first(0) is None


def test_joined_rows_annotations_and_what_is_at_hand_come_along(noura, django_assert_num_queries):
    held = Prepared(
        lambda key: (
            Membership.objects.filter(user=key)
            .select_related("department")
            .annotate(since=F("since_date"))
        )
    )
    with django_assert_num_queries(1):
        (one,) = held.rows(noura.pk, user=noura)
        assert one.department.name_ar and one.since == one.since_date and one.user is noura


def test_several_keys_and_days_keep_their_places(noura):
    begun = Membership.objects.get(user=noura).since_date
    on = Prepared(
        lambda key, day: Membership.objects.filter(user=key, since_date__lte=day), KEY, DAY
    )
    assert on.rows(noura.pk, begun) and not on.rows(noura.pk, begun - timedelta(days=1))
    assert not on.rows(0, date(2030, 1, 1))


def test_a_query_that_leaves_out_what_it_is_asked_by_is_refused():
    with pytest.raises(ValueError, match="depend"):
        Prepared(lambda key, number: User.objects.filter(pk=key), KEY, NUMBER).rows(1, 2)


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_on_its_own_connection(noura):
    named, seen = Prepared(lambda key: User.objects.filter(pk=key)), []
    named.rows(noura.pk)

    def ask():
        seen.extend(named.rows(noura.pk))
        connection.close()

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    assert seen == [noura]
