"""Services and their cases: closing one without open cases, trying a draft on last year's."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.cases import policies
from wasl.cases.actions import offering
from wasl.cases.queries import criteria as criteria_queries
from wasl.cases.queries import trying
from wasl.cases.views.shared import opens_files, user_of, visible
from wasl.catalogue.conditions import Met
from wasl.catalogue.models.offered import Service
from wasl.catalogue.queries import offered, versions
from wasl.catalogue.states import ServiceStatus
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.verdicts import Refused, Verdict


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.CATALOGUE_APPROVE)
def close_service(request: HttpRequest, code: str) -> HttpResponse:
    """Stop offering a service."""
    service, user = get_object_or_404(Service, code=code), user_of(request)
    may = policies.can_close_service(user, service)
    if request.method == "POST":
        try:
            offering.close_service(service=service, by=user, at=clock.now())
            messages.success(
                request,
                _("The service is closed. Its past requests stay, and it can be offered again."),
            )
            return redirect("catalogue:services")
        except Refused as refused:
            # Something changed since the page was shown; it is drawn again with the reason.
            may = Verdict(refused.reason, link=refused.link)
    version = offered.in_force(service, clock.today())
    return render(
        request, "cases/close_service.html", {"service": service, "version": version, "may": may}
    )


@require_GET
@opens_files
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a case meets each criterion of its service, and why (TOO-2, OBJ-1).

    A panel on other pages too.
    """
    case, user = visible(request, pk), user_of(request)
    page = {
        "case": case,
        # A submitted case is judged as on its first day, whenever the page is opened.
        "criteria": criteria_queries.criteria_of(case, case.clock_date or clock.today()),
        "may_read": policies.can_read_study(user),
    }
    part = "#panel" if getattr(request, "htmx", False) else ""
    return render(request, f"cases/criteria.html{part}", page)


COUNTS = ("looked", "moved", "fewer", "more", "asked")


@require_GET
@opens_files
def preview_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a draft of a service on last year's cases, piece by piece.

    The numbers so far travel in the address.
    """
    drafts = versions.versions().filter(status=ServiceStatus.DRAFT)
    draft, user, day = get_object_or_404(drafts, pk=pk), user_of(request), clock.today()
    now = offered.in_force(draft.service, day)
    params = {name: _number(request, name) for name in (*COUNTS, "after", "whole")}
    total = params["whole"] or trying.last_year(user, draft, day)
    page: dict[str, Any] = {
        "draft": draft,
        "now": now,
        "whole": total,
        "begun": bool(params["after"]),
        "tried": None,
    }
    if now:
        tried = trying.tried_on(user, draft, now, day, params["after"])
        numbers = _added(params, tried)
        # `tried_on` knows its own piece only, so the maximum is checked over all pieces here.
        goes_on = tried.after and numbers["looked"] < trying.MOST
        more = {**numbers, "after": tried.after, "whole": total}
        page |= {"tried": tried, **numbers, "next": f"?{urlencode(more)}" if goes_on else ""}
    if not getattr(request, "htmx", False):
        return render(request, "cases/preview_service.html", page)
    return render(
        request, f"cases/preview_service.html#{'piece' if params['after'] else 'panel'}", page
    )


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return whole_number(text) or 0


def _added(totals: dict[str, int], tried: trying.Tried) -> dict[str, int]:
    """Return the numbers so far with this piece.

    They count cases looked at and changed; of these, how many fit less, fit more, and are asked for
    more.
    """
    counts = {
        "looked": tried.looked,
        "moved": len(tried.moved),
        "fewer": sum(
            change.after is Met.NOT_MET and change.before is not Met.NOT_MET
            for change in tried.moved
        ),
        "more": sum(
            change.before is Met.NOT_MET and change.after is not Met.NOT_MET
            for change in tried.moved
        ),
        "asked": sum(bool(change.more) for change in tried.moved),
    }
    return {name: totals[name] + counts[name] for name in COUNTS}
