"""The rating page, without sign-in and in two taps; and the figures."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.models import Department
from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.messaging.models import Channel
from wasl.satisfaction import actions, queries


@login_not_required
@csrf_exempt  # the token in the address is the proof, and no cookie may tie the answer to a browser
@never_cache
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    invitation = queries.invitation(queries.hash_of(token), clock.today())
    page: dict[str, object] = {"token": token, "state": "ask" if invitation else "gone"}
    if invitation:
        page["service"] = queries.service_name(invitation.service_id)
    score = request.POST.get("score", "")
    if request.method == "POST" and invitation:
        try:
            actions.rate(token=token, score=int(score) if score.isdecimal() else 0, on=clock.today())
            page["state"] = "thanks"
        except Refused as refused:
            page["error"] = str(refused)
    response = render(request, "satisfaction/rate.html", page, status=200 if page["state"] != "gone" else 410)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
@permission_required(Permission.RATINGS_SEE)
def figures(request: HttpRequest) -> HttpResponse:
    quarters = queries.finished_quarters(clock.today())
    quarter = request.GET.get("quarter") if request.GET.get("quarter") in quarters else next(iter(quarters), "")
    least = queries.floor()
    shown = queries.figures(quarter, least) if quarter else []
    departments = {department.pk: department.name for department in Department.objects.order_by("id")}
    names = {
        "service_id": queries.service_name,
        "department_id": lambda value: departments.get(value, ""),
        "channel": lambda value: Channel(value).label,
    }
    rows = [
        {"cut": figure.cut, "name": names[figure.cut](figure.value), "n": figure.n, "mean": f"{figure.mean:.1f}",
         "margin": f"{figure.margin:.1f}", "percent": round(figure.mean * 20)}
        for figure in shown
        if figure.cut
    ]  # fmt: skip
    page = {
        "quarters": quarters,
        "quarter": quarter,
        "total": shown[0] if shown else None,
        "rows": rows,
        "least": least,
    }
    return render(request, "satisfaction/figures.html", page)
