"""What comes with the software, from the files in `shipped/`: kinds of documents, reasons, a
scoring guide, whole services.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from wasl.catalogue.models import DocumentType

FOLDER = Path(__file__).parent / "shipped"
TWO = (
    "name",
    "issuer",
    "purpose",
    "who",
    "unit",
    "label",
    "help",
    "text",
    "note",
    "meaning",
    "reason",
)


@lru_cache
def shipped(name: str) -> Any:
    """One of the files, as written."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def in_two(entry: Mapping[str, Any]) -> dict[str, Any]:
    """`name: [عربي, English]` as `name_ar` and `name_en`."""
    plain = {key: value for key, value in entry.items() if key not in TWO}
    pairs = {key: value for key, value in entry.items() if key in TWO}
    return (
        plain
        | {f"{key}_ar": value[0] for key, value in pairs.items()}
        | {f"{key}_en": value[1] for key, value in pairs.items()}
    )


@lru_cache
def services() -> dict[str, str]:
    """Code of each ready service → its file, in the order in which they are offered."""
    files = sorted((FOLDER / "services").glob("*.yaml"))
    return {shipped(f"services/{path.stem}")["code"]: f"services/{path.stem}" for path in files}


@dataclass(frozen=True)
class ReadyService:
    """A whole service as rows take it: `terms` of the version, and its questions, documents and
    criteria.
    """

    code: str
    department: str
    guide_clause: str
    terms: dict[str, Any]
    fields: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    criteria: list[dict[str, Any]]


OWN = ("code", "department", "guide_clause", "fields", "documents", "criteria")


def service(code: str) -> ReadyService:
    """One ready service, with the kinds of documents that are known; raises `KeyError` for a code
    that is none.
    """
    data = shipped(services()[code])
    types = {document_type.code: document_type for document_type in DocumentType.objects.all()}
    service_types = {entry["type"]: types[entry["type"]] for entry in data["documents"]}
    return ReadyService(
        code=code,
        department=data["department"],
        guide_clause=data["guide_clause"],
        terms=in_two({key: value for key, value in data.items() if key not in OWN}),
        fields=[_field(entry, service_types) for entry in data["fields"]],
        documents=[_document(entry, types) for entry in data["documents"]],
        criteria=[in_two(entry) for entry in data.get("criteria", [])],
    )


def _field(entry: Mapping[str, Any], types: Mapping[str, DocumentType]) -> dict[str, Any]:
    shared = (
        {"key": entry["use"]} | shipped("common_fields")[entry["use"]] if "use" in entry else {}
    )
    data = shared | {key: value for key, value in entry.items() if key != "use"}
    data["choices"] = [
        {"value": value, "ar": ar, "en": en} for value, ar, en in data.get("choices", [])
    ]
    if (
        "matched_with" in data
    ):  # a shared question is held against a document only where the service asks for it
        data["matched_with"] = types.get(data["matched_with"])
    return in_two(data)


def _document(entry: Mapping[str, Any], types: Mapping[str, DocumentType]) -> dict[str, Any]:
    data = {key: value for key, value in entry.items() if key != "type"}
    return in_two(data) | {"document_type": types[entry["type"]]}
