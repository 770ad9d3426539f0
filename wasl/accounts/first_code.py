"""The one-time code by which the first administrator proves to stand at the machine that serves.

It lies in a file that only the serving account can read, is printed by `wasl up`, and is gone once
it was used.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings

from wasl.common.text import ascii_digits

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LENGTH = 4, 4


def kept_in() -> Path:
    """The file, mode 0600."""
    return Path(settings.WASL_HOME) / "first-run-code.txt"


def readable() -> str:
    """Sixteen letters and digits of chance, eighty bits, that are not mistaken for each other, in
    groups to be read aloud.
    """
    return "-".join(
        "".join(secrets.choice(LETTERS) for _place in range(LENGTH)) for _group in range(GROUPS)
    )


def issue(home: Path) -> str:
    """The code that holds for this home: the one already printed, else a new one of eighty bits."""
    path = home / "first-run-code.txt"
    if not path.exists():
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(readable() + "\n")
    return path.read_text(encoding="ascii").strip()


def is_right(typed: str) -> bool:
    """Whether this is the code; capitals, spaces and hyphens do not matter."""
    path = kept_in()
    return path.exists() and secrets.compare_digest(
        _bare(typed), _bare(path.read_text(encoding="ascii"))
    )


def forget() -> None:
    """It was used, or is no longer needed."""
    kept_in().unlink(missing_ok=True)


def _bare(text: str) -> bytes:
    return "".join(letter for letter in ascii_digits(text).casefold() if letter.isalnum()).encode()
