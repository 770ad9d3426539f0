"""What every answer carries: compression of the pages for everybody; the content security policy;
the language a visitor chose; words of ours where it would be empty; whether keys are lost; whether
search engines may keep it; and a frame around a part of a page that was opened by itself.
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
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; script-src 'self'; style-src 'self'; font-src "
    "'self'; connect-src 'self'"
)
A_YEAR = 365 * 24 * 3600
HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
EMPTY = re.compile(r"<header>\s*</header>")
CARD = '<section class="card'


class CompressionMiddleware(GZipMiddleware):
    """Compress the pages whose view is `compressed`.

    The first of the list and the only place that compresses: whoever reads or changes an answer's
    body reads text. Other pages go out as they are, since a compressed page that holds a secret
    tells of it by its length.
    """

    def process_view(
        self, request: HttpRequest, view: Handler, _args: object, _named: object
    ) -> None:
        """Remember what the view says of itself."""
        request.is_compressed = getattr(view, "is_compressed", False)  # type: ignore[attr-defined]

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress where the view asked for it and the browser can read it."""
        if not getattr(request, "is_compressed", False):
            return response
        return super().process_response(request, response)


class ContentSecurityPolicyMiddleware:
    """Nothing inline, nothing from elsewhere."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class LanguageMiddleware:
    """Arabic unless the visitor chose English; the browser's own wish is not asked, Arabic is the
    product's voice.

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
    """Keep the chosen language in this browser; nothing else of the visitor."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, httponly=True, samesite="Lax",
        secure=settings.SECURE_TRANSPORT,
    )  # fmt: skip


class RefusalMiddleware:
    """An empty refusal (a page opened by GET that only takes forms, say) gets our page; a part of a
    page gets a sentence.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in refusals.SENTENCES or response.streaming:
            return response
        is_misplaced = refusals.is_for_part(request) and _is_document(response)
        if response.content and not is_misplaced:
            return response
        refusal = refusals.refuse(request, response.status_code)
        response.content = refusal.content
        response.headers["Content-Type"] = refusal.headers["Content-Type"]
        response.headers["Content-Length"] = str(len(refusal.content))
        return response


class SearchEnginesMiddleware:
    """Only pages marked `public_page` are for search engines; whatever else answers asks to be left
    out (PRE-6).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.indexed = False  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not request.indexed or response.status_code != 200:  # type: ignore[attr-defined]
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response

    def process_view(
        self, request: HttpRequest, view: Handler, _args: object, _named: object
    ) -> None:
        """Remember what the view says of itself, for the page's head."""
        request.indexed = getattr(view, "indexed", False)  # type: ignore[attr-defined]


class PanelMiddleware:
    """A part of a page, opened by itself, stands in the staff's frame with its heading and a way
    back (AIM-1).

    Panels are links until script fetches them; without script, or in a new tab, the link is
    followed. The browser says of such a visit that it is for a document; one that does not say so
    gets the bare part, readable still.
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
    # Who is signed in is asked of parts alone.
    return not _is_document(response) and request.user.is_authenticated


def _is_document(response: HttpResponse) -> bool:
    """Return whether the answer is a whole page, which its first bytes show."""
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


class KeysMiddleware:
    """While the keys file is not the database's own, pages say so and nothing is saved: nothing is
    lost that way.

    Signing in and out stay open, and reading: only what is encrypted cannot be read.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.keys_lost = keys.is_lost()  # type: ignore[attr-defined]
        is_write = request.method not in ("GET", "HEAD", "OPTIONS") and not request.path.startswith(
            "/account/"
        )
        if request.keys_lost and is_write:  # type: ignore[attr-defined]
            return keys_lost_page()
        return self.get_response(request)


def keys_lost_page() -> HttpResponse:
    """What to do when the keys are lost; also the answer to whoever would have worked with what
    cannot be read.
    """
    page = render_to_string("keys_lost.html")
    return HttpResponse(
        page, status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"}
    )
