"""Every test begins at `NOW`, in this process and in those that it starts, whatever the machine's
date is.
"""

import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from tests.day import NOW, USUAL
from tools import days
from wasl.common import clock
from wasl.program.environment import ROOT

SOON = timedelta(minutes=2)


def test_a_page_asks_the_clock_of_the_tests():
    assert timedelta() <= clock.now() - NOW < SOON
    assert clock.today() == clock.day_of(NOW)


def test_so_does_a_process_that_a_test_starts():
    program = "from wasl.common import clock; print(clock.now().isoformat())"
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert timedelta() <= datetime.fromisoformat(said.stdout.strip()) - NOW < SOON


def test_the_machines_own_clock_stays_the_machines():
    assert abs(clock.now() - clock.OFFSET - clock.real_now()) < SOON


@pytest.mark.parametrize("moment", days.odd_moments())
def test_an_odd_moment_is_a_minute_before_midnight_in_riyadh(moment):
    assert clock.day_of(moment + timedelta(minutes=1)) == clock.day_of(moment) + timedelta(days=1)


def test_a_day_can_be_repeated(monkeypatch):
    assert days.USUAL == USUAL
    monkeypatch.setenv("WASL_TEST_DAY", "2028-02-29T20:59:00+00:00")
    assert days.another() == datetime.fromisoformat("2028-02-29T20:59:00+00:00")
    monkeypatch.delenv("WASL_TEST_DAY")
    assert all(
        USUAL < days.another() < USUAL + timedelta(days=days.FARTHEST) for _time in range(50)
    )
