"""The whole of it: `wasl up --sample` from an empty home, and `wasl journey` over it, twice on the same database."""

import json
import signal
import subprocess

import pytest

from tests.program.test_up import COMMAND, status, surroundings, until  # noqa: F401
from wasl.common.identifiers import check_mobile, check_national_id
from wasl.program.environment import ROOT
from wasl.program.journey import newcomers
from wasl.program.journey.browser import read

PROCEDURE = {f"PRO-{number}" for number in range(1, 10)}


@pytest.fixture
def sample_site(surroundings, tmp_path):  # noqa: F811
    """A site of its own with the sample association, its phone and its mailbox."""
    port, log = int(surroundings["WASL_PORT"]), tmp_path / "up.log"
    with log.open("w") as out:
        running = subprocess.Popen([*COMMAND, "up", "--sample"], cwd=ROOT, env=surroundings, stdout=out, stderr=out)
        try:
            until(lambda: running.poll() is not None or "Ctrl-C" in log.read_text(), 600)
            assert running.poll() is None, log.read_text()
            assert status(port) == 200
            yield surroundings
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(60)


def walked(surroundings, *more):  # noqa: F811
    base = f"http://127.0.0.1:{surroundings['WASL_PORT']}"
    command = [*COMMAND, "journey", "--url", base, *more]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=600)


@pytest.mark.clause(*sorted(PROCEDURE, key=lambda code: int(code[4:])), "PRA-3", "PRE-5")
def test_the_main_job_is_walked_from_the_first_visit_to_the_rating(sample_site):
    done = walked(sample_site, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["failed"] == 0
    assert report["ok"] == len(report["steps"]) >= 24
    assert {step["clause"] for step in report["steps"]} >= PROCEDURE
    assert {"clause", "what", "ok", "ms"} == set(report["steps"][0])


def test_a_step_that_fails_is_counted_and_told(surroundings, tmp_path):  # noqa: F811
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "sample-sign-ins.txt").write_text("noura\tnot-the-password\trelations_officer\n")
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
        '<div class="alert error">لا يصح</div><form method="post" action="/go/"><input name="a" value="1">'
        '<select name="s"><option value="">…</option><option value="x" selected>إكس</option></select>'
        '<textarea name="t">\nكلام</textarea><input type="radio" name="r" value="1"><button disabled>اذهب</button></form>',
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
