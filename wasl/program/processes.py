"""The children of `wasl up`: started, listened to, started again when they die, stopped
together.
"""

import contextlib
import ctypes
import logging
import logging.handlers
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from wasl.common.logs import HideSecrets
from wasl.program.environment import ROOT
from wasl.program.stopping import Stop

GRACE_SECONDS = 35.0
LONGEST_PAUSE = 30.0
SET_PDEATHSIG = 1
PARENT = "WASL_SUPERVISOR"


class Child:
    """One process that must be there, with a log of its own."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        logs: Path,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.name, self.command = name, list(command)
        self.environment = (
            os.environ | (environment or {}) | {"PYTHONUNBUFFERED": "1", PARENT: str(os.getpid())}
        )
        self.log = _log(name, logs)
        self.last: deque[str] = deque(maxlen=30)
        self.process: subprocess.Popen[str] | None = None
        self.listener: threading.Thread | None = None
        self.started_at = 0.0
        self.pause = 1.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only who supervises."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.listener = threading.Thread(
            target=self._listen, args=[self.process], daemon=True, name=f"log-{self.name}"
        )
        self.listener.start()

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None  # noqa: S101
        with process.stdout:
            for line in process.stdout:
                self.last.append(line.rstrip())
                self.log.info(line.rstrip())

    def last_words(self) -> list[str]:
        """Return the last lines that it said, after it has ended."""
        if self.listener is not None:
            self.listener.join(1.0)
        return list(self.last)

    @property
    def dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def again(self) -> bool:
        """Start a dead child again, after a pause that grows while it keeps dying. True when it was
        started.
        """
        if time.monotonic() - self.started_at > 60:
            self.pause = 1.0
        if time.monotonic() - self.started_at < self.pause:
            return False
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self.start()
        return True

    def ask_to_stop(self) -> None:
        """A polite signal."""
        if self.process is not None and not self.dead:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGTERM)

    @property
    def returncode(self) -> int | None:
        """How it ended; None while it runs or before it was started."""
        return None if self.process is None else self.process.poll()

    def kill(self) -> None:
        """End it and whatever it started, at once."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def stop(children: Sequence[Child], wish: Stop) -> None:
    """Ask all at once and wait for all; whoever has not ended after the grace, or at a second wish,
    is killed.
    """
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.ask_to_stop()
    alive = [child for child in children if child.process is not None]
    while alive and time.monotonic() < until and not wish.is_urgent:
        time.sleep(0.05)
        alive = [child for child in alive if not child.dead]
    for child in alive:
        child.kill()


def die_with_parent() -> None:
    """Called in a child: when who supervises is killed, end too, so that nobody holds the port for
    ever (Linux).
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PDEATHSIG, signal.SIGTERM)
    # Killed before we asked: the signal will not come any more.
    if os.environ.get(PARENT, str(os.getppid())) != str(os.getppid()):
        sys.exit(1)


class Quiet(logging.handlers.RotatingFileHandler):
    """A log that cannot be written, because the disk is full say, is not a reason to flood the
    terminal.
    """

    def handleError(self, record: logging.LogRecord) -> None:  # logging's own name
        """The line is lost; what went wrong is told elsewhere."""


def _log(name: str, folder: Path) -> logging.Logger:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = logging.getLogger(f"wasl.up.{name}")
    log.propagate = False
    log.setLevel(logging.INFO)
    for old in log.handlers[:]:
        log.removeHandler(old)
    handler = Quiet(folder / f"{name}.log", maxBytes=5_000_000, backupCount=2, delay=True)
    handler.addFilter(HideSecrets())
    log.addHandler(handler)
    return log
