"""The whole of it: `wasl up --sample` from an empty home, `wasl journey` over it, what is killed
mended, and the end.
"""

import contextlib
import json
import re
import signal
import subprocess
import threading
import urllib.request
from pathlib import Path

import psutil
import pytest

from tests.program.test_up import COMMAND, environment_of, status, surroundings, until  # noqa: F401
from tests.scanned import noisy_scan
from wasl.common import postgres
from wasl.common.identifiers import check_mobile, check_national_id
from wasl.governance.scrutiny import scans
from wasl.program.environment import ROOT
from wasl.program.journey import newcomers, registry
from wasl.program.journey.browser import read
from wasl.program.journey.world import World

PROCEDURE = {f"PRO-{number}" for number in range(1, 10)}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Where the one site of this file lives; the first test serves it, the last one stops it."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def sample_site(home):
    """A site of its own with the sample association, its phone and its mailbox: what it is told,
    and its process.
    """
    told, log = environment_of(home), home / "up.log"
    with log.open("w") as out:
        running = subprocess.Popen(
            [*COMMAND, "up", "--sample"], cwd=ROOT, env=told, stdout=out, stderr=out
        )
        try:
            until(lambda: running.poll() is not None or "Ctrl-C" in log.read_text(), 600)
            assert running.poll() is None, log.read_text()
            yield told, running
        finally:
            if running.poll() is None:
                running.send_signal(signal.SIGTERM)
                running.wait(60)
            if postgres.is_up(home / "home"):
                postgres.stop(home / "home")


def kept_for_ever(port):
    """Whether style, script and fonts go out once and stay with the browser: their names are their
    content.
    """
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/check/", timeout=5) as answer:
        page = answer.read().decode()
    files = set(re.findall(r'"(/static/[^"#]+\.(?:css|js|woff2))"', page))
    for name in files:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}{name}", headers={"Accept-Encoding": "gzip"}
        )
        with urllib.request.urlopen(asked, timeout=5) as answer:
            assert "immutable" in answer.headers["Cache-Control"], name
            assert name.endswith(".woff2") or answer.headers["Content-Encoding"] == "gzip", name
    return len(files) >= 3


@contextlib.contextmanager
def visitors(port, how_many=3):
    """People who keep asking while something happens; what they were answered."""
    seen, stop = [], threading.Event()

    def visit():
        while not stop.wait(0.02):
            seen.append(status(port))

    threads = [threading.Thread(target=visit) for _ in range(how_many)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def children(process, part):
    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            found += [child] if part in " ".join(child.cmdline()) else []
    return found


def walked(surroundings, *more):  # noqa: F811
    base = f"http://127.0.0.1:{surroundings['WASL_PORT']}"
    command = [*COMMAND, "journey", "--url", base, *more]
    return subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=600
    )


@pytest.fixture(scope="module")
def policy_file(tmp_path_factory):
    """A policy in another association's manner: as a noisy scan where scans can be read, else as
    plain text.
    """
    text = (Path(__file__).parents[1] / "governance" / "own" / "chapters.txt").read_text(
        encoding="utf-8"
    )
    folder = tmp_path_factory.mktemp("policy")
    if not scans.tesseract():
        (folder / "policy.txt").write_text(text, encoding="utf-8")
        return folder / "policy.txt"
    (folder / "policy.pdf").write_bytes(noisy_scan(text))
    return folder / "policy.pdf"


APPROVAL = {f"APP-{number}" for number in range(1, 5)}


@pytest.mark.clause(
    *sorted(PROCEDURE, key=lambda code: int(code[4:])),
    *sorted(APPROVAL),
    "PRA-3",
    "PRE-2",
    "PRE-5",
    "PRE-6",
)
def test_the_main_job_is_walked_under_a_policy_brought_in_from_a_scan(sample_site, policy_file):
    told, _running = sample_site
    port = int(told["WASL_PORT"])
    assert status(port) == 200 and kept_for_ever(port)
    done = walked(told, "--json", "--policy", str(policy_file))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["failed"] == 0
    assert report["ok"] == len(report["steps"]) >= 34
    assert {step["clause"] for step in report["steps"]} >= PROCEDURE | APPROVAL | {
        "PRA-3",
        "PRE-2",
        "PRE-5",
        "PRE-6",
    }
    assert {"clause", "what", "ok", "ms"} == set(report["steps"][0])


