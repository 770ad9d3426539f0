"""The only clock: views and tasks read it, actions receive `at`.

Asia/Riyadh; the Hijri day begins at midnight. A test session sets it for all its processes by
WASL_CLOCK_OFFSET, in seconds. What a page, a job or a command calls now is then the tests' own day,
whatever the machine's date is (ADR 48). `wasl doctor` reports when it is set.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

RIYADH = ZoneInfo("Asia/Riyadh")
OFFSET = timedelta(seconds=float(os.environ.get("WASL_CLOCK_OFFSET") or 0))
# A context variable, because threads of one worker may serve requests with different days.
_ahead: ContextVar[timedelta] = ContextVar("ahead", default=timedelta())


def now() -> datetime:
    """Return the present moment in UTC, aware, plus the days that the sample's clock is ahead."""
    return real_now() + OFFSET + _ahead.get()


def real_now() -> datetime:
    """Return the machine's own time.

    For jobs, heartbeats and the age of files, never for a term that a person was promised.
    """
    return datetime.now(UTC)


def today() -> date:
    """Return the civil day in Riyadh."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """Return the civil day in Riyadh at a moment."""
    return at.astimezone(RIYADH).date()


def set_ahead(days: int) -> None:
    """Move this context's clock `days` forward (0 = the real time).

    Only the sample association uses another value than 0.
    """
    _ahead.set(timedelta(days=days))


@contextmanager
def ahead(days: int) -> Iterator[None]:
    """Move the clock forward within a block."""
    token = _ahead.set(timedelta(days=days))
    try:
        yield
    finally:
        _ahead.reset(token)
