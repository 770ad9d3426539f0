"""What the association says of itself: the board and committees, its results, stories of people who
agreed.
"""

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
    """Who sits on the board and on the committees today (CHA-7)."""
    today = clock.today()
    page = {"members": list(sitting(today)), "committees": queries.committees(today)}
    return render(request, "portal/board.html", page)


@public_page
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was done in each finished quarter, with small counts withheld (PRA-2)."""
    return render(request, "portal/results.html", {"quarters": queries.published_figures()})


@public_page
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """What the work meant to people who agreed that it is told (PRA-2)."""
    return render(request, "portal/stories.html", {"stories": queries.public_stories()})
