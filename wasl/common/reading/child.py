"""The program that opens one file (ADR 46).

It reads its limits and the file from stdin, answers on stdout, and ends.
"""

import importlib
import json
import logging
import os
import resource
import signal
import sys
from typing import Any

from wasl.common.reading.refusals import NotTaken, Why


def main() -> None:
    """Read the request, set the limits, open the file, answer."""
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not mix with the answer.
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    request = json.loads(sys.stdin.buffer.readline())
    _bound(request)
    about, files = _answer(request, sys.stdin.buffer.read())
    if files is not None:
        about["sizes"] = [len(file) for file in files]
    answers.write(json.dumps(about).encode() + b"\n" + b"".join(files or ()))
    answers.flush()


def _bound(request: dict[str, Any]) -> None:
    """Limit memory, time and the writing of files; beyond the limits every call fails."""
    memory, processor = request["memory"], request["processor"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    # A core dump would leave the person's file on the disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not request["asked"].get("writes"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # RLIMIT_CPU counts processor seconds only; the alarm also ends a child that waits.
    signal.alarm(request["clock"])


def _answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[bytes] | None]:
    try:
        reader = importlib.import_module(request["module"])
        about, files = reader.answer(request["asked"], content)
    except NotTaken as refusal:
        return {"why": refusal.why}, None
    except (MemoryError, RecursionError):
        return {"why": Why.HEAVY}, None
    return about, files


if __name__ == "__main__":
    main()
