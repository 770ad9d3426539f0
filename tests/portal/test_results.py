"""Published figures: of finished quarters, once, and never so that a small number of people can be
worked out (PRA-2).
"""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.cast import NOW
from tests.factories import a_rejected_case
from wasl.audit.models import Event
from wasl.cases.models.case import Case
from wasl.common.clock import RIYADH
from wasl.portal import actions, results
from wasl.portal.models import PublishedFigures
from wasl.satisfaction.models import Count
from wasl.satisfaction.withholding import parts, together, totals

pytestmark = pytest.mark.clause("PRA-2")
QUARTER = "1448-1"
MOMENT = datetime(2026, 8, 10, 9, tzinfo=RIYADH)
LEAST = 5


def people(*bounds: int) -> frozenset:
    return frozenset(range(*bounds))


def test_a_count_that_tells_a_small_one_by_subtraction_is_withheld():
    shown = totals(
        (("received", people(40)), ("answered", people(30)), ("in_time", people(27))), LEAST
    )
    assert [one.cut for one in shown] == ["received", "answered"], "three were late"
    assert [one.n for one in totals((("received", people(4)), ("answered", people(0))), LEAST)] == [
        0
    ]


def test_a_small_part_is_not_what_is_left_of_the_whole():
    cells = {"kit": people(0, 20), "food": people(20, 32), "rent": people(32, 35)}
    whole = totals((("received", people(35)),), LEAST)
    assert [one.value for one in parts("service", cells, LEAST, whole)] == ["kit"], (
        "food would leave rent's three"
    )
    more = {**cells, "device": people(35, 38)}
    whole = totals((("received", people(38)),), LEAST)
    assert [one.value for one in parts("service", more, LEAST, whole)] == ["kit", "food"], (
        "six are left of two services"
    )


@given(
    sizes=some.lists(some.integers(0, 14), min_size=1, max_size=5),
    chain=some.lists(some.integers(0, 40), min_size=3, max_size=3),
)
def test_nothing_published_leaves_a_small_rest(sizes, chain):
    """Whatever the numbers: no two published counts, nor what is left beside a cut, differ by one
    to four people.
    """
    edges = [sum(sizes[:at]) for at in range(len(sizes) + 1)]
    everybody = people(edges[-1])
    cells = {at: people(edges[at], edges[at + 1]) for at in range(len(sizes)) if sizes[at]}
    answered, in_time, _rest = (
        frozenset(list(everybody)[:most]) for most in sorted(chain, reverse=True)
    )
    shown = totals((("received", everybody), ("answered", answered), ("in_time", in_time)), LEAST)
    cut = parts("service", cells, LEAST, shown)
    rest = everybody.difference(*(one.members for one in cut)) if cut else frozenset()
    known = [one.members for one in (*shown, *cut)] + (
        [rest] if rest and shown and shown[0].n else []
    )
    for one in known:
        assert not one or len(one) >= LEAST
        assert all(together(one, other, LEAST) for other in known)


@pytest.fixture
def quarter(association):
    """Six requests of a finished quarter: all answered, five of them in time."""
    case = a_rejected_case("closed")
    rows = list(Case.objects.filter(pk=case.pk).values())
    for place in range(1, 6):
        copy = {name: value for name, value in rows[0].items() if name not in ("id", "place")}
        Case.objects.create(**{**copy, "reference": f"1448-90000{place}", "once": None})
    day = MOMENT.date()
    window = {
        "clock_date": day,
        "answer_from_date": day,
        "answer_due_date": day + timedelta(days=30),
    }
    Case.objects.update(submitted_at=MOMENT, answered_at=MOMENT + timedelta(days=20), **window)
    return Case.objects.order_by("pk")


def test_figures_of_a_finished_quarter_are_published_once_and_stay(client, quarter, runtime_role):
    Count.objects.create(instrument=1, quarter=QUARTER, score=4, number=6)
    actions.publish_figures(by=None, at=NOW)
    kept = PublishedFigures.objects.get(quarter=QUARTER)
    assert kept.figures["received"] == kept.figures["answered"] == kept.figures["in_time"] == 6
    assert (kept.figures["days"], kept.figures["rating"]["n"]) == (20, 6)
    assert kept.figures["services"] == [[quarter[0].service_id, 6]]
    page = client.get("/results/").content.decode()
    assert "سلة غذائية" in page
    Case.objects.filter(pk=quarter[0].pk).update(submitted_at=NOW)
    assert actions.publish_figures(by=None, at=NOW) == []
    kept.refresh_from_db()
    assert kept.figures["received"] == 6, "a figure that moves tells of the one who moved it"
    assert (
        Event.objects.filter(verb="portal.publish_figures").count()
        == PublishedFigures.objects.count()
        == 4
    )


def test_one_late_answer_is_not_told(quarter):
    Case.objects.filter(pk=quarter[0].pk).update(answered_at=MOMENT + timedelta(days=31))
    told = results.figures_of(QUARTER)
    assert (told["answered"], told["in_time"]) == (6, None)
    Case.objects.filter(pk__in=[one.pk for one in quarter[1:3]]).update(
        submitted_at=NOW, answered_at=NOW
    )
    told = results.figures_of(QUARTER)
    assert (told["received"], told["answered"], told["days"], told["services"]) == (
        None,
        None,
        None,
        [],
    )


def test_a_running_quarter_is_never_published(quarter):
    assert "1448-2" not in results.unpublished_quarters(NOW.date())
    assert results.unpublished_quarters(NOW.date()) == ["1447-2", "1447-3", "1447-4", "1448-1"]


@pytest.mark.django_db
def test_before_the_first_quarter_the_page_says_when(client):
    assert "حين ينتهي ربع" in client.get("/results/").content.decode()
