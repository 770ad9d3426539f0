"""Pages of reports."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.common import clock
from wasl.reports import queries, traceability


@require_GET
@permission_required(Permission.POLICIES_READ)
def clauses(request: HttpRequest) -> HttpResponse:
    """Clause by clause, what serves it and what shows that (PRE-7); `?pdf` gives it on the letterhead."""
    if "pdf" in request.GET:
        made = queries.clauses_paper(traceability.served(live=False), clock.today())
        return HttpResponse(made, headers={"Content-Type": "application/pdf", "Content-Disposition": "inline"})
    parts = queries.clauses_by_part()
    page = {
        "parts": parts,
        "covered": sum(part.covered for part in parts),
        "all": sum(len(part.clauses) for part in parts),
        "ran": queries.tests_ran_on(),
    }
    return render(request, "reports/clauses.html", page)
