"""What the browser's tests share: a signed-in page, the language, and pictures for the
documents.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
WIDTHS = {"phone": 390, "desk": 1366}


@pytest.fixture
def sign_in(page, live_server):
    """`sign_in(user)` gives the browser that user's session; `sign_in(None)` takes it away."""

    def enter(user) -> None:
        page.context.clear_cookies()
        if user is not None:
            client = Client()
            client.force_login(user)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
            )

    return enter


@pytest.fixture
def speak(page, live_server):
    """`speak("en")` chooses the language of the pages that follow."""

    def choose(language: str) -> None:
        page.context.add_cookies(
            [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        )

    return choose


@pytest.fixture
def look(live_server, speak):
    """`look(page, name)` photographs the page as it stands, on a phone and at a desk, in both
    languages.

    Only when WASL_SCREENS=1: pictures are for the documents and for the eye, not for the run of
    every day.
    """

    def photograph(page, name: str) -> None:
        if os.environ.get("WASL_SCREENS") != "1":
            return
        SCREENS.mkdir(parents=True, exist_ok=True)
        before = page.viewport_size
        for language in ("en", "ar"):
            speak(language)
            for label, width in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(page.url)
                page.screenshot(path=SCREENS / f"{name}-{language}-{label}.png", full_page=True)
        page.set_viewport_size(before)

    return photograph
