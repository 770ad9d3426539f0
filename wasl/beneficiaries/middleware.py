"""Redirect requests for a merged file to the survivor, from any page of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wasl.beneficiaries.models.person import Person


class MergedAway(Exception):
    """The requested file was merged into another."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.pk)
        self.person = person


class MergedAwayMiddleware:
    """Turn `MergedAway` into a redirect to the survivor's file, with a note."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    # An exception rather than an answer, because every view looks its person up in one shared
    # function (`views.shared`).
    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, MergedAway):
            return None
        message = _("The file of %(name)s was merged into this one; what is done is done here.")
        messages.info(request, message % {"name": exception.person.full_name})
        return redirect("beneficiaries:detail", pk=exception.person.merged_into_id)
