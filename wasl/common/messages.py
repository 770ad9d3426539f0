"""Compile the message catalogues without the gettext programs; for `wasl up` and the tools."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parents[1] / "locale"


def compile_messages(base: Path = LOCALES) -> list[Path]:
    """Write the .mo beside every .po under `base` that is newer than its .mo.

    Return the files written.
    """
    targets = []
    for source in sorted(base.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
        # Written aside and renamed: a process that reads the catalogue meanwhile finds the old one
        # whole.
        draft = target.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(target)
        targets.append(target)
    return targets
