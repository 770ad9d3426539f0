"""A lifecycle is a table of moves: from where, to where, by whose permission."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """One verb of a lifecycle: the statuses it may start from, the one it leads to, the permission
    ('' = none).
    """

    since: tuple[str, ...]
    to: str
    permission: str = ""


def move(*since: str, to: str, permission: str = "") -> Move:
    """Read as a sentence: move from these statuses to that one, by this permission."""
    return Move(since=since, to=to, permission=permission)


def diagram(lifecycle: Mapping[str, Move]) -> str:
    """The table as a Mermaid state diagram, for docs/states."""
    lines = ["stateDiagram-v2"]
    for verb, step in lifecycle.items():
        lines += [f"    {status} --> {step.to}: {verb}" for status in step.since]
    return "\n".join(lines) + "\n"
