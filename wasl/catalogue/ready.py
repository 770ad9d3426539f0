"""The content of `shipped/`: document types, reasons, a scoring guide, and whole services."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from wasl.catalogue.models.offered import DocumentType

FOLDER = Path(__file__).parent / "shipped"
# Keys that hold a pair [Arabic, English] in the files.
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


# Cached for the process, so callers copy what they change.
@lru_cache
def shipped(name: str) -> Any:
    """Return the content of a file."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def in_two(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Turn `name: [عربي, English]` into `name_ar` and `name_en`."""
    plain = {key: value for key, value in entry.items() if key not in TWO}
    pairs = {key: value for key, value in entry.items() if key in TWO}
    return (
        plain
        | {f"{key}_ar": value[0] for key, value in pairs.items()}
        | {f"{key}_en": value[1] for key, value in pairs.items()}
    )


@lru_cache
def services() -> dict[str, str]:
    """Return the file of each shipped service by its code, in the order of the files."""
    # File names begin with a number, which is the order on the page.
    files = sorted((FOLDER / "services").glob("*.yaml"))
    return {shipped(f"services/{path.stem}")["code"]: f"services/{path.stem}" for path in files}


@dataclass(frozen=True)
class ReadyService:
    """A shipped service in the shape of our rows: terms, questions, documents and criteria."""

    code: str
    department: str
    guide_clause: str
    terms: dict[str, Any]
    fields: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    criteria: list[dict[str, Any]]


# Keys of a service's file that are no columns of the version.
OWN = ("code", "department", "guide_clause", "fields", "documents", "criteria")


def service(code: str) -> ReadyService:
    """Return a shipped service with the document types of this database.

    Raises `KeyError` for an unknown code or a missing document type.
    """
    data = shipped(services()[code])
    types = {document_type.code: document_type for document_type in DocumentType.objects.all()}
    # A missing type raises KeyError here, before any row is written.
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
    # A common question is written once, in `common_fields.yaml`; a service may override its parts.
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
