"""Pages of reports."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.common import clock
from wasl.reports import helping, queries, traceability


@require_GET
@permission_required(Permission.POLICIES_READ)
def clauses(request: HttpRequest) -> HttpResponse:
    """Show each clause with its features and evidence (PRE-7); `?pdf` prints the letterhead."""
    if "pdf" in request.GET:
        pdf = queries.clauses_paper(traceability.served(live=False), clock.today())
        return HttpResponse(
            pdf, headers={"Content-Type": "application/pdf", "Content-Disposition": "inline"}
        )
    parts = queries.clauses_by_part()
    page = {
        "parts": parts,
        "covered": sum(part.covered for part in parts),
        "all": sum(len(part.clauses) for part in parts),
        "ran": queries.tests_ran_on(),
    }
    return render(request, "reports/clauses.html", page)


@login_not_required
@require_safe
def page_help(request: HttpRequest) -> HttpResponse:
    """Show the help of the page that links here: its clauses and terms (PRE-7).

    As a dialog or a page.
    """
    help_page = helping.page_help(request.GET.get("of", "reports:page_help")[:80])
    if help_page is None:
        raise Http404
    page = {"help": help_page}
    return render(
        request,
        "reports/page_help.html#quick"
        if getattr(request, "htmx", False)
        else "reports/page_help.html",
        page,
    )
