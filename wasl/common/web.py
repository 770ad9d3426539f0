"""What every view needs: public pages, refusals as messages, and the answer to an error."""

import errno
import ipaddress
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from wasl.common import refusals
from wasl.common.crypto import LostKey
from wasl.common.middleware import keys_lost_page
from wasl.common.uploads import MEDIA_TYPES
from wasl.common.verdicts import Refused


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page for everybody (CHA-7): no sign-in, sent compressed, kept by search engines."""
    page = login_not_required(compressed(view))
    page.indexed = True  # type: ignore[attr-defined]
    return page


def compressed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a response without secrets, so that `CompressionMiddleware` compresses it."""
    view.is_compressed = True  # type: ignore[attr-defined]
    return view


@contextmanager
def refusals_as_messages(request: HttpRequest, done: object = "") -> Iterator[None]:
    """Show `done` when the block succeeds, or the reason and its link when an action refuses."""
    try:
        yield
    except Refused as refused:
        if refused.link:
            messages.error(
                request,
                format_html('{} <a href="{}">{}</a>', refused.reason, refused.link, _("Open it")),
            )
        else:
            messages.error(request, str(refused.reason))
    else:
        if done:
            messages.success(request, str(done))


def in_dialog(request: HttpRequest) -> bool:
    """Return whether a dialog made the request.

    A boosted form wants a whole page, as without script.
    """
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted


def done(request: HttpRequest, text: object, back: str) -> HttpResponse:
    """Answer a small action that went well.

    A dialog closes and the page shows the text; otherwise redirect back.
    """
    if not in_dialog(request):
        messages.success(request, str(text))
        return redirect(back)
    answer = render(request, "components/done.html", {"text": text})
    answer.headers["HX-Trigger-After-Swap"] = "wasl:done"
    return answer


def client_address(request: HttpRequest) -> str:
    """Return the address a request comes from: the last one that is not one of our own proxies.

    Addresses further left in the header were written by the sender and prove nothing. Of IPv6 the
    network counts, because a household has more addresses there than there are people.
    """
    hops = [
        *request.META.get("HTTP_X_FORWARDED_FOR", "").split(","),
        request.META.get("REMOTE_ADDR", ""),
    ]
    for hop in reversed([hop.strip() for hop in hops if hop.strip()]):
        if hop not in settings.PROXIES:
            return _network(hop)
    return _network(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        # Not an address (a proxy's name, say): cut to the longest text of an IPv6 address.
        return address[:45]
    return (
        str(ipaddress.ip_network((parsed, 64), strict=False))
        if parsed.version == 6
        else str(parsed)
    )


FILE_POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; frame-ancestors 'none'"


def file_answer(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """Return a stored file: shown but never run, and cached by nobody on the way.

    XML is downloaded, as it is for programs.
    """
    answer = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    answer.headers["Content-Disposition"] = (
        content_disposition_header(kind == "xml", name) or "inline"
    )
    # Stricter than the pages' policy, which `ContentSecurityPolicyMiddleware` sets only where none
    # is.
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """Answer an error with an apology, or "try again" while database or disk are unavailable."""
    # Django calls its `handler500` while the exception is still being handled.
    error = sys.exc_info()[1]
    if isinstance(error, LostKey):
        return keys_lost_page()
    full = _is_disk_full(error)
    if full or isinstance(error, OperationalError | InterfaceError):
        page = render_to_string("503.html", {"disk_is_full": full})
        return HttpResponse(
            page, status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"}
        )
    if refusals.is_for_part(request):
        return refusals.sentence(_(refusals.SENTENCES[500]), 500)
    return HttpResponse(render_to_string("500.html"), status=500)


def _is_disk_full(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    # Django wraps the driver's error, which alone names the full disk.
    return isinstance(error and error.__cause__, psycopg.errors.DiskFull)
