"""What every answer carries: the content security policy; the language a visitor chose; and whether keys are lost."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from wasl.common import keys

Handler = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'"
)


class ContentSecurityPolicyMiddleware:
    """Nothing inline, nothing from elsewhere."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class LanguageMiddleware:
    """Arabic unless the visitor chose English; the browser's own wish is not asked, Arabic is the product's voice."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class KeysMiddleware:
    """While the keys file is not the database's own, pages say so and nothing is saved: nothing is lost that way.

    Signing in and out stay open, and reading: only what is encrypted cannot be read.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.keys_lost = keys.is_lost()  # type: ignore[attr-defined]
        is_write = request.method not in ("GET", "HEAD", "OPTIONS") and not request.path.startswith("/account/")
        if request.keys_lost and is_write:  # type: ignore[attr-defined]
            return keys_lost_page()
        return self.get_response(request)


def keys_lost_page() -> HttpResponse:
    """What to do when the keys are lost; also the answer to whoever would have worked with what cannot be read."""
    page = render_to_string("keys_lost.html")
    return HttpResponse(page, status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
