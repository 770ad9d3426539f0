"""The public check page, and the documents for the staff."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wasl.accounts.web import permission_required, who
from wasl.audit import actions as audit
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import client_address
from wasl.papers import policies, queries
from wasl.papers.codes import read_code, shown_code
from wasl.papers.forms import CheckForm
from wasl.papers.models import Paper

CHECKS_A_MINUTE = 30


@login_not_required
@never_cache
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a paper; a well-formed code leads to its own page."""
    form = CheckForm(request.GET or None)
    if form.is_valid():
        return redirect("papers:check_paper", code=form.cleaned_data["code"])
    return render(request, "papers/check.html", {"form": form})


@login_not_required
@never_cache
@require_GET
def check_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Show the register's entry of a paper, without anything about the person (PRE-6)."""
    # Slows the guessing of codes (ADR 7).
    if _too_often(request):
        return render(
            request, "papers/check.html", {"form": CheckForm(), "too_often": True}, status=429
        )
    paper = queries.checked(code)
    context = {
        "form": CheckForm(),
        "paper": paper,
        "code": shown_code(read_code(code)),
        "looked": True,
    }
    return render(request, "papers/check.html", context, status=200 if paper else 404)


@permission_required(*policies.OPENED_BY)
@never_cache
@require_GET
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return the document as issued, to the staff; the reading is recorded."""
    user, paper = who(request), get_object_or_404(Paper, pk=pk)
    if not (may := policies.can_view(user, paper)):
        raise PermissionDenied(str(may.reason))
    # Recorded before the file is opened: a reading is known even where the file is damaged.
    audit.read(subject=paper, by=user, at=clock.now())
    try:
        return as_pdf(queries.content(paper), f"{paper.kind}-{paper.number}")
    except Refused as refused:
        return render(
            request, "papers/unreadable.html", {"reason": str(refused), "paper": paper}, status=409
        )


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Return a response that shows a PDF in the browser, under an ASCII file name."""
    response = HttpResponse(content, content_type="application/pdf")
    safe = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in name
    )
    response["Content-Disposition"] = f'inline; filename="{safe}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _too_often(request: HttpRequest) -> bool:
    key = f"papers.check:{client_address(request)}:{clock.now():%Y%m%d%H%M}"
    # The minute is part of the key; two minutes are kept, in seconds.
    cache.add(key, 0, 120)
    try:
        return cache.incr(key) > CHECKS_A_MINUTE
    except ValueError:  # it expired between the two calls
        return False
