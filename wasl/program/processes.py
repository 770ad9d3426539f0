"""The children of `wasl up`: started, listened to, started again when they die, stopped together."""

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

GRACE_SECONDS = 35.0
LONGEST_PAUSE = 30.0
SET_PDEATHSIG = 1
PARENT = "WASL_SUPERVISOR"


class Child:
    """One process that must be there, with a log of its own."""

    def __init__(
        self, name: str, command: Sequence[str], logs: Path, environment: dict[str, str] | None = None
    ) -> None:
        self.name, self.command = name, list(command)
        self.environment = os.environ | (environment or {}) | {"PYTHONUNBUFFERED": "1", PARENT: str(os.getpid())}
        self.log = _log(name, logs)
        self.last: deque[str] = deque(maxlen=30)
        self.process: subprocess.Popen[str] | None = None
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
        threading.Thread(target=self._listen, args=[self.process], daemon=True, name=f"log-{self.name}").start()

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None  # noqa: S101
        with process.stdout:
            for line in process.stdout:
                self.last.append(line.rstrip())
                self.log.info(line.rstrip())

    @property
    def dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def again(self) -> bool:
        """Start a dead child again, after a pause that grows while it keeps dying. True when it was started."""
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

    def wait(self, until: float) -> None:
        """Wait for it to end; after `until` the whole session is killed."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def stop(children: Sequence[Child]) -> None:
    """Ask all at once, wait for all."""
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait(until)


def die_with_parent() -> None:
    """Called in a child: when who supervises is killed, end too, so that nobody holds the port for ever (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PDEATHSIG, signal.SIGTERM)
    # Killed before we asked: the signal will not come any more.
    if os.environ.get(PARENT, str(os.getppid())) != str(os.getppid()):
        sys.exit(1)


class Quiet(logging.handlers.RotatingFileHandler):
    """A log that cannot be written, because the disk is full say, is not a reason to flood the terminal."""

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
