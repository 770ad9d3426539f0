"""Stopping by signals that come twice and thrice, at any moment: nobody hangs and nobody is left
behind.

The supervisor's own code runs in processes of its own with real signals to their group; what it
starts (migrations, the sample, web server and worker) are small programs in place of the large
ones, some of them slow to end or unwilling to.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from django.db import transaction

from tests.cast import NOW
from tests.workers import wait_for
from wasl.audit import actions
from wasl.audit.models import Event
from wasl.audit.tasks import react
from wasl.program.environment import ROOT

STOPS = int(os.environ.get("WASL_TEST_STOPS", "60"))
AT_ONCE = 6
GRACE = 2.0
LONGEST = 12.0  # starting Python on a busy machine, the grace, and some

# In place of `python -m wasl.program NAME` and of gunicorn.
STUB = """\
#!/bin/sh
case "$*" in
  *gunicorn*) trap 'exit 0' TERM; while :; do sleep 0.05; done ;;
  *worker*) trap 'sleep 0.2; exit 0' TERM; while :; do sleep 0.05; done ;;
  *loopback*) trap '' TERM; while :; do sleep 0.05; done ;;
  *) exec sleep 0.15 ;;
esac
"""

# The supervisor, many times over: each stop is a fork that becomes the leader of a group and calls
# `up.run`.
SUPERVISOR = """
import argparse, contextlib, os, pathlib, subprocess, sys, time

from wasl.common import installation
from wasl.program import preparing, processes
from wasl.program.commands import up

stub, folder = sys.argv[1:3]
sys.executable = stub
processes.GRACE_SECONDS = float(sys.argv[3])
installation.is_embedded = lambda: False
preparing.is_prepared = lambda home: False
preparing.refuse_wrong_role = lambda home: None
preparing.holds = lambda home: "nothing"
up._alone = lambda lock, home: None
up._answers = lambda: time.sleep(0.01) or True


@contextlib.contextmanager
def database():
    server = subprocess.Popen(["sleep", "600"], start_new_session=True)
    try:
        yield
    finally:
        server.kill()
        server.wait()


up.database = database
for line in sys.stdin:
    number = line.strip()
    if os.fork():
        continue
    os.setsid()
    os.environ["WASL_HOME"] = f"{folder}/{number}"
    with open(f"{folder}/{number}.out", "w") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    pathlib.Path(f"{folder}/{number}.pid").write_text(str(os.getpid()))
    try:
        code = up.run(argparse.Namespace(sample=int(number) % 3 > 0))
    except BaseException as error:
        print(type(error).__name__, error, flush=True)
        code = 99
    pathlib.Path(f"{folder}/{number}.code").write_text(str(code))
    os._exit(0)
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
"""


class Harness:
    """Starts supervisors one by one and says how each ended."""

    def __init__(self, folder):
        self.folder = folder
        stub, program = folder / "python", folder / "supervisor.py"
        stub.write_text(STUB)
        stub.chmod(0o755)
        program.write_text(textwrap.dedent(SUPERVISOR))
        command = [sys.executable, str(program), str(stub), str(folder), str(GRACE)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, text=True, cwd=ROOT, env=environment
        )

    def start(self, number):
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        return int(self.read(f"{number}.pid", 60))

    def read(self, name, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(FileNotFoundError):
                if text := (self.folder / name).read_text():
                    return text
            time.sleep(0.02)
        return ""


@pytest.fixture
def harness(tmp_path):
    made = Harness(tmp_path)
    yield made
    made.process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        made.process.wait(10)
    made.process.kill()
    made.process.wait()


def left_behind(folder, number):
    """Programs of this stop that still run: they carry its home in their environment."""
    mark = f"{folder}/{number}"
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if (
                process.environ().get("WASL_HOME") == mark
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                yield process


def one_stop(harness, number):
    """Start, signal the whole group several times at a moment of chance, and say what went wrong,
    if anything.
    """
    chance = random.Random(number)
    group = harness.start(number)
    time.sleep(chance.uniform(0, 1.0))
    signals = [
        chance.choice((signal.SIGTERM, signal.SIGINT))
        for _time in range(chance.choice((1, 2, 2, 3)))
    ]
    for wish in signals:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, wish)
        time.sleep(chance.choice((0, 0, 0.001, 0.05)))
    code = harness.read(f"{number}.code", LONGEST)
    said = (harness.folder / f"{number}.out").read_text()[-300:]
    left = list(left_behind(harness.folder, number))
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()
    if code != "0" or left:
        return (
            f"{number} {[wish.name for wish in signals]}: {code or 'hangs'}, {len(left)} left "
            f"behind. {said}"
        )
    return ""


def test_doubled_and_tripled_signals_at_any_moment_stop_it_within_its_grace(harness):
    harness.start("0")
    os.killpg(int((harness.folder / "0.pid").read_text()), signal.SIGTERM)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        faults = [
            fault
            for fault in pool.map(lambda n: one_stop(harness, n), range(1, STOPS + 1))
            if fault
        ]
    assert not faults, f"{len(faults)} of {STOPS}\n" + "\n".join(faults[:20])


def test_a_second_wish_waits_for_nobody(tmp_path):
    """Whoever asks again after two seconds need not wait for one that will not end."""
    program = """
import os, signal, sys, time
from pathlib import Path
from wasl.program import processes
from wasl.program.stopping import Stop
stop = Stop()
child = processes.Child("stubborn", ["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"], Path(sys.argv[1]))
child.start()
time.sleep(0.3)
os.kill(os.getpid(), signal.SIGTERM)
assert stop.wait(5) and not stop.is_urgent
os.kill(os.getpid(), signal.SIGTERM)
assert not stop.is_urgent
if os.fork() == 0:
    time.sleep(2.5)
    os.kill(os.getppid(), signal.SIGTERM)
    os._exit(0)
began = time.monotonic()
processes.stop([child], stop)
assert child.dead and 2 < time.monotonic() - began < 10
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


SERVING = """
import django
django.setup()
from wasl.program import worker
from wasl.program.stopping import Stop
worker.serve(Stop())
"""


@pytest.mark.parametrize("times", [1, 3])
def test_a_worker_finishes_the_job_in_hand_however_often_it_is_told(
    worker, association, tmp_path, times
):
    with transaction.atomic():
        event = actions.record(verb="test.happen", subject=association, by=None, at=NOW)
    react.defer(event_id=event.pk, handler="tests.audit.handlers.take_two_seconds")
    mark = tmp_path / "mark"
    process = worker(script=SERVING, WASL_TEST_MARK=str(mark))
    wait_for(mark.exists, 180)
    for _time in range(times):
        process.send_signal(signal.SIGTERM)
        time.sleep(0.05)
    assert process.wait(60) == 0
    assert Event.objects.filter(verb="test.done").count() == 1, "the job was cut in its middle"
