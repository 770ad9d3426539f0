"""A page's help: the clauses it serves, worded by the policy in force, and the terms on it.

Nothing is written twice: clauses come from the view's docstring, their text from the policy, the
terms from the glossary.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from inspect import unwrap

from django.urls import URLPattern, URLResolver, get_resolver

from wasl.governance.models.documents import RELATIONSHIP, Clause
from wasl.governance.states import State
from wasl.reports.traceability import ROOT, cited, policy_clauses

GLOSSARY = ROOT / "GLOSSARY.md"
MOST_WORDS = 14


@dataclass(frozen=True)
class ToldClause:
    """A clause that a page serves, with the text of the policy's clause linked to it.

    `code` and `title` are the code and heading.

    `place` and `text` are '' where the policy in force has none.
    """

    code: str
    title: str
    text: str
    place: str = ""


@dataclass(frozen=True)
class Help:
    """The help of a page."""

    clauses: list[ToldClause]
    words: list[tuple[str, str]]


def page_help(name: str) -> Help | None:
    """Return the help of a page by the name of its address; None for any other name.

    Takes one query.
    """
    codes = _codes().get(name)
    if codes is None:
        return None
    titles = policy_clauses()
    linked = Clause.objects.filter(
        serves__in=codes, version__state=State.IN_FORCE, version__document__code=RELATIONSHIP
    ).values_list("serves", "heading", "text_ar", "code")
    # Of several linked clauses the first is shown: in a dictionary the last one written wins.
    linked_clauses = {
        code: (heading or titles[code], text, place)
        for code, heading, text, place in linked.order_by("-order")
    }
    clauses = [
        ToldClause(code, *(linked_clauses.get(code) or (titles[code], "")))
        for code in titles
        if code in codes
    ]
    return Help(clauses, _words(name.partition(":")[0]))


@lru_cache
def _codes() -> dict[str, frozenset[str]]:
    """Return the clauses of every page: those its view cites, else those of its module."""
    return dict(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, space: str) -> list[tuple[str, frozenset[str]]]:
    pages: list[tuple[str, frozenset[str]]] = []
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            pages += _walk(item, f"{space}{item.namespace}:" if item.namespace else space)
        elif (
            isinstance(item, URLPattern)
            and item.name
            and item.callback.__module__.startswith("wasl.")
        ):
            # Decorators wrap the view; its own docstring is the one that cites clauses.
            about = unwrap(item.callback).__doc__ or ""
            module = import_module(item.callback.__module__)
            pages.append(
                (f"{space}{item.name}", frozenset(cited(about) or cited(module.__doc__ or "")))
            )
    return pages


@lru_cache
def _rows() -> list[tuple[str, str, str]]:
    """Return the glossary's rows: Arabic, English, name in code; none when it is not installed."""
    if not GLOSSARY.exists():
        return []
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("| ")
    ]
    return [(row[0], row[1], row[2]) for row in cells[1:] if len(row) == 3]


def _words(package: str) -> list[tuple[str, str]]:
    own = re.compile(rf"\b{package}[.:]") if package else None
    return [(arabic, english) for arabic, english, code in _rows() if own and own.search(code)][
        :MOST_WORDS
    ]
