"""Services as their requests know them: closed when none is open, a draft tried on last year's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.cases import actions, policies
from wasl.cases.views.shared import user_of
from wasl.catalogue import queries as catalogue
from wasl.catalogue.models import Service
from wasl.common import clock
from wasl.common.verdicts import Refused, Verdict


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.CATALOGUE_APPROVE)
def close_service(request: HttpRequest, code: str) -> HttpResponse:
    """No longer offer a service."""
    service, user = get_object_or_404(Service, code=code), user_of(request)
    may = policies.can_close_service(user, service)
    if request.method == "POST":
        try:
            actions.close_service(service=service, by=user, at=clock.now())
            messages.success(request, _("The service is closed. Its past requests stay, and it can be offered again."))
            return redirect("catalogue:services")
        except Refused as refused:
            may = Verdict(refused.reason, link=refused.link)
    version = catalogue.in_force(service, clock.today())
    return render(request, "cases/close_service.html", {"service": service, "version": version, "may": may})
