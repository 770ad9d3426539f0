"""Draw every lifecycle into docs/states: `python tools/states.py` writes them anew, `--check` says
which are stale.

The tables are read from the packages' `states.py`; nobody edits a drawing by hand.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from wasl.common.moves import Move, diagram  # noqa: E402

FOLDER = ROOT / "docs" / "states"
HEAD = "| verb | from | to | permission |\n|---|---|---|---|\n"


def lifecycles() -> Iterator[tuple[str, str, dict[str, Move]]]:
    """Every table of moves: its package, its name, the table."""
    for path in sorted((ROOT / "wasl").glob("*/states.py")):
        module = importlib.import_module(f"wasl.{path.parent.name}.states")
        for name, table in vars(module).items():
            if name.endswith("LIFECYCLE") and isinstance(table, dict):
                yield path.parent.name, name, table


def pages() -> dict[str, str]:
    """File name → text of every drawing."""
    made: dict[str, str] = {}
    for package, name, table in lifecycles():
        title = package if name == "LIFECYCLE" else f"{package}, {name.lower().replace('_', ' ')}"
        rows = "".join(_row(verb, step) for verb, step in table.items())
        made.setdefault(
            f"{package}.md", "Drawn from the code by `tools/states.py`; not edited by hand.\n"
        )
        made[f"{package}.md"] += f"\n## {title}\n\n```mermaid\n{diagram(table)}```\n\n{HEAD}{rows}"
    return made


def _row(verb: str, step: Move) -> str:
    return f"| {verb} | {', '.join(step.since)} | {step.to} | {step.permission} |\n"


def stale() -> list[str]:
    """The drawings that are not what the code says."""
    made = pages()
    kept = {path.name: path.read_text() for path in FOLDER.glob("*.md")}
    return sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="list the stale drawings; exit 1 if there are any"
    )
    asked = parser.parse_args()
    names = stale()
    if asked.check:
        print("\n".join(names) or "Every drawing is fresh.")
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for name in names:
        if name in made:
            (FOLDER / name).write_text(made[name])
        else:
            (FOLDER / name).unlink()
        print(f"Wrote docs/states/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
