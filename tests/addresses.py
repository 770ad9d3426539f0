"""Every address of the site, read from the wiring, with something plausible where it wants an
argument.
"""

import re
from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

FILLED = {
    "int": "1",
    "reference": "1448-000117",
    "str": "x",
    "slug": "x",
    "path": "x",
    "uuid": str(UUID(int=1)),
}


def addresses(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every route with its pattern."""
    for item in (resolver or get_resolver()).url_patterns:
        route = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from addresses(item, route)
        elif isinstance(item, URLPattern):
            yield route, item


def own() -> Iterator[tuple[str, URLPattern]]:
    """The addresses of our own views, made concrete: no object stands behind the numbers in
    them.
    """
    for route, pattern in addresses():
        filled = re.sub(
            r"<(?:(\w+):)?\w+>", lambda found: FILLED.get(found[1] or "str", "x"), route
        )
        if pattern.callback.__module__.startswith("wasl.") and not re.search(r"[\^$\\()?]", filled):
            yield f"/{filled}", pattern


def is_open(pattern: URLPattern) -> bool:
    """Whether its view says that strangers may see it."""
    return getattr(pattern.callback, "login_required", True) is False
