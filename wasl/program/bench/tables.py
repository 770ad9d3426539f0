"""docs/benchmarks.md: one section for each kind of bench, each written by its own run and by
nobody's hand.
"""

import os
import platform
import re
import sys
from pathlib import Path

import psutil

from wasl.common import clock
from wasl.program import environment

PLACE = environment.ROOT / "docs" / "benchmarks.md"
HEAD = (
    "# Measured\n\nEach section is written by the command it names (`--write`); figures compare "
    "only within one section.\n"
)


def write(kind: str, lines: list[str], place: Path = PLACE) -> None:
    """Put this run's table in the place of the last one of its kind."""
    text = place.read_text() if place.exists() else HEAD
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    sections_by_kind = {section.split("\n", 1)[0]: section for section in sections}
    sections_by_kind[kind] = "\n".join([kind, "", _where(), "", *lines, ""])
    place.write_text(
        head.rstrip("\n")
        + "\n"
        + "".join(f"\n## {sections_by_kind[name].rstrip()}\n" for name in sorted(sections_by_kind))
    )


def _where() -> str:
    """The command line, the machine and the day, so that a figure can be made again."""
    memory = round(psutil.virtual_memory().total / 2**30)
    machine = (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory} GB, Python "
        f"{platform.python_version()}"
    )
    return (
        f"`wasl {' '.join(sys.argv[1:])}` · {machine} · "
        f"{clock.day_of(clock.real_now()).isoformat()}"
    )
