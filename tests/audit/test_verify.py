"""The chain shows what was changed, removed and re-ordered, by whoever could."""

import pytest
from django.db import connection

from tests.cast import NOW
from wasl.audit import actions, queries
from wasl.audit.models import Event, Seal

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-6")]


@pytest.fixture
def chain(association):
    events = [
        actions.record(
            verb="accounts.move_clock", subject=association, by=None, at=NOW, data={"days": n}
        )
        for n in range(8)
    ]
    assert actions.seal() >= 8
    return events


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def found(**options):
    return [(finding.kind, finding.event_id) for finding in queries.verify(**options).findings]


def test_a_whole_chain_has_no_finding(chain):
    report = queries.verify()
    assert report.findings == []
    assert report.events == Seal.objects.count()
    assert queries.verify(known_head=report.head).findings == []


def test_sealing_goes_on_from_where_it_ended(association, chain):
    assert actions.seal() == 0
    actions.record(verb="accounts.move_clock", subject=association, by=None, at=NOW)
    assert actions.seal() == 1
    assert found() == []


def test_an_event_that_came_to_light_late_is_sealed_after_its_elders(association, chain):
    """Its transaction drew the id early and committed late."""
    late = Event.objects.latest("id")
    Seal.objects.filter(event_id=late.pk).delete()
    actions.record(verb="accounts.move_clock", subject=association, by=None, at=NOW)
    newest = Event.objects.latest("id")
    Seal.objects.create(
        position=queries.head()[0] + 1,
        event_id=newest.pk,
        hash=queries.link(
            queries.head()[1],
            queries.head()[0] + 1,
            newest.pk,
            Event.objects.values(*queries.COLUMNS).get(pk=newest.pk),
        ),
    )
    assert actions.seal() == 1
    assert found() == []


@pytest.mark.parametrize(
    "column",
    [
        "verb = 'x.y'",
        "actor_id = NULL, subject_id = '99'",
        "data = '{\"days\": 77}'",
        "at = now()",
        "recorded_at = now() + '1 s'",
    ],
)
def test_a_changed_row_is_found(chain, column):
    sql(f"UPDATE audit_event SET {column} WHERE id = %s", chain[3].pk)
    assert found() == [("changed", chain[3].pk)]


def test_a_removed_row_is_found(chain):
    sql("DELETE FROM audit_event WHERE id = %s", chain[3].pk)
    assert found() == [("removed", chain[3].pk)]


def test_a_row_removed_with_its_seal_is_found(chain):
    sql("DELETE FROM audit_seal WHERE event_id = %s", chain[3].pk)
    sql("DELETE FROM audit_event WHERE id = %s", chain[3].pk)
    kinds = [kind for kind, _event in found()]
    assert kinds[0] == "gap"


def test_rows_in_another_order_are_found(chain):
    one, two = chain[3].pk, chain[4].pk
    sql("UPDATE audit_event SET id = -1 WHERE id = %s", one)
    sql("UPDATE audit_event SET id = %s WHERE id = %s", one, two)
    sql("UPDATE audit_event SET id = %s WHERE id = -1", two)
    assert found() == [("re-ordered", one), ("re-ordered", two)]


def test_seals_in_another_order_are_found(chain):
    one, two = (Seal.objects.get(event_id=chain[n].pk).position for n in (3, 4))
    sql("UPDATE audit_seal SET position = 1000000 WHERE position = %s", one)
    sql("UPDATE audit_seal SET position = %s WHERE position = %s", one, two)
    sql("UPDATE audit_seal SET position = %s WHERE position = 1000000", two)
    assert {kind for kind, _event in found()} == {"re-ordered"}


def test_a_cut_tail_is_found_by_a_head_kept_elsewhere(chain):
    head = queries.verify().head
    sql("DELETE FROM audit_seal WHERE event_id = %s", chain[-1].pk)
    sql("DELETE FROM audit_event WHERE id = %s", chain[-1].pk)
    assert found() == []
    assert [kind for kind, _event in found(known_head=head)] == ["removed"]


def test_an_event_unsealed_for_over_a_minute_is_found(association, chain):
    event = actions.record(verb="accounts.move_clock", subject=association, by=None, at=NOW)
    assert found() == []
    Event.objects.filter(pk=event.pk).update(recorded_at="2026-11-19T07:00Z")
    assert found() == [("unsealed", event.pk)]
