"""Starts the child that opens a file, waits for its turn and for its answer, and ends it when it
takes too much.

A file is small on the wire and large in memory: seven kilobytes of PNG are four hundred megabytes
of pixels. So a file is opened by a program of its own, which may use so much memory and time and no
more, and has no secrets; of all workers of this installation one at a time opens one.
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
POLL = 0.05  # seconds between two looks whether it is one's turn


@dataclass(frozen=True)
class Limits:
    """What a child may use: megabytes of memory, seconds of a processor and of the clock; how long
    one waits for the turn.

    `line` names those who wait for each other: a long scan of a policy holds up no photograph.
    """

    memory: int = 768
    processor: int = 40
    clock: int = 60
    turn: int = 30
    line: str = "reading"


@dataclass(frozen=True)
class Answer:
    """What a child answered: what it says of the files, and the files."""

    about: dict[str, Any]
    files: list[bytes]


LIMITS = Limits()


def opened(
    module: str, options: dict[str, Any], content: bytes, limits: Limits | None = None
) -> Answer:
    """Have a child open a file by `module.answer(asked, content)`; raises `NotTaken`."""
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
            output, _nothing = child.communicate(
                json.dumps(request).encode() + b"\n" + content, limits.clock + 5
            )
        except subprocess.TimeoutExpired as late:
            child.kill()
            raise NotTaken(Why.HEAVY) from late
        if child.returncode or not output:
            raise NotTaken(Why.HEAVY)
    return output


def _environment() -> dict[str, str]:
    """Nothing of the site's: no address of a database, no key."""
    names = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "TMPDIR")
    return {name: os.environ[name] for name in names if name in os.environ} | {
        "PYTHONDONTWRITEBYTECODE": "1"
    }


@contextmanager
def _turn(line: str, patience: int) -> Iterator[None]:
    """One at a time in all processes of this installation; raises `NotTaken` when the turn does not
    come.
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
