"""Reactions for the tests of the trail."""

import os
import signal
import time
from pathlib import Path

from wasl.audit.models import Event

NOTED: list[int] = []
FAIL = False


def note(*, event: Event) -> None:
    NOTED.append(event.pk)
    if FAIL:
        raise ZeroDivisionError


def add_a_row_slowly(*, event: Event) -> None:
    """Write a row, then, the first time, wait to be killed before the transaction can commit."""
    from wasl.audit.actions import record

    record(verb="test.done", subject=event, by=None, at=event.at)
    mark = Path(os.environ["WASL_TEST_MARK"])
    if not mark.exists():
        mark.write_text(str(os.getpid()))
        time.sleep(60)
        os.kill(os.getpid(), signal.SIGKILL)


def take_two_seconds(*, event: Event) -> None:
    """Say that it began, take its time, write a row."""
    from wasl.audit.actions import record

    Path(os.environ["WASL_TEST_MARK"]).write_text(str(os.getpid()))
    time.sleep(2)
    record(verb="test.done", subject=event, by=None, at=event.at)
