"""The logs hold no rating link (PRA-3), whoever writes them."""

import logging

import pytest

from wasl.common.logs import HideSecrets, hidden


@pytest.mark.clause("PRA-3")
@pytest.mark.parametrize(
    "line",
    [
        "GET /rate/AbC-123_x/ 200 12ms",
        "Not Found: /rate/AbC-123_x/",
        '"POST /rate/AbC-123_x/?a=1 HTTP/1.1" 302',
    ],
)
def test_the_path_of_a_rating_link_is_hidden(line):
    assert "AbC-123_x" not in hidden(line)
    assert "/rate/…" in hidden(line)


def test_the_filter_cleans_what_is_logged_with_arguments():
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "%s: %s", ("Not Found", "/rate/secret/"), None
    )
    assert HideSecrets().filter(record)
    assert record.getMessage() == "Not Found: /rate/…"


def test_django_and_the_server_use_it(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["hide_secrets"]
