"""Everything CI runs: format, lint, templates, layers, types, migrations, messages, diagrams, an
external PostgreSQL, all tests.

Each check runs whatever the others said, and the tests come last, so that the last lines are
theirs. `--fast` runs the checks and the house tests alone; other arguments are pytest's.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import days, external_postgres  # noqa: E402

PYTHON = sys.executable
BIN = Path(PYTHON).parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
HOME = ROOT / "var" / "test"
PYTEST = [PYTHON, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "-m"]
HOUSE_TESTS = [PYTHON, "-m", "pytest", "-q", "tests/test_house.py"]


def main() -> int:
    """0 when everything is right."""
    os.chdir(ROOT)
    os.environ["WASL_HOME"], os.environ["WASL_ROLE"] = str(HOME), "owner"
    from wasl.common import messages

    messages.compile_messages()
    if sys.argv[1:] == ["--fast"]:
        return fast()
    failed = failed_checks(checks())
    if not has_browser():
        failed.append("browser")
    if not has_reader():
        failed.append("reader of scans")
    failed += on_other_days()
    print(
        f"\n== checks: {'failed: ' + ', '.join(failed) if failed else 'all passed'}\n== tests",
        flush=True,
    )
    os.environ.pop("WASL_TEST_DAY", None)  # the whole takes place on the day of the cast
    together = (
        ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
        if len(sys.argv) == 1
        else sys.argv[1:]
    )
    tested = subprocess.run([PYTHON, "-m", "pytest", *together]).returncode
    return tested or (1 if failed else 0)


def fast() -> int:
    """Run the checks and the house tests, which `make test` runs among all tests."""
    failed = failed_checks([*checks(), ("house tests", HOUSE_TESTS)])
    print(f"== checks: {'failed: ' + ', '.join(failed) if failed else 'all passed'}", flush=True)
    return 1 if failed else 0


def failed_checks(commands: list[tuple[str, list[str]]]) -> list[str]:
    """Run every command, whatever the others said, and return the names of those that failed."""
    return [name for name, command in commands if not _passes(name, command)]


def on_other_days() -> list[str]:
    """Try what holds on any day on one that stays, with an external PostgreSQL, and on another."""

    def outside() -> bool:
        return external_postgres.passes([*PYTEST, "external"])

    def here() -> bool:
        return subprocess.run([*PYTEST, "any_day"]).returncode == 0

    runs = [("external PostgreSQL", days.STAYS, outside), ("another day", days.another(), here)]
    return [name for name, moment, passes in runs if not on_day(moment, passes)]


def on_day(moment: datetime, passes: Callable[[], bool]) -> bool:
    """Run tests that hold on any day at this moment; what is printed repeats it."""
    before = os.environ.get("WASL_TEST_DAY")
    os.environ["WASL_TEST_DAY"] = moment.isoformat()
    print(f"== tests that hold on any day: WASL_TEST_DAY={moment.isoformat()}", flush=True)
    try:
        return passes()
    finally:
        os.environ.pop("WASL_TEST_DAY")
        os.environ |= {"WASL_TEST_DAY": before} if before else {}


def checks() -> list[tuple[str, list[str]]]:
    """Name and command of each check before the tests."""
    wanted = [
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
        ("templates", [str(BIN / "djlint"), "wasl", "--lint", "--quiet"]),
        ("layers", [str(BIN / "lint-imports")]),
        # Incremental: what did not change since the last run is read from `.mypy_cache`.
        ("types", [str(BIN / "mypy"), "--strict", "wasl"]),
        ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("messages", [PYTHON, "tools/messages.py", "--check"]),
    ]
    if (ROOT / "tools" / "states.py").exists():
        wanted.append(("diagrams", [PYTHON, "tools/states.py", "--check"]))
    return wanted


def has_browser() -> bool:
    """An installed Chromium, else the system's package, else the test tool's own; where none can be
    had it says so.
    """
    if _browser():
        return True
    if os.getuid() == 0 and shutil.which("apt-get"):
        print("== browser: installing the system's Chromium …", flush=True)
        _install("chromium")
    if not _browser():
        print("== browser: downloading the test tool's own …", flush=True)
        subprocess.run(
            [PYTHON, "-m", "playwright", "install", "chromium-headless-shell", "chromium"]
        )
    if _browser():
        return True
    print(
        "No browser could be had. Install Chromium (Debian: apt install chromium), then run "
        "`make test` again."
    )
    return False


def has_reader() -> bool:
    """Tesseract with its Arabic, which reads scanned policies: installed, else the system's
    package.
    """
    if not _reads_arabic() and os.getuid() == 0 and shutil.which("apt-get"):
        print("== reader of scans: installing the system's Tesseract …", flush=True)
        _install("tesseract-ocr", "tesseract-ocr-ara")
    if _reads_arabic():
        return True
    print(
        "No Tesseract with Arabic. Install it (Debian: apt install tesseract-ocr-ara), then run "
        "`make test` again."
    )
    return False


def _reads_arabic() -> bool:
    command = shutil.which("tesseract")
    if command is None:
        return False
    languages = subprocess.run([command, "--list-langs"], capture_output=True, text=True).stdout
    return "ara" in languages.split()


def _install(*packages: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=environment
    )


def _browser() -> bool:
    if any(shutil.which(name) for name in CHROMIUMS):
        return True
    asked = (
        "from playwright.sync_api import sync_playwright as p\nwith p() as one: "
        "one.chromium.launch().close()"
    )
    return subprocess.run([PYTHON, "-c", asked], capture_output=True).returncode == 0


def _passes(name: str, command: list[str]) -> bool:
    """Run one check; its words are shown when it fails."""
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    verdict = "FAILED" if done.returncode else "ok"
    print(f"== {name}: {verdict} ({time.monotonic() - started:.1f} s)", flush=True)
    if done.returncode:
        print(f"{done.stdout}{done.stderr}".rstrip(), flush=True)
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main())
