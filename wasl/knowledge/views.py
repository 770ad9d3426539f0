"""Answers to common questions, as everyone reads them; drafts, as those who publish them do."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.common import clock
from wasl.common.text import clean
from wasl.common.web import public_page, refusals_as_messages
from wasl.knowledge import actions, queries
from wasl.knowledge.forms import AnswerForm


@public_page
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """The published answers, by word."""
    words = clean(request.GET.get("words", ""))[:100]
    return render(request, "knowledge/answers.html", {"articles": queries.find(words, limit=50), "words": words})


@require_GET
@permission_required(Permission.KNOWLEDGE_EDIT)
def drafts(request: HttpRequest) -> HttpResponse:
    """What executives answered and nobody has read over yet."""
    return render(request, "knowledge/drafts.html", {"articles": queries.drafts()[:50]})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.KNOWLEDGE_EDIT)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a draft over, take out what could point to a person, publish it."""
    article = get_object_or_404(queries.drafts(), pk=pk)
    start = {"question_ar": article.question_ar, "answer_ar": article.answer_ar}
    form = AnswerForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The answer was published.")):
            actions.publish(article=article, **form.cleaned_data, by=cast(User, request.user), at=clock.now())
        return redirect("knowledge:drafts")
    return render(request, "knowledge/publish.html", {"article": article, "form": form})
