"""The rating page, without sign-in and in two taps; and the page of figures."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.common import clock
from wasl.common.dates import hijri_quarter
from wasl.common.verdicts import Refused
from wasl.satisfaction import actions, queries
from wasl.satisfaction.queries import Figure, LinkState

STATUS = {LinkState.OPEN: 200, LinkState.EARLY: 403, LinkState.UNKNOWN: 404}


# Exempt from CSRF: the token in the address is the proof, and no cookie may tie the answer to a
# browser.
@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    page: dict[str, object] = {}
    if request.method == "POST":
        score = request.POST.get("score", "")
        try:
            actions.rate(
                token=token, score=int(score) if score in set("12345") else 0, at=clock.now()
            )
            page["is_answered"] = True
        except Refused as refused:
            page["error"] = str(refused)
    link, state = queries.link_of(token, clock.today())
    page["state"] = state
    if link and state == LinkState.OPEN:
        page["service"] = queries.service_name(link.service)
    # 410 for a used or expired link: it was open once and is gone.
    status = 200 if "is_answered" in page else STATUS.get(state, 410)
    response = render(request, "satisfaction/rate.html", page, status=status)
    # The token is in the address; a link on the page would hand it to another site.
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
@permission_required(Permission.RATINGS_SEE)
def figures(request: HttpRequest) -> HttpResponse:
    # Only these may be asked for by address: a running quarter is never shown.
    quarters = queries.finished_quarters(clock.today())
    quarter = (
        request.GET.get("quarter")
        if request.GET.get("quarter") in quarters
        else next(iter(quarters), "")
    )
    least = queries.floor()
    figures = queries.figures(quarter, least) if quarter else []
    services = queries.service_names(
        figure.value for figure in figures if figure.cut == "service_id"
    )
    departments = queries.department_names()
    today = clock.today()
    lost_date = queries.last_loss()
    page = {
        "quarters": quarters,
        "quarter": quarter,
        "total": figures[0] if figures else None,
        "cuts": [
            {"title": _("By service"), "rows": _rows(figures, "service_id", services)},
            {"title": _("By department"), "rows": _rows(figures, "department_id", departments)},
        ],
        "least": least,
        # Lost answers are missing in the quarter of the loss, so only its figures mention it.
        "lost_date": lost_date
        if lost_date and hijri_quarter(lost_date) in (quarter, hijri_quarter(today))
        else None,
    }
    return render(request, "satisfaction/figures.html", page)


def _rows(figures: list[Figure], cut: str, names: dict[object, str]) -> list[dict[str, object]]:
    """Return the lines of a cut; what was too little to be counted by itself is a single line."""
    return [
        {
            "name": names.get(figure.value, "")
            if figure.value
            else _("Too few to be told apart, together"),
            "n": figure.n,
            "mean": f"{figure.mean:.1f}",
            "margin": f"{figure.margin:.1f}",
        }
        for figure in figures
        if figure.cut == cut
    ]
