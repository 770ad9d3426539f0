"""The answer window: property by property (PRO-7)."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wasl.cases.window import opened, passed, resumed

pytestmark = pytest.mark.clause("PRO-7")
DAYS = some.dates(date(2000, 1, 1), date(2070, 1, 1))
LENGTHS = some.integers(0, 400)
PAUSES = some.lists(some.tuples(LENGTHS, LENGTHS), max_size=6)


def walk(window, pauses):
    """The window after pauses, each after so many days of work and so many days long."""
    day, windows = window.clock_date, [window]
    for work, length in pauses:
        paused = day + timedelta(days=work)
        day = paused + timedelta(days=length)
        windows.append(resumed(windows[-1], paused=paused, day=day))
    return windows, day


def test_it_opens_fourteen_and_thirty_days_after_the_submission():
    window = opened(date(2026, 11, 19), not_before=14, due=30)
    assert (window.answer_from, window.answer_due) == (date(2026, 12, 3), date(2026, 12, 19))


@given(day=DAYS, floor=LENGTHS, more=LENGTHS, pauses=PAUSES)
def test_a_pause_never_shortens_and_both_days_move_alike(day, floor, more, pauses):
    windows, _end = walk(opened(day, not_before=floor, due=floor + more), pauses)
    for before, after in itertools.pairwise(windows):
        assert after.answer_from >= before.answer_from
        assert after.answer_from - before.answer_from == after.answer_due - before.answer_due
        assert after.answer_due - after.answer_from == timedelta(days=more)
        assert after.clock_date == day


@given(day=DAYS, pauses=PAUSES)
def test_the_days_moved_are_the_days_waited(day, pauses):
    windows, _end = walk(opened(day, not_before=14, due=30), pauses)
    waited = sum(length for _work, length in pauses)
    assert windows[-1].paused_days == waited
    assert windows[-1].answer_due == day + timedelta(days=30 + waited)


@given(day=DAYS, pauses=PAUSES)
def test_waiting_uses_up_no_day_of_the_window(day, pauses):
    windows, end = walk(opened(day, not_before=14, due=30), pauses)
    assert passed(windows[-1], end) == sum(work for work, _length in pauses)


@given(day=DAYS, ahead=some.integers(-100, 0))
def test_a_clock_set_back_moves_nothing(day, ahead):
    window = opened(day, not_before=14, due=30)
    assert resumed(window, paused=day, day=day + timedelta(days=ahead)) == window


@given(day=DAYS, work=LENGTHS, length=LENGTHS)
def test_while_it_pauses_nothing_passes(day, work, length):
    window, paused = opened(day, not_before=14, due=30), day + timedelta(days=work)
    assert passed(window, paused + timedelta(days=length), paused) == work
