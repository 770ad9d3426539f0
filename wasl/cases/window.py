"""The answer window as pure arithmetic of days (PRO-7).

The first complete submission opens it, and every pause moves it. Calendar days in Riyadh. Day 0 is
the day of the signed, complete submission.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Window:
    """Day 0, the days of waiting for the applicant, and the first and last day of the answer."""

    clock_date: date
    paused_days: int
    answer_from: date
    answer_due: date


def opened(day: date, *, not_before: int, due: int) -> Window:
    """Return the window that a submission on this day opens."""
    return Window(day, 0, day + timedelta(days=not_before), day + timedelta(days=due))


def resumed(window: Window, *, paused: date, day: date) -> Window:
    """Return the window after a pause.

    Both of its days move by the length of the pause, never backwards.
    """
    # A clock that was set back must not shorten the window.
    length = max((day - paused).days, 0)
    moved = timedelta(days=length)
    return Window(
        window.clock_date,
        window.paused_days + length,
        window.answer_from + moved,
        window.answer_due + moved,
    )


def passed(window: Window, day: date, paused: date | None = None) -> int:
    """Return how many days of the window are gone.

    Days of waiting for the applicant do not count.
    """
    until = min(day, paused) if paused else day
    return max((until - window.clock_date).days - window.paused_days, 0)
