"""Middleware for every response.

Compression of public pages, the content security policy, the visitor's language, our own page in
place of an empty refusal, the notice of lost keys, search engines, and a frame for a panel that is
opened on its own.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from wasl.common import keys, refusals

Handler = Callable[[HttpRequest], HttpResponse]
# `blob:` is for the preview of a chosen picture (wasl.js), made before it is sent.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; script-src 'self'; style-src 'self'; font-src "
    "'self'; connect-src 'self'"
)
A_YEAR = 365 * 24 * 3600
HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
# What is left of a panel's header once its heading has moved into the frame.
EMPTY = re.compile(r"<header>\s*</header>")
CARD = '<section class="card'


class CompressionMiddleware(GZipMiddleware):
    """Compress the pages whose view is `compressed`.

    First in the list and the only place that compresses: other middleware that reads or changes a
    body reads text. Other pages are not compressed, because the length of a compressed page that
    holds a secret can reveal it (BREACH).
    """

    def process_view(
        self, request: HttpRequest, view: Handler, _args: object, _named: object
    ) -> None:
        """Remember whether the view asks for compression."""
        request.is_compressed = getattr(view, "is_compressed", False)  # type: ignore[attr-defined]

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress when the view asked for it and the browser accepts it."""
        if not getattr(request, "is_compressed", False):
            return response
        return super().process_response(request, response)


class ContentSecurityPolicyMiddleware:
    """Allow nothing inline and nothing from other sites."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A file brings a stricter policy of its own (`web.file_answer`).
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class LanguageMiddleware:
    """Serve Arabic unless the visitor chose English.

    The browser's preference is ignored: Arabic is the product's voice.

    `?lang=` in an address chooses, so that each language of a page has an address of its own
    (CHA-7).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        languages, cookie_language = (
            dict(settings.LANGUAGES),
            request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        )
        query_language = request.GET.get("lang", "")
        language = next(
            (code for code in (query_language, cookie_language) if code in languages),
            settings.LANGUAGE_CODE,
        )
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if query_language in languages and query_language != cookie_language:
            remember_language(response, query_language)
        return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the chosen language in this browser, and nothing else about the visitor."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, httponly=True, samesite="Lax",
        secure=settings.SECURE_TRANSPORT,
    )  # fmt: skip


class RefusalMiddleware:
    """Fill an empty refusal with our page, or with a sentence for a panel.

    Such as a GET on a page that only takes forms.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in refusals.SENTENCES or response.streaming:
            return response
        # A whole page would be put into the place of a panel.
        is_misplaced = refusals.is_for_part(request) and _is_document(response)
        if response.content and not is_misplaced:
            return response
        refusal = refusals.refuse(request, response.status_code)
        response.content = refusal.content
        response.headers["Content-Type"] = refusal.headers["Content-Type"]
        # CommonMiddleware has already set the length of the empty answer.
        response.headers["Content-Length"] = str(len(refusal.content))
        return response


class SearchEnginesMiddleware:
    """Ask search engines to leave out every response but pages marked `public_page` (PRE-6)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Also for requests that reach no view.
        request.indexed = False  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not request.indexed or response.status_code != 200:  # type: ignore[attr-defined]
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response

    def process_view(
        self, request: HttpRequest, view: Handler, _args: object, _named: object
    ) -> None:
        """Remember whether the view is for search engines, for the page's head."""
        request.indexed = getattr(view, "indexed", False)  # type: ignore[attr-defined]


class PanelMiddleware:
    """Frame a panel that was opened on its own, with its heading and a way back (AIM-1).

    Panels are links until script fetches them; without script, or in a new tab, the link is
    followed. The browser marks such a visit as one for a document; a browser that does not gets the
    bare panel, which is still readable.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("Sec-Fetch-Dest") == "document" and _is_part(request, response):
            response.content = _in_frame(request, response.content.decode()).encode()
        return response


def _is_part(request: HttpRequest, response: HttpResponse) -> bool:
    plain = response.status_code == 200 and not response.streaming and request.method == "GET"
    if not plain or not response.headers.get("Content-Type", "").startswith("text/html"):
        return False
    # Asking who is signed in reads the session, so it is asked for panels only.
    return not _is_document(response) and request.user.is_authenticated


def _is_document(response: HttpResponse) -> bool:
    """Return whether the response is a whole page, which its first bytes show."""
    return b"<!doctype" in response.content[:400].lower()


def _in_frame(request: HttpRequest, part: str) -> str:
    match = HEADING.search(part)
    heading = SafeString(strip_tags(match[1])) if match else ""
    body = EMPTY.sub("", part.replace(match[0], "", 1)) if match else part
    came = request.headers.get("Referer", "")
    page = {
        "heading": heading,
        "part": SafeString(body),
        "is_card": CARD in part[:400],
        "back": came if url_has_allowed_host_and_scheme(came, {request.get_host()}) else "",
    }
    return render_to_string("panel_page.html", page, request)


# What stays open while the keys are lost. The staff's own pages below /account/ write like others.
SIGN_IN_PATHS = ("/account/sign-in/", "/account/sign-out/", "/account/session/")


class KeysMiddleware:
    """While the keys are lost, show that on every page and save nothing, so that nothing is lost.

    Signing in and out stay open, and so does reading: only encrypted values cannot be read.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.keys_lost = keys.is_lost()  # type: ignore[attr-defined]
        is_read = request.method in ("GET", "HEAD", "OPTIONS")
        is_write = not is_read and not request.path.startswith(SIGN_IN_PATHS)
        if request.keys_lost and is_write:  # type: ignore[attr-defined]
            return keys_lost_page()
        return self.get_response(request)


def keys_lost_page() -> HttpResponse:
    """Return the page that says what to do when the keys are lost.

    It also answers an action that needs an unreadable value.
    """
    page = render_to_string("keys_lost.html")
    return HttpResponse(
        page, status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"}
    )
