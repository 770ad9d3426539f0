"""How a process hears that it has to stop, without a lock and without an exception.

A signal handler runs between two instructions of whatever the main thread was doing, so it may
neither take a lock nor raise: a lock may be held by that very thread, and what was being cleaned up
would be left half done. Here the handler does nothing; Python itself writes the signal's number
into a pipe, and whoever waits reads it there.
"""

import os
import select
import signal
import time
from types import FrameType

# A terminal, `make` and a supervisor may each pass on the same wish; later than this it is
# somebody's impatience.
ONE_WISH_SECONDS = 2.0


def _only_noted(_number: int, _frame: FrameType | None) -> None:
    """Keep the signal from ending the process; the pipe tells of it."""


class Stop:
    """The wish to stop, of SIGINT and SIGTERM. One for a process, made in its main thread and kept
    to its end.
    """

    def __init__(self) -> None:
        self.bell, ring = os.pipe()
        os.set_blocking(self.bell, False)
        os.set_blocking(ring, False)
        signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _only_noted)
        self._asked_at = 0.0
        self._is_urgent = False

    @property
    def is_asked(self) -> bool:
        """Whether somebody wants the process to stop."""
        self._read()
        return self._asked_at > 0

    @property
    def is_urgent(self) -> bool:
        """Whether they asked once more when it was on its way already: then nobody is waited
        for.
        """
        self._read()
        return self._is_urgent

    def wait(self, seconds: float | None = None) -> bool:
        """Sleep until somebody asks, at most so long; True when they did."""
        if not self.is_asked:
            select.select([self.bell], [], [], seconds)
        return self.is_asked

    def _read(self) -> None:
        try:
            numbers = os.read(self.bell, 4096)
        except BlockingIOError:
            return
        if not {signal.SIGINT, signal.SIGTERM} & set(numbers):
            return
        now = time.monotonic()
        self._is_urgent = self._is_urgent or 0 < self._asked_at < now - ONE_WISH_SECONDS
        self._asked_at = self._asked_at or now
