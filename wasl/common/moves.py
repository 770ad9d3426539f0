"""A lifecycle as a table of moves: from which statuses, to which status, with which permission."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """A verb of a lifecycle: its starting statuses, its target, and its permission ('' = none)."""

    since: tuple[str, ...]
    to: str
    permission: str = ""


def move(*since: str, to: str, permission: str = "") -> Move:
    """Build a row of a lifecycle table: from these statuses to that one, by this permission."""
    return Move(since=since, to=to, permission=permission)


def diagram(lifecycle: Mapping[str, Move]) -> str:
    """Draw the table as a Mermaid state diagram, for docs/states."""
    lines = ["stateDiagram-v2"]
    for verb, step in lifecycle.items():
        lines += [f"    {status} --> {step.to}: {verb}" for status in step.since]
    return "\n".join(lines) + "\n"
