"""The one-time code that proves that the first administrator has access to the serving machine.

It lies in a file that only the serving account can read, is printed by `wasl up`, and is deleted
once used (ADR 40).
"""

import os
import secrets
from pathlib import Path

from django.conf import settings

from wasl.common.text import ascii_digits

# Without i, l, o, 0 and 1, which are mistaken for each other.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LENGTH = 4, 4


def kept_in() -> Path:
    """Return the path of the file, mode 0600."""
    return Path(settings.WASL_HOME) / "first-run-code.txt"


def readable() -> str:
    """Return sixteen random letters and digits, eighty bits, in groups to be read aloud."""
    return "-".join(
        "".join(secrets.choice(LETTERS) for _place in range(LENGTH)) for _group in range(GROUPS)
    )


def issue(home: Path) -> str:
    """Return this home's code: the one already printed, else a new one of eighty bits."""
    path = home / "first-run-code.txt"
    if not path.exists():
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(readable() + "\n")
    return path.read_text(encoding="ascii").strip()


def is_right(typed: str) -> bool:
    """Return whether this is the code; capitals, spaces and hyphens do not matter."""
    path = kept_in()
    return path.exists() and secrets.compare_digest(
        _bare(typed), _bare(path.read_text(encoding="ascii"))
    )


def forget() -> None:
    """Delete the code once it is used or no longer needed."""
    kept_in().unlink(missing_ok=True)


def _bare(text: str) -> bytes:
    return "".join(letter for letter in ascii_digits(text).casefold() if letter.isalnum()).encode()
