"""What every view needs: refusals turned into messages, and the once-token of a form."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wasl.common.verdicts import Refused


@contextmanager
def refusals_as_messages(request: HttpRequest, done: object = "") -> Iterator[None]:
    """Show `done` when the block succeeds; show the reason, with its link, when an action refuses."""
    try:
        yield
    except Refused as refused:
        if refused.link:
            messages.error(request, format_html('{} <a href="{}">{}</a>', refused.reason, refused.link, _("Open it")))
        else:
            messages.error(request, str(refused.reason))
    else:
        if done:
            messages.success(request, str(done))
