"""The retention rules and processing activities shipped with the software (`defaults.yaml`)."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


# Cached for the process, so callers copy what they change.
@lru_cache
def shipped() -> dict[str, Any]:
    """Return the content of the file."""
    data: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    )
    return data
