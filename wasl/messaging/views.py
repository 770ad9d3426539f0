"""The outbox for staff who may see it, and the endpoint for delivery reports."""

import hmac
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.web import refusals_as_messages
from wasl.messaging import actions, channels, policies, queries
from wasl.messaging.models import Message, MessageStatus


@require_GET
@permission_required(Permission.OUTBOX_SEE)
def outbox(request: HttpRequest) -> HttpResponse:
    status, before = request.GET.get("status", ""), request.GET.get("before", "")
    rows, following = queries.outbox(status=status, before=whole_number(before))
    outbox_url = reverse("messaging:outbox")
    tabs: list[dict[str, Any]] = [{"label": _("All"), "url": outbox_url, "current": not status}] + [
        {
            "label": label,
            "url": f"{outbox_url}?{urlencode({'status': value})}",
            "current": status == value,
        }
        for value, label in MessageStatus.choices
    ]
    query: dict[str, Any] = {"status": status, "before": following}
    following_url = f"{outbox_url}?{urlencode(query)}" if following else ""
    at, user = clock.now(), who(request)
    lines = [
        (queries.line(row), policies.can_retry(user, row, at) if row.has_failed else None)
        for row in rows
    ]
    return render(
        request,
        "messaging/outbox.html",
        {"tabs": tabs, "lines": lines, "following_url": following_url},
    )


@require_POST
@permission_required(Permission.OUTBOX_SEE)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(Message, pk=pk)
    with refusals_as_messages(request, done=_("The message is on its way again.")):
        actions.retry(message=message, by=who(request), at=clock.now())
    return redirect("messaging:outbox")


@login_not_required
# The gateway has no token of a form; the secret in the address stands in for it.
@csrf_exempt
@require_POST
def delivery_report(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the gateway's report on a text. The address is the secret; a report may come twice."""
    if not hmac.compare_digest(secret, channels.callback_secret()):
        return HttpResponseNotFound()
    try:
        external_id, is_delivered = channels.sms().status(request.POST.dict())
    except ValueError:
        return HttpResponseBadRequest()
    is_known = actions.note_delivery(
        external_id=external_id, is_delivered=is_delivered, at=clock.now()
    )
    # A report that came before our own note is refused, and the gateway sends it again.
    return HttpResponse() if is_known else HttpResponseNotFound()
