"""Make `.venv` from a plain Python and its venv module: pinned, hashed, and instant when nothing
changed.

python3 tools/setup.py [--dev]
"""

import hashlib
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PROGRAM = """#!/bin/sh
exec "{python}" -P -m wasl.program "$@"
"""


def main() -> int:
    """0 when the environment is there and complete."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older one may well be asked to run this file
        return _fail(
            f"Wasl needs Python 3.11 or newer; this is {sysconfig.get_python_version()}. Try: "
            "make PYTHON=python3.12"
        )
    dev = "--dev" in sys.argv[1:]
    wanted = ROOT / ("requirements-dev.txt" if dev else "requirements.txt")
    stamp = VENV / ("installed-dev" if dev else "installed")
    mark = hashlib.sha256(
        wanted.read_bytes() + Path(__file__).read_bytes() + str(ROOT).encode()
    ).hexdigest()
    if not (PYTHON.exists() and stamp.exists() and stamp.read_text() == mark):
        if problem := _install(wanted):
            return _fail(problem)
        stamp.write_text(mark)
    _program()
    return 0


def _install(wanted: Path) -> str:
    """What went wrong, or nothing."""
    if not PYTHON.exists():
        print("Making .venv …", flush=True)
        if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
            return (
                "The environment could not be made. On Debian and Ubuntu: apt install python3-venv"
            )
    print(f"Installing what {wanted.name} names (a minute or two, once) …", flush=True)
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
    ]
    if subprocess.run(
        [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(wanted)]
    ).returncode:
        return (
            "The requirements could not be installed. Check the connection to the package index, "
            "and try again."
        )
    return ""


def _program() -> None:
    """`.venv/bin/wasl`, and the path that lets it find the code; nothing is built or copied."""
    packages = next((VENV / "lib").glob("python3*")) / "site-packages"
    for path, text in (
        (packages / "wasl.pth", f"{ROOT}\n"),
        (VENV / "bin" / "wasl", PROGRAM.format(python=PYTHON)),
    ):
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            path.chmod(0o755 if path.name == "wasl" else 0o644)


def _fail(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
