"""No log holds the path of a rating link, however it is written: it joins an answer to whoever
received it (PRA-3).
"""

import logging

import pytest

from wasl.common.logs import HideSecrets

pytestmark = pytest.mark.clause("PRA-3")
TOKEN = "AQMCIRoJ0123456789abcdefABCDEF_-"
LINES = [
    "GET /rate/%s 200 12ms",
    "Not Found: /rate/%s/",
    "GET /Rate/%s/ 404",
    "GET /RATE/%s/ 404",
    "GET /x?next=%%2Frate%%2F%s%%2F 302",
    "GET //rate//%s/ 404",
    "ValueError: https://wasl.example.org/rate/%s/ is odd",
]


def logged(record: logging.LogRecord) -> str:
    HideSecrets().filter(record)
    return logging.Formatter().format(record)


@pytest.mark.parametrize("line", LINES)
def test_no_line_holds_the_link(line):
    assert TOKEN not in logged(
        logging.LogRecord("gunicorn.access", logging.INFO, "", 1, line, (TOKEN,), None)
    )


def test_no_traceback_holds_the_link():
    """Only the message was cleaned; an exception's own text was added after that."""
    try:
        raise ValueError(f"cannot open /rate/{TOKEN}/")
    except ValueError as error:
        record = logging.LogRecord(
            "django.request", 40, "", 1, "broken", (), (type(error), error, error.__traceback__)
        )
    text = logged(record)
    assert TOKEN not in text and "ValueError: cannot open /rate/…" in text and "Traceback" in text
