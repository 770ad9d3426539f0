"""Texts that come with the software, until the association writes its own.

The declaration and the disclosure are in `defaults.yaml`, whole documents to begin from in
`ready/`.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from wasl.governance.models.texts import DeclarationText, DisclosureText
from wasl.governance.scrutiny.coverage import titles

# The documents to begin from, in the order in which the board reads them.
READY = ("policy", "bylaws", "guide")


@lru_cache
def ready(name: str) -> dict[str, Any]:
    """Return a document of `READY`.

    It has `document` (its place in the library), `parts`, and for the policy `terms` with their
    clauses.
    """
    path = Path(__file__).parent / "ready" / f"{name}.yaml"
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def ready_clauses(name: str, association: str, place: str) -> Iterator[dict[str, Any]]:
    """Yield the clauses of a ready document as `draft_version` takes them.

    The association's name and place are filled in.
    """
    served = titles()
    for part in ready(name)["parts"]:
        for code, (heading, text) in part["clauses"].items():
            number = code.partition("-")[2] if code[:3] in ("LAW", "GUI") else code
            text_ar = text.replace("{association}", association).replace("{place}", place)
            yield {
                "code": code,
                "number": number,
                "part": part["heading"],
                "heading": heading,
                "text_ar": text_ar,
                # The text was written clause for clause, so
                # these links need no decision by a person.
                "serves": code if code in served else "",
            }


@lru_cache
def shipped() -> dict[str, Any]:
    """Return the declaration and the disclosure as written in the file."""
    data: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    )
    return data


def load_texts(from_date: date) -> None:
    """Create the applicant's declaration (PRO-6) and the disclosure (PRO-7) where there is none.

    Harmless to repeat.
    """
    texts, since = shipped(), {"in_force_from": from_date}
    DeclarationText.objects.get_or_create(version=1, defaults=texts["declaration"] | since)
    DisclosureText.objects.get_or_create(version=1, defaults=texts["disclosure"] | since)
