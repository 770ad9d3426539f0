"""The page of the audit trail, for staff who may read it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wasl.audit import queries
from wasl.audit.forms import TrailForm

# Permissions are listed in accounts, a layer above, so the code of this one is repeated here.
READ = "audit.read"


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    if not request.user.holds(READ):  # type: ignore[union-attr]
        raise PermissionDenied(_("Your role does not include this page."))
    form = TrailForm(request.GET)
    filters = form.asked()
    entries, following = queries.trail(**filters)
    params = {name: value for name, value in filters.items() if value and name != "before"}
    following_url = (
        f"{reverse('audit:trail')}?{urlencode({**params, 'before': following})}"
        if following
        else ""
    )
    return render(
        request,
        "audit/trail.html",
        {"form": form, "entries": entries, "following_url": following_url},
    )
