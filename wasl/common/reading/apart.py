"""Start the child that opens a file, wait for its answer, and end it beyond its limits.

A file is small on the wire and large in memory: seven kilobytes of PNG are four hundred megabytes
of pixels. So a separate program opens it, with bounded memory and time and without secrets. Of all
workers of this installation, one at a time opens a file.
"""

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wasl.common import installation
from wasl.common.reading.refusals import NotTaken, Why

CODE = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
# Seconds between two tries for the turn.
POLL = 0.05


@dataclass(frozen=True)
class Limits:
    """The limits of a child.

    Megabytes of memory, seconds of processor and of clock, and seconds to wait for its turn.

    `line` names the queue: a long scan of a policy must not hold up photographs.
    """

    memory: int = 768
    processor: int = 40
    clock: int = 60
    turn: int = 30
    line: str = "reading"


@dataclass(frozen=True)
class Answer:
    """The answer of a child: what it says of the files, and the files."""

    about: dict[str, Any]
    files: list[bytes]


LIMITS = Limits()


def opened(
    module: str, options: dict[str, Any], content: bytes, limits: Limits | None = None
) -> Answer:
    """Let a child open a file by `module.answer(asked, content)`; raises `NotTaken`."""
    limits = limits or LIMITS
    with _turn(limits.line, limits.turn):
        output = _run(module, options, content, limits)
    head, _end, payload = output.partition(b"\n")
    about: dict[str, Any] = json.loads(head)
    if "why" in about:
        raise NotTaken(Why(about["why"]))
    files, at = [], 0
    for size in about.pop("sizes"):
        files.append(payload[at : at + size])
        at += size
    return Answer(about, files)


def _run(module: str, options: dict[str, Any], content: bytes, limits: Limits) -> bytes:
    request = {
        "module": module,
        "asked": options,
        "memory": limits.memory * MEGABYTE,
        "processor": limits.processor,
    }
    request["clock"] = limits.clock
    with subprocess.Popen(
        [sys.executable, "-m", "wasl.common.reading.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=CODE,
        env=_environment(),
    ) as child:
        try:
            # The child ends itself at `clock`; five more seconds, then it is killed.
            output, _nothing = child.communicate(
                json.dumps(request).encode() + b"\n" + content, limits.clock + 5
            )
        except subprocess.TimeoutExpired as late:
            child.kill()
            raise NotTaken(Why.HEAVY) from late
        # A child that dies by its limits answers nothing.
        if child.returncode or not output:
            raise NotTaken(Why.HEAVY)
    return output


def _environment() -> dict[str, str]:
    """Pass on nothing of the site's environment: no database address, no key."""
    names = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "TMPDIR")
    return {name: os.environ[name] for name in names if name in os.environ} | {
        "PYTHONDONTWRITEBYTECODE": "1"
    }


@contextmanager
def _turn(line: str, patience: int) -> Iterator[None]:
    """Wait until no other process of this installation opens a file.

    Raises `NotTaken` when the wait is too long.
    """
    home = installation.home()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    until = time.monotonic() + patience
    with open(home / f"{line}.lock", "a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as taken:
                if time.monotonic() > until:
                    raise NotTaken(Why.BUSY) from taken
                time.sleep(POLL)
        yield
