"""Every request knows its association, and its clock."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wasl.accounts.models import Association
from wasl.common import clock

Handler = Callable[[HttpRequest], HttpResponse]


class AssociationMiddleware:
    """Load the one association, and set the clock that the sample association's administrator may have moved forward."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        association = Association.objects.first()
        request.association = association  # type: ignore[attr-defined]
        with clock.ahead(association.clock_ahead_days if association else 0):
            return self.get_response(request)
