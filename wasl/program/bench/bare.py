"""The bare page that everything is measured against. Frozen: do not improve it.

One SELECT, fifty rows of eight columns, numbers and dates localised in the template; no middleware,
no sign-in.
"""

import os
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django.template.backends.base import _EngineTemplate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
WORDS = (
    "<!doctype html><html lang=ar dir=rtl><title>صفحة</title><table>{% load l10n %}{% for "
    "row in rows %}<tr>"
    "<td>{{ row.0 }}<td>{{ row.1 }}<td>{{ row.2 }}<td>{{ row.3|localize }}<td>{{ "
    "row.4|date:'j F Y' }}"
    "<td>{{ row.5|date:'j F Y' }}<td>{{ row.6|localize }}<td>{{ row.7 }}</tr>{% endfor %}</table>"
)
QUERY = (
    "SELECT id, reference, status, version, opened_at, answer_due_date, paused_days, channel "
    "FROM cases_case "
    "ORDER BY id LIMIT 50"
)


def application(environ, start_response):  # type: ignore[no-untyped-def]
    """The one page, as a WSGI application."""
    from django.core.handlers.wsgi import WSGIRequest

    response = page(WSGIRequest(environ))
    start_response(
        "200 OK",
        [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(response.content))),
        ],
    )
    return [response.content]


def page(request: HttpRequest) -> HttpResponse:
    """One SELECT and a template of fifty rows."""
    from django.db import connection
    from django.template import engines

    global TEMPLATE
    if TEMPLATE is None:
        TEMPLATE = engines["django"].from_string(WORDS)
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        rows = cursor.fetchall()
    return HttpResponse(TEMPLATE.render({"rows": rows}))


TEMPLATE: "_EngineTemplate | None" = None
get_wsgi_application()
