"""What people put into addresses: cleaned before any page reads it, as what they put into forms is
cleaned by its fields.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from wasl.common.identifiers import BadIdentifier, check_reference
from wasl.common.text import clean

Handler = Callable[[HttpRequest], HttpResponse]


class CleanAddressMiddleware:
    """Clean the query of every address, so that a search or a filter reads the same text as a form
    would.

    An address with a NUL in its path is nobody's; the database would refuse it with an error of its
    own.
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
    cleaned._mutable = False
    return cleaned


class ReferenceConverter:
    """A request's number in an address, read as a form reads it; whatever is none leads nowhere."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        try:
            return check_reference(value)
        except BadIdentifier as bad:
            raise ValueError(str(bad.reason)) from bad

    def to_url(self, value: str) -> str:
        return value
