"""Every page of the site, enumerated from the URL table, with arguments from the tests' sample
objects.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Addresses that answer no page for the eye, or that no sample can fill: each with its reason.
NO_PAGE: dict[str, str] = {}


@dataclass(frozen=True)
class Page:
    """One address of the URL table: its full name and the names of its arguments."""

    name: str
    arguments: tuple[str, ...] = field(default=())

    def address(self, samples: dict[str, object]) -> str | None:
        """The address filled from the samples: `cases:detail` wins over `cases.pk`, which wins over
        `pk`; None when one is lacking.
        """
        package = self.name.split(":")[0]
        values = {}
        for argument in self.arguments:
            for key in (f"{self.name}.{argument}", f"{package}.{argument}", argument):
                if key in samples:
                    values[argument] = samples[key]
                    break
            else:
                return None
        return reverse(self.name, kwargs=values)


def every_page() -> Iterator[Page]:
    """Every named address, namespaces included, without those that `NO_PAGE` excuses."""
    seen = {page.name: page for page in reversed(list(_walk(get_resolver().url_patterns, "", ())))}
    yield from (page for page in reversed(seen.values()) if page.name not in NO_PAGE)


def _walk(patterns, prefix: str, outer: tuple[str, ...]) -> Iterator[Page]:
    for pattern in patterns:
        inner = (*outer, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, space, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Page(f"{prefix}{pattern.name}", inner)
