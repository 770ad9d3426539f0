"""Cleaning of addresses before a page reads them, as form fields clean forms."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from wasl.common.identifiers import BadIdentifier, check_reference
from wasl.common.text import clean

Handler = Callable[[HttpRequest], HttpResponse]


class CleanAddressMiddleware:
    """Clean the query string of every request, so that a search reads the same text as a form.

    A NUL in the path answers 404; PostgreSQL would refuse it with an error of its own.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            raise Http404
        if request.META.get("QUERY_STRING"):
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        return self.get_response(request)


def _cleaned(query: QueryDict) -> QueryDict:
    cleaned = QueryDict(mutable=True, encoding=query.encoding)
    for name, values in query.lists():
        cleaned.setlist(clean(name), [clean(value) for value in values])
    # Django hands out request.GET as immutable; views may rely on that.
    cleaned._mutable = False
    return cleaned


class ReferenceConverter:
    """Read a request's number in an address as a form does; anything else matches no address."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        try:
            return check_reference(value)
        except BadIdentifier as bad:
            # Django takes a ValueError from a converter as "this pattern does not match".
            raise ValueError(str(bad.reason)) from bad

    def to_url(self, value: str) -> str:
        return value
