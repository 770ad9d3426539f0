"""Counting: ten of a cell at a time, nothing lost, and nobody who serves can change or take back a
count (PRA-3).
"""

import json
from collections import Counter
from datetime import timedelta

import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from tests.cast import NOW
from tests.factories import a_service
from wasl.common.clock import day_of
from wasl.common.dates import hijri_quarter, hijri_quarter_days
from wasl.satisfaction import actions, folding, links, queries
from wasl.satisfaction.folding import LEAST_OF_ASSOCIATION, LEAST_OF_CELL, Answer, Cell, fold
from wasl.satisfaction.models import Count
from wasl.satisfaction.places import PLACES

pytestmark = pytest.mark.clause("PRA-3")
DAY = day_of(NOW)
RUNNING = hijri_quarter(DAY)
QUARTERS = ["1447-4", "1448-1", "1448-2", "1448-3"]

answers = some.builds(
    Answer,
    some.builds(
        Cell, some.just(1), some.sampled_from(QUARTERS), some.integers(0, 3), some.integers(0, 2)
    ),
    some.integers(1, 5),
)


# The rule, whatever comes


LEFT_OVER = [
    Answer(Cell(1, quarter), 4) for quarter in ("1447-3", "1447-4", "1448-1") for _place in range(4)
]


@example(LEFT_OVER, False)
@given(some.lists(answers, max_size=PLACES), some.booleans())
def test_nothing_is_lost_and_nothing_small_is_counted(pending, is_full):
    folded = fold(pending, running=RUNNING, is_full=is_full)
    scores = Counter(answer.score for answer in pending)
    counted = Counter(answer.score for answer in folded.counted.elements())
    assert counted + Counter(answer.score for answer in folded.waiting) == scores
    sizes = Counter(answer.cell for answer in folded.counted.elements())
    for cell, size in sizes.items():
        assert size >= (LEAST_OF_ASSOCIATION if cell.is_associations else LEAST_OF_CELL) or is_full
    assert all(answer.cell.quarter >= RUNNING for answer in folded.waiting), (
        "a finished quarter never moves again"
    )
    assert Counter(fold(folded.waiting, running=RUNNING).waiting) == Counter(folded.waiting), (
        "in whatever order"
    )


@given(some.lists(answers, min_size=PLACES, max_size=PLACES))
def test_a_full_row_always_has_room_afterwards(pending):
    folded = fold(pending, running=RUNNING, is_full=True)
    assert len(folded.waiting) < PLACES
    sizes = Counter(answer.cell for answer in folded.counted.elements())
    assert all(
        size >= (LEAST_OF_ASSOCIATION if cell.is_associations else LEAST_OF_CELL)
        for cell, size in sizes.items()
    )


@given(answers)
def test_an_answer_is_read_as_it_was_packed(answer):
    assert folding.unpacked(answer.packed()) == answer and len(answer.packed()) == folding.SIZE


# In the database


@pytest.fixture
def services(association):
    return [
        a_service(code).service
        for code in ("food-basket", "rent-arrears", "school-kit", "home-repair")
    ]


def give(service, number, score=4, day=DAY, first=0):
    at = NOW + (day - DAY)
    for place in range(number):
        case = service.pk * 10_000 + first + place
        department = service.department_id or 0
        link = links.make(case_id=case, service=service.pk, department=department, day=day)
        actions.rate(token=links.written(link), score=score, at=at)


def counted():
    return {
        (row.quarter, row.service_id, row.score): row.number for row in Count.objects.order_by("pk")
    }


def waiting():
    return len(actions._take(queries.ANSWERS, NOW)[1])


@pytest.mark.django_db
def test_a_night_counts_ten_and_leaves_nine(services):
    give(services[0], 10)
    give(services[1], 9, score=1)
    assert counted() == {}
    actions.count_pending(at=NOW)
    assert counted() == {(RUNNING, services[0].pk, 4): 10} and waiting() == 9
    actions.count_pending(at=NOW)
    give(services[0], 3, score=5, first=50)
    actions.count_pending(at=NOW)
    assert counted() == {(RUNNING, services[0].pk, 4): 10} and waiting() == 12
    give(services[0], 7, score=5, first=60)
    actions.count_pending(at=NOW)
    assert (
        counted() == {(RUNNING, services[0].pk, 4): 10, (RUNNING, services[0].pk, 5): 10}
        and waiting() == 9
    )


@pytest.mark.django_db
def test_a_full_row_makes_room_and_takes_the_next_answer(services):
    for service in services:
        give(service, 9)
    for place in range(4):
        give(
            services[place], 7, day=DAY - timedelta(days=1), first=5_000
        )  # the same cells: sixteen each
    assert waiting() == 64 and counted() == {}
    give(services[0], 1, first=9_000)
    assert sum(counted().values()) == 64 and waiting() == 1


