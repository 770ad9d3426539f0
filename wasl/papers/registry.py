"""What each kind of paper holds and how it is printed, as the package that issues it registers.

A package declares its kinds in `paper_content.py`; `PapersConfig.ready` loads these files.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from wasl.papers.kinds import Kind


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper: the `TypedDict` of its data, and its template in `papers/typst`."""

    kind: Kind
    content: type[Mapping[str, Any]]
    template: str


# Filled by `register`.
PAPER_KINDS: dict[str, PaperKind] = {}


def register(*paper_kinds: PaperKind) -> None:
    """Add a package's kinds of paper. Raises `ImproperlyConfigured` for a kind already there."""
    for paper_kind in paper_kinds:
        if paper_kind.kind in PAPER_KINDS:
            raise ImproperlyConfigured(f"Two packages register the paper {paper_kind.kind.value}.")
        PAPER_KINDS[paper_kind.kind] = paper_kind


def template_of(kind: str) -> str:
    """Return the name of a kind's template; '' for a kind that nobody registered."""
    return PAPER_KINDS[kind].template if kind in PAPER_KINDS else ""