def test_a_file_that_is_no_policy_fails_its_step_and_no_story_is_walked_under_it(
    sample_site, tmp_path
):
    told, _running = sample_site
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"%PDF-1.4\n%%EOF")
    done = walked(told, "--json", "--policy", str(empty))
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"], report["failed"]) == (1, 0, 1)
    assert report["steps"][0]["clause"] == "APP-2" and report["steps"][0]["why"]


def test_a_file_that_is_not_there_and_a_story_that_nobody_tells_are_refused(surroundings, tmp_path):  # noqa: F811
    absent = walked(surroundings, "--policy", str(tmp_path / "absent.txt"))
    assert absent.returncode == 1 and "is no file" in absent.stderr
    unknown = walked(surroundings, "--story", "nobody-tells-it")
    assert unknown.returncode == 2 and "main" in unknown.stderr


def test_a_story_that_leaves_out_a_clause_of_its_issue_says_so(monkeypatch):
    def tells_one(world):
        with world.step("PRO-1", "told"):
            pass

    world = World("http://127.0.0.1:1", "", {}, lambda step: None)
    monkeypatch.setitem(
        registry.STORIES, "short", registry.Story("", ("PRO-1", "PRO-2"), tells_one)
    )
    assert not registry.tell(world, "short")
    assert [(step.clause, step.ok) for step in world.steps] == [("PRO-1", True), ("PRO-2", False)]


def test_what_happens_between_two_steps_is_a_failed_step_and_the_next_story_is_told(monkeypatch):
    world = World("http://127.0.0.1:1", "", {}, lambda step: None)
    monkeypatch.setitem(
        registry.STORIES,
        "short",
        registry.Story("", ("PRO-1",), lambda world: world.staff("nobody")),
    )
    assert not registry.tell(world, "short")
    assert world.report()["failed"] == 1


def test_a_step_that_fails_is_counted_and_told(surroundings, tmp_path):  # noqa: F811
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "sample-sign-ins.txt").write_text(
        "noura\tnot-the-password\trelations_officer\n"
    )
    done = walked(surroundings, "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["ok"], report["failed"]) == (0, 1)
    assert report["steps"][0]["ok"] is False


def test_without_the_sample_it_says_what_to_do(surroundings):  # noqa: F811
    done = walked(surroundings)
    assert done.returncode == 1
    assert "wasl up --sample" in done.stderr


def test_a_page_is_read_as_a_person_reads_it():
    page = read(
        "http://site/here",
        200,
        '<div class="alert error">لا يصح</div><form method="post" '
        'action="/go/"><input name="a" value="1">'
        '<select name="s"><option value="">…</option><option value="x" '
        "selected>إكس</option></select>"
        '<textarea name="t">\nكلام</textarea><input type="radio" name="r" value="1"><button '
        "disabled>اذهب</button></form>",
        b"",
    )
    form = page.form("/go/")
    assert dict(form.values) == {"a": "1", "s": "x", "t": "كلام"}
    assert form.choose("s", "إكس") == "x"
    assert page.alerts == ["لا يصح"]
    assert not page.has_form("/go/"), "a button that is off cannot be pressed"


def test_newcomers_have_numbers_that_are_right():
    who = newcomers.a_newcomer("female")
    assert check_national_id(who.id_number) == who.id_number
    assert check_mobile(who.mobile) == f"+{who.number}"
    with pytest.raises(ValueError, match="mistyped"):
        check_national_id(newcomers.a_wrong_id_number())


def test_what_is_killed_is_started_again_and_it_stops_when_told(sample_site, home):
    told, process = sample_site
    port, where = int(told["WASL_PORT"]), home / "home"
    worker = until(lambda: children(process, "wasl.program worker"))[0]
    worker.kill()
    until(
        lambda: any(child.pid != worker.pid for child in children(process, "wasl.program worker"))
    )
    server = postgres.postmaster(where)
    with visitors(port) as seen:
        server.kill()
        until(lambda: (now := postgres.postmaster(where)) and now.pid != server.pid)
        until(lambda: status(port) == 200)
    assert set(seen) <= {200, 503}
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert (home / "up.log").read_text().rstrip().endswith("Stopped.")
    assert not postgres.is_up(where)
    assert status(port) == 0
    web_log = (where / "logs" / "web.log").read_text()
    assert "GET /check/ 200" in web_log
    assert "/rate/…" in web_log or "/rate/" not in web_log
