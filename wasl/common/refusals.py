"""Answers to requests that are not served.

Our own page with a way back, or one sentence for a part of a page.

No answer reaches a person in the browser's own words.
"""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_noop

# For a part of a page, where a whole page would not fit. Each status has a page of its own as well.
SENTENCES = {
    400: gettext_noop(
        "The request could not be read, so nothing was changed. Go back and send it again."
    ),
    403: gettext_noop("Your role does not include this page."),
    404: gettext_noop("This is not there any more, or not for you. Load the page again."),
    405: gettext_noop("Nothing was changed. Open the page itself and use its button."),
    413: gettext_noop("What was sent is too large, so nothing was changed. Send less at once."),
    429: gettext_noop(
        "This was asked for too often from here. Wait a minute, then try again; nothing is lost."
    ),
    500: gettext_noop("Something broke on our side. What you had saved before is safe."),
}
STALE = gettext_noop("The page had gone stale, so nothing was changed. Load it again.")


def refuse(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    """Answer with the page of this status, or with its sentence for a part of a page."""
    if is_for_part(request):
        return sentence(reason or gettext(SENTENCES[status]), status)
    context: dict[str, Any] = {"reason": reason, "back": way_back(request) if status == 405 else ""}
    return HttpResponse(render_to_string(f"{status}.html", context, request), status=status)


def sentence(text: str, status: int) -> HttpResponse:
    """Return a refusal in one sentence, which the page's script announces."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def is_for_part(request: HttpRequest) -> bool:
    """Return whether a script requests a part of a page.

    Reads the headers itself: a refusal may come before any middleware ran.
    """
    return (
        request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
    )


def way_back(request: HttpRequest) -> str:
    """Return the page of ours that the request came from, else the nearest enclosing page."""
    came_from = request.headers.get("Referer", "")
    if came_from and url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        path = "/" + came_from.split("//", 1)[-1].partition("/")[2]
        # A way back to the refused address itself would lead nowhere.
        if path.partition("?")[0] != request.path:
            return path
    return _enclosing(request.path)


def _enclosing(path: str) -> str:
    parent = path.rstrip("/").rpartition("/")[0] + "/"
    while parent != "/":
        try:
            resolve(parent)
        except Resolver404:
            parent = parent.rstrip("/").rpartition("/")[0] + "/"
        else:
            return parent
    return parent


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer as Django's `handler400`: the request cannot be read or is too large."""
    return refuse(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer as Django's `handler403`, with the policy's reason if it gave one."""
    return refuse(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer as Django's `handler404`."""
    return refuse(request, 404)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer as Django's `CSRF_FAILURE_VIEW`: the form carried an outdated token."""
    if is_for_part(request):
        return sentence(gettext(STALE), 403)
    return HttpResponse(render_to_string("403_csrf.html", request=request), status=403)
