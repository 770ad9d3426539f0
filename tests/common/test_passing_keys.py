"""Keys that are destroyed when their time is over: one for all who ask at once, for nobody else to
read.
"""

import stat
import subprocess
import sys
import threading

import pytest

from wasl.common import passing_keys

pytestmark = pytest.mark.clause("PRE-6")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.PASSING_KEYS = tmp_path / "keys"
    return tmp_path / "keys"


def test_a_key_is_made_once_and_is_for_this_account_alone(home):
    key = passing_keys.key("links-2026-11")
    assert passing_keys.key("links-2026-11") == key and len(key) == 32
    assert passing_keys.key("links-2026-12") != key
    path = passing_keys.folder() / "links-2026-11"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(home.stat().st_mode) == 0o700


def test_backups_that_know_the_mark_pass_the_folder_over(home):
    passing_keys.key("any")
    assert (
        (home / "CACHEDIR.TAG")
        .read_text()
        .startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )


def test_threads_that_ask_at_once_get_one_key():
    barrier, keys = threading.Barrier(20), []

    def ask():
        barrier.wait()
        keys.append(passing_keys.key("links-2026-11"))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1
    assert [path.name for path in passing_keys.folder().iterdir()] == ["links-2026-11"], (
        "no draft is left"
    )


ASK = """
import os, sys, time
from pathlib import Path
from django.conf import settings
settings.configure(PASSING_KEYS=sys.argv[1], DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "wasl"}})
from wasl.common import passing_keys
print("ready", flush=True)
while not Path(sys.argv[2]).exists():
    time.sleep(0.001)
print(passing_keys.key("links-2026-11").hex())
"""


def test_processes_that_ask_at_once_get_one_key(home, tmp_path):
    """Web workers and the worker make a month's key at its first link."""
    go = tmp_path / "go"
    command = [sys.executable, "-c", ASK, str(home), str(go)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert {process.stdout.readline() for process in processes} == {"ready\n"}
    go.touch()
    keys = {process.communicate(timeout=60)[0] for process in processes}
    assert len(keys) == 1 and len(keys.pop().strip()) == 64


def test_a_destroyed_key_is_gone_and_destroying_twice_is_no_error():
    key = passing_keys.key("links-2026-11")
    passing_keys.destroy("links-2026-11")
    passing_keys.destroy("links-2026-11")
    assert passing_keys.existing("links-2026-11") is None
    assert passing_keys.key("links-2026-11") != key
