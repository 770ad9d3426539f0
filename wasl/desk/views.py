"""The staff's first page, the search, and the gallery of components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wasl.desk import gallery as samples


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in both directions, light and dark: what page authors copy from and what the eye tests."""
    return render(request, "desk/gallery.html", {"panes": samples.panes(), **samples.samples()})
