"""The one clock: views and tasks read it, actions are given `at`. Asia/Riyadh; the Hijri day begins
at midnight.

A session of tests sets it for all its processes by WASL_CLOCK_OFFSET, in seconds: what a page, a
job or a command calls now is then the tests' own day, whatever the machine's date is (ADR 48).
`wasl doctor` says when it is set.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

RIYADH = ZoneInfo("Asia/Riyadh")
OFFSET = timedelta(seconds=float(os.environ.get("WASL_CLOCK_OFFSET") or 0))
_ahead: ContextVar[timedelta] = ContextVar("ahead", default=timedelta())


def now() -> datetime:
    """The present moment, aware, in UTC, moved forward by what the sample association's
    administrator asked for.
    """
    return real_now() + OFFSET + _ahead.get()


def real_now() -> datetime:
    """The machine's own clock: for jobs, heartbeats and the age of files, never for what people are
    promised.
    """
    return datetime.now(UTC)


def today() -> date:
    """The civil day in Riyadh."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """The civil day in Riyadh of a moment."""
    return at.astimezone(RIYADH).date()


def set_ahead(days: int) -> None:
    """Move this context's clock `days` forward (0 = the real time). Only the sample association has
    other than 0.
    """
    _ahead.set(timedelta(days=days))


@contextmanager
def ahead(days: int) -> Iterator[None]:
    """The clock moved forward within a block."""
    token = _ahead.set(timedelta(days=days))
    try:
        yield
    finally:
        _ahead.reset(token)
