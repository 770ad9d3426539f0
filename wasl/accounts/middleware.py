"""Set association and clock for every request.

Ask for sign-in where it is missing, and lead back to the form.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from wasl.accounts.models import Association
from wasl.common import clock
from wasl.common.prepared import Prepared

Handler = Callable[[HttpRequest], HttpResponse]
# The key in the session under which the end of the sign-in is stored, in seconds since 1970.
UNTIL = "until"
ONLY = Prepared(lambda key: Association.objects.filter(pk=key))


class AssociationMiddleware:
    """Load the association, and set its clock, which may have been moved forward in the sample."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        association = ONLY.first(1)
        request.association = association  # type: ignore[attr-defined]
        with clock.ahead(association.clock_ahead_days if association else 0):
            return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Close every page except those marked open.

    A form sent after the sign-in ended leads back to its page.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: Any,
        view_kwargs: Any,
    ) -> HttpResponseBase | None:
        if request.user.is_authenticated:
            renew_session(request)
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> Any:
        if request.method in ("GET", "HEAD") and not getattr(request, "htmx", False):
            return super().handle_no_permission(request, view_func)
        messages.info(request, _("You were signed out. Sign in to go on; what you typed is kept."))
        response = redirect_to_login(page_of(request), settings.LOGIN_URL)
        if getattr(request, "htmx", False):
            # htmx would put a redirected page into the place of the panel; this header makes it
            # load the page.
            answer = HttpResponse(status=204)
            answer.headers["HX-Redirect"] = response.url
            return answer
        return response


def page_of(request: HttpRequest) -> str:
    """Return the page a form was sent from, when it is one of ours; else the start page."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(
        came_from, allowed_hosts=hosts, require_https=request.is_secure()
    ):
        return came_from.split(request.get_host(), 1)[-1] or "/"
    return "/"


def renew_session(request: HttpRequest, *, at_once: bool = False) -> None:
    """Prolong the sign-in.

    It is written at most every five minutes, so that reading a page stays a read.
    """
    age, now = settings.SESSION_COOKIE_AGE, int(time.time())
    left = request.session.get(UNTIL, 0) - now
    if at_once or left < age - min(300, age // 10):
        request.session[UNTIL] = now + age


def seconds_left(request: HttpRequest) -> int:
    """Return how long the sign-in still lasts, for the notice that announces its end."""
    return max(request.session.get(UNTIL, 0) - int(time.time()), 0) or settings.SESSION_COOKIE_AGE
