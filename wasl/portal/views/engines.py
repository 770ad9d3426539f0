"""Pages for search engines: the list of public pages, and what they should not visit."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.decorators.http import require_safe

from wasl.catalogue.queries import offered
from wasl.common.web import compressed
from wasl.knowledge import queries as answers


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Allow everything except pages that begin a request or belong to somebody.

    Other pages that should not be indexed say so themselves.
    """
    lines = [
        "User-agent: *",
        "Disallow: /apply/",
        "Disallow: /my/",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@compressed
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page in both languages, with each service and answer (CHA-7)."""
    own = [reverse("portal:service", args=[version.service.code]) for version in offered.offered()]
    own += [answer.get_absolute_url() for answer in answers.published()]
    page = {"site": settings.PUBLIC_URL, "paths": [*_public_pages(get_resolver()), *own]}
    return render(
        request, "portal/sitemap.xml", page, content_type="application/xml; charset=utf-8"
    )


def _public_pages(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    for item in resolver.url_patterns:
        path = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _public_pages(item, path)
        # A path with a parameter is no address; services and answers are listed by the caller.
        # Pages are found by the mark of `public_page`, so that no list has to be kept (ADR 37).
        elif (
            isinstance(item, URLPattern)
            and getattr(item.callback, "indexed", False)
            and "<" not in path
        ):
            yield path
