"""From clause to feature to evidence: what is cited in the code, and the tests that show it at work.

Nothing here is kept by hand: a feature is a docstring that cites the clause, evidence is a test marked with it. An unknown
code in either fails.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).resolve()
CODE = re.compile(r"\b(?:LET|PRE|AIM|OBJ|PRA|CHA|TOO|PRO|APP)-\d+\b")
SPAN = re.compile(r"\b([A-Z]{3})-(\d+)…[A-Z]{3}-(\d+)\b")


class UnknownClause(Exception):
    """A docstring or a test cites a clause that the policy does not have."""


@dataclass
class Served:
    """One clause: its code and heading, where the product serves it, and which tests show that."""

    code: str
    title: str
    features: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    @property
    def is_covered(self) -> bool:
        return bool(self.features and self.evidence)


def served() -> list[Served]:
    """Every clause of the policy in its order. Raises `UnknownClause`."""
    clauses = {code: Served(code, title) for code, title in policy_clauses().items()}
    for code, place in [*_features()]:
        _of(clauses, code, place).features.append(place)
    for code, place in [*_evidence()]:
        _of(clauses, code, place).evidence.append(place)
    return list(clauses.values())


@cache
def policy_clauses() -> dict[str, str]:
    """Code and heading of every clause the product is built on."""
    data = yaml.safe_load((HERE.parent / "sample_data" / "policy.yaml").read_text(encoding="utf-8"))
    return {code: words[0] for part in data["parts"] for code, words in part["clauses"].items()}


def _of(clauses: dict[str, Served], code: str, place: str) -> Served:
    if code not in clauses:
        raise UnknownClause(f"{place} cites {code}, which the policy does not have")
    return clauses[code]


def _features() -> Iterator[tuple[str, str]]:
    package = HERE.parents[1]
    for path in sorted(package.rglob("*.py")):
        if "migrations" in path.parts or path == HERE:
            continue
        module = ".".join(path.relative_to(package.parent).with_suffix("").parts)
        for name, text in _docstrings(path):
            for code in cited(text):
                yield code, f"{module}.{name}" if name else module


def cited(text: str) -> list[str]:
    """The codes a text names, spans such as CHA-1…CHA-7 told out one by one."""
    codes = [
        f"{kind}-{number}" for kind, first, last in SPAN.findall(text) for number in range(int(first), int(last) + 1)
    ]
    return sorted({*codes, *CODE.findall(text)})


def _docstrings(path: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node)):
            yield getattr(node, "name", ""), text


def _evidence() -> Iterator[tuple[str, str]]:
    tests = HERE.parents[2] / "tests"
    for path in sorted(tests.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        everywhere = [code for node in tree.body if isinstance(node, ast.Assign) for code in _marks(node.value)]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                own = [code for mark in node.decorator_list for code in _marks(mark)]
                for code in sorted({*everywhere, *own}):
                    yield code, f"{path.relative_to(tests.parent).as_posix()}::{node.name}"


def _marks(node: ast.expr) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "clause":
            yield from (one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str))
