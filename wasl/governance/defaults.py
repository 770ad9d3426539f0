"""The declaration and the disclosure that come with the software (`defaults.yaml`), until the association words its own."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from wasl.governance.models import DeclarationText, DisclosureText


@lru_cache
def shipped() -> dict[str, Any]:
    """As written in the file."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return found


def load_texts(from_date: date) -> None:
    """The applicant's declaration (PRO-6) and the disclosure (PRO-7), where there is none; harmless to repeat."""
    texts, since = shipped(), {"in_force_from": from_date}
    DeclarationText.objects.get_or_create(version=1, defaults=texts["declaration"] | since)
    DisclosureText.objects.get_or_create(version=1, defaults=texts["disclosure"] | since)
