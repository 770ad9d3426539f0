"""Public pages: answers, corrections, and feedback on an answer (OBJ-3, PRA-1, CHA-7)."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from wasl.common import clock
from wasl.common.text import clean
from wasl.common.web import client_address, public_page
from wasl.knowledge import queries
from wasl.knowledge.actions import hearing
from wasl.knowledge.forms import FeedbackForm
from wasl.knowledge.models import ArticleVersion, Topic
from wasl.knowledge.states import Status

FEEDBACK_AN_HOUR = 20


@public_page
@require_safe
def answers(request: HttpRequest, code: str = "") -> HttpResponse:
    """List the public answers by topic, of one topic, or matching some words (OBJ-3)."""
    topic = get_object_or_404(Topic, code=code) if code else None
    words = clean(request.GET.get("words", ""))[:100]
    versions = queries.find(words, topic=code, limit=200)
    page = {
        "topic": topic,
        "words": words,
        "matches": versions if words else [],
        "shelves": queries.shelves(versions),
    }
    return render(request, "knowledge/answers.html", page)


@public_page
@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an answer at its lasting address (OBJ-3); a withdrawn one says so."""
    version = queries.public_answer(pk)
    if version is None:
        raise Http404
    return _answer(request, version, FeedbackForm())


def _answer(
    request: HttpRequest, version: ArticleVersion, form: FeedbackForm | None, status: int = 200
) -> HttpResponse:
    is_withdrawn = version.status == Status.WITHDRAWN
    page = {
        "version": version,
        "is_withdrawn": is_withdrawn,
        "beside": queries.beside(version),
        "form": None if is_withdrawn else form,
    }
    # 410 tells search engines that the address is known and the answer is gone for good.
    return render(request, "knowledge/answer.html", page, status=410 if is_withdrawn else status)


@login_not_required
# Feedback is given in nobody's name, so there is no session to protect, and the public page sets no
# cookie for a token (ADR 37).
@csrf_exempt
@require_POST
def leave_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Store anonymous feedback: yes or no, and a few words."""
    version = queries.public_answer(pk)
    if version is None or version.status == Status.WITHDRAWN:
        raise Http404
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _answer(request, version, form)
    if _too_often(request):
        page = {"version": version, "too_often": True, "beside": queries.beside(version)}
        return render(request, "knowledge/answer.html", page, status=429)
    hearing.leave_feedback(version=version, **form.cleaned_data, on=clock.today())
    return render(
        request,
        "knowledge/answer.html",
        {"version": version, "thanks": True, "beside": queries.beside(version)},
    )


def _too_often(request: HttpRequest) -> bool:
    key = f"knowledge.feedback:{client_address(request)}:{clock.now():%Y%m%d%H}"
    # The hour is part of the key, so it need live only a little longer than an hour (in seconds).
    cache.add(key, 0, 3700)
    try:
        return cache.incr(key) > FEEDBACK_AN_HOUR
    except ValueError:  # it expired between the two calls
        return False


@public_page
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """List the published corrections of common misconceptions (PRA-1)."""
    return render(
        request, "knowledge/corrections.html", {"rows": queries.misconceptions(public=True)}
    )
