"""The rules of keeping and the processing activities that come with the software
(`defaults.yaml`).
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache
def shipped() -> dict[str, Any]:
    """As written in the file."""
    data: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    )
    return data