@pytest.mark.django_db
def test_a_full_row_of_small_cells_is_the_associations(services, monkeypatch):
    give(services[0], 9)
    pending = [
        Answer(Cell(1, RUNNING, services[place % 4].pk, place // 4 + 1000), 2).packed()
        for place in range(PLACES)
    ]
    row, _items = actions._take(queries.ANSWERS, NOW)
    actions._put_back(row, queries.ANSWERS, pending)
    give(services[1], 1, first=9_000)
    # Departments that are not there any more are nobody's, so all are the association's at once.
    assert counted() == {(RUNNING, None, 2): 64} and waiting() == 1


@pytest.mark.django_db
def test_the_end_of_a_quarter_folds_the_rest_and_the_figures_show_it(services):
    give(services[0], 12)
    give(services[1], 4, score=1)
    give(services[2], 2, score=2)
    actions.count_pending(at=NOW)
    assert waiting() == 6
    after = hijri_quarter_days(RUNNING)[1] + timedelta(days=1)
    actions.count_pending(at=NOW + (after - DAY))
    assert waiting() == 0
    assert counted() == {
        (RUNNING, services[0].pk, 4): 12,
        (RUNNING, None, 1): 4,
        (RUNNING, None, 2): 2,
    }
    assert queries.finished_quarters(after) == [RUNNING]
    assert [(figure.cut, figure.value, figure.n) for figure in queries.figures(RUNNING)][:3] == [
        ("", None, 18),
        ("service_id", services[0].pk, 12),
        ("service_id", None, 6),
    ]


@pytest.mark.django_db
def test_fewer_than_five_wait_for_the_next_quarter(services):
    give(services[0], 4)
    after = hijri_quarter_days(RUNNING)[1] + timedelta(days=1)
    at = NOW + (after - DAY)
    actions.count_pending(at=at)
    assert counted() == {} and waiting() == 4
    give(services[1], 1, day=after)
    actions.count_pending(at=at + timedelta(days=100))
    assert counted() == {(hijri_quarter(after), None, 4): 5}


@pytest.mark.django_db
def test_who_answers_after_the_quarter_is_counted_in_the_one_that_runs(services):
    service = services[0]
    link = links.make(case_id=1, service=service.pk, department=service.department_id, day=DAY)
    after = hijri_quarter_days(RUNNING)[1] + timedelta(days=1)
    actions.rate(token=links.written(link), score=5, at=NOW + (after - DAY))
    (answer,) = map(folding.unpacked, actions._take(queries.ANSWERS, NOW)[1])
    assert answer.cell.quarter == hijri_quarter(after) != link.quarter


# As the role that serves, by hand


LINE = {
    "instrument": 1,
    "quarter": "1448-2",
    "service_id": None,
    "department_id": None,
    "score": 5,
    "number": 10,
}


def add(connection, *lines):
    connection.execute("SELECT satisfaction_add_counts(%s::jsonb)", [json.dumps(lines)])


@pytest.fixture
def counts(transactional_db, services):
    Count.objects.create(instrument=1, quarter="1447-1", service=services[0], score=5, number=30)
    return services


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE satisfaction_count SET number = 1",
        "UPDATE satisfaction_count SET score = 1",
        "DELETE FROM satisfaction_count",
        "TRUNCATE satisfaction_count",
        (
            "INSERT INTO satisfaction_count (instrument, quarter, score, number) VALUES (1, "
            "'1447-1', 5, 100)"
        ),
        "DROP TABLE satisfaction_count",
        "ALTER TABLE satisfaction_count DISABLE TRIGGER ALL",
        (
            "CREATE OR REPLACE FUNCTION satisfaction_add_counts(lines jsonb) RETURNS void LANGUAGE "
            "sql AS 'SELECT'"
        ),
    ],
)
def test_who_serves_can_neither_change_nor_take_back_a_count(counts, runtime_connection, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        runtime_connection.execute(statement)
    assert Count.objects.get().number == 30


def test_who_serves_adds_ten_at_a_time_by_the_owners_function(counts, runtime_connection):
    service = counts[0]
    line = LINE | {"quarter": "1447-1", "service_id": service.pk}
    add(runtime_connection, line, line | {"score": 4, "number": 3}, LINE | {"number": 5})
    numbers = dict(Count.objects.filter(service=service).values_list("score", "number"))
    assert numbers == {5: 40, 4: 3} and Count.objects.get(service=None).number == 5


@pytest.mark.parametrize(
    "lines",
    [
        [LINE | {"number": 4}],
        [LINE | {"service_id": 1, "number": 9}],
        [LINE | {"department_id": 1, "number": 9}],
        [
            LINE | {"service_id": 1, "number": 30},
            LINE | {"service_id": 1, "score": 4, "number": -20},
        ],
        [LINE | {"number": 0}, LINE | {"number": 20}],
        [LINE | {"number": None}, LINE | {"number": 20}],
        [LINE | {"score": 6}],
        [LINE | {"quarter": "1448-2", "number": 10}, LINE | {"quarter": "1448-3", "number": 1}],
    ],
)
def test_the_function_refuses_what_would_tell_of_few(counts, runtime_connection, lines):
    with pytest.raises(psycopg.errors.CheckViolation):
        add(runtime_connection, *lines)
    assert Count.objects.count() == 1
