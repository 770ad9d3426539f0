"""Pages about the association: board and committees, results, and stories of people who agreed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wasl.common import clock
from wasl.common.web import public_page
from wasl.governance.queries import sitting
from wasl.portal import queries


@public_page
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the present members of the board and of the committees (CHA-7)."""
    today = clock.today()
    page = {"members": list(sitting(today)), "committees": queries.committees(today)}
    return render(request, "portal/board.html", page)


@public_page
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show the results of each finished quarter, with small counts withheld (PRA-2)."""
    return render(request, "portal/results.html", {"quarters": queries.published_figures()})


@public_page
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Show the stories of people who agreed to have them told (PRA-2)."""
    return render(request, "portal/stories.html", {"stories": queries.public_stories()})
