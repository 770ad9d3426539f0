"""From clause to feature to evidence: what the code cites, and what shows it at work.

Nothing here is kept by hand. A feature is a docstring that cites the clause. Evidence is a test
marked with it that passed in the last `make test`, a page whose view cites it and that answers, and
rows of a model that cites it. An unknown code in any of them fails.
"""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from wasl.accounts.models import User
from wasl.governance.scrutiny.coverage import titles

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
LAST_RUN = ROOT / "var" / "test" / "evidence.json"
CODE = re.compile(r"\b(?:LET|PRE|AIM|OBJ|PRA|CHA|TOO|PRO|APP)-\d+\b")
SPAN = re.compile(r"\b([A-Z]{3})-(\d+)…[A-Z]{3}-(\d+)\b")
# More rows than these are not counted, and shown as «1000+» (ADR 25).
MOST_COUNTED = 1000


class UnknownClause(Exception):
    """A docstring or a test cites a clause that the policy does not have."""


@dataclass
class Served:
    """A clause: its code and heading, where the product serves it, and the evidence.

    `passed` are tests of the last run, `tests` all that are marked; `pages` answered 200; `rows`
    are model and count.
    """

    code: str
    title: str
    features: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_served(self) -> bool:
        """Return whether some feature cites the clause."""
        return bool(self.features)

    @property
    def evidence(self) -> list[str]:
        """Return everything that shows it at work, a line each."""
        return [
            *(f"{test} passed" for test in self.passed),
            *(f"{page} answered 200" for page in self.pages),
            *(f"{name}: {count} rows" for name, count in self.rows),
        ]

    @property
    def is_covered(self) -> bool:
        """Return whether it is served and has evidence: tests that passed, pages or rows."""
        return self.is_served and bool(self.evidence)


def served(*, live: bool = True) -> list[Served]:
    """Return every clause of the policy in order; `live` also requests pages and counts rows.

    Raises `UnknownClause`.
    """
    clauses = {code: Served(code, title) for code, title in policy_clauses().items()}
    for code, place in _features():
        _of(clauses, code, place).features.append(place)
    passed = last_run().get("passed", [])
    for code, place in _marked():
        clause = _of(clauses, code, place)
        clause.tests.append(place)
        if place in passed:
            clause.passed.append(place)
    for model in apps.get_models():
        for code in (
            cited(model.__doc__ or "") if live and model.__module__.startswith("wasl.") else ()
        ):
            if count := _rows(model):
                _of(clauses, code, model.__name__).rows.append((model._meta.label, count))
    for code, page in _answering(clauses) if live else ():
        clauses[code].pages.append(page)
    return list(clauses.values())


def policy_clauses() -> dict[str, str]:
    """Return code and heading of every clause that the product is built on."""
    return titles()


def last_run() -> dict[str, list[str] | str]:
    """Return what the last whole test run wrote; empty before any.

    `at`, and `passed`, the marked tests that passed.
    """
    try:
        return dict(json.loads(LAST_RUN.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _of(clauses: dict[str, Served], code: str, place: str) -> Served:
    if code not in clauses:
        raise UnknownClause(f"{place} cites {code}, which the policy does not have")
    return clauses[code]


def _features() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "wasl").rglob("*.py")):
        # This module's docstrings cite clauses as examples only.
        if "migrations" in path.parts or path == HERE:
            continue
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name, text in _docstrings(path):
            for code in cited(text):
                yield code, f"{module}.{name}" if name else module


def cited(text: str) -> list[str]:
    """Return the codes that a text names, with spans such as CHA-1…CHA-7 spelt out."""
    codes = [
        f"{kind}-{number}"
        for kind, first, last in SPAN.findall(text)
        for number in range(int(first), int(last) + 1)
    ]
    return sorted({*codes, *CODE.findall(text)})


def _docstrings(path: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (
            text := ast.get_docstring(node)
        ):
            yield getattr(node, "name", ""), text


def _marked() -> Iterator[tuple[str, str]]:
    """Yield code and name of every marked test; none when an installation has no tests."""
    tests = ROOT / "tests"
    for path in sorted(tests.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        everywhere = [
            code
            for node in tree.body
            if isinstance(node, ast.Assign)
            for code in _marks(node.value)
        ]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                own = [code for mark in node.decorator_list for code in _marks(mark)]
                for code in sorted({*everywhere, *own}):
                    yield code, f"{path.relative_to(tests.parent).as_posix()}::{node.name}"


def _marks(node: ast.expr) -> Iterator[str]:
    for call in ast.walk(node):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "clause"
        ):
            yield from (
                argument.value
                for argument in call.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )


def _rows(model: type[models.Model]) -> str:
    """Return how many rows a table has, «1000+» when more; '' for none."""
    count = model._default_manager.all()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


def _answering(clauses: dict[str, Served]) -> Iterator[tuple[str, str]]:
    """Yield clause and address of every page that cites it and answers somebody.

    Only pages without arguments, asked by a visitor and by a user of each role.
    """
    users = [None, *_one_of_each_role()]
    for name, view in _pages():
        codes = [code for code in cited(view.__doc__ or "") if code in clauses]
        if codes and (address := _answers(name, users)):
            yield from ((code, address) for code in codes)


def _pages(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, object]]:
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            yield from _pages(item, f"{space}{item.namespace}:" if item.namespace else space)
        elif isinstance(item, URLPattern) and item.name and "<" not in str(item.pattern):
            module = import_module(item.callback.__module__)
            yield f"{space}{item.name}", getattr(module, item.callback.__name__, item.callback)


def _one_of_each_role() -> list[User]:
    """Return a user of each role, so that at least one may open each page."""
    users_by_role: dict[str, User] = {}
    for user in User.objects.filter(is_active=True).prefetch_related("memberships").order_by("pk"):
        for membership in user.memberships.all():
            users_by_role.setdefault(membership.role, user)
    return list({user.pk: user for user in users_by_role.values()}.values())


def _answers(name: str, users: list[User | None]) -> str:
    """Return the address when it answers 200 to somebody; the visit's writes are rolled back."""
    address = str(reverse(name))
    for user in users:
        with transaction.atomic():
            # A host that ALLOWED_HOSTS contains by default.
            client = Client(headers={"host": "localhost"})
            if user:
                client.force_login(user)
            status = client.get(address).status_code
            # A visit leaves traces: the session, the record of a read.
            transaction.set_rollback(True)
        if status == 200:
            return address
    return ""
