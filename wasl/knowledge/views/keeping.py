"""The library for the staff, and the steps of an answer from draft to withdrawn (OBJ-3)."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.text import clean
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages
from wasl.knowledge import policies, queries
from wasl.knowledge.actions import answers
from wasl.knowledge.forms import AnswerForm, ReasonForm, TopicForm
from wasl.knowledge.models import Article, ArticleVersion
from wasl.knowledge.states import LIFECYCLE, Status

writes = permission_required(Permission.KNOWLEDGE_EDIT)
TABS = ("", "coming", "due", "withdrawn")


def _tabs(current_tab: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "": _("Published"),
        "coming": _("On their way"),
        "due": _("Due for review"),
        "withdrawn": _("Withdrawn"),
    }
    library_url = reverse("knowledge:library")
    return [
        {
            "label": labels[tab],
            "url": f"{library_url}?{urlencode({'list': tab})}" if tab else library_url,
            "current": tab == current_tab,
            "count": counts.get(tab, 0),
        }
        for tab in TABS
    ]


@require_GET
@permission_required(Permission.KNOWLEDGE_READ, Permission.KNOWLEDGE_EDIT)
def library(request: HttpRequest) -> HttpResponse:
    """List the answers, public and internal (OBJ-3).

    Editors also see what is unpublished, due for review, and withdrawn.
    """
    user, day = who(request), clock.today()
    may_write = bool(policies.can_write(user))
    tab = request.GET.get("list", "") if may_write and request.GET.get("list", "") in TABS else ""
    words = clean(request.GET.get("words", ""))[:100]
    topic = clean(request.GET.get("topic", ""))[:40]
    lists = {
        "coming": queries.coming,
        "due": lambda: queries.due_for_review(day),
        "withdrawn": queries.withdrawn,
    }
    rows = lists[tab]()[:200] if tab else queries.find(words, internal=True, topic=topic, limit=200)
    counts = (
        {"coming": queries.coming().count(), "due": queries.due_for_review(day).count()}
        if may_write
        else {}
    )
    page = {
        "rows": rows, "tabs": _tabs(tab, counts) if may_write else [], "tab": tab,
        "words": words, "topic": topic, "topics": queries.topics(), "may_write": may_write,
        "today": day, "least_helpful": queries.least_helpful() if may_write and not tab else [],
    }  # fmt: skip
    return render(request, "knowledge/library.html", page)


@require_GET
@permission_required(Permission.KNOWLEDGE_READ, Permission.KNOWLEDGE_EDIT)
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an answer with its versions, uses and feedback; drafts only to editors."""
    user = who(request)
    may_write = bool(policies.can_write(user))
    article = get_object_or_404(queries.articles(), pk=pk)
    versions = queries.versions_of(article)
    published = [version for version in versions if version.status == Status.PUBLISHED]
    visible_versions = versions if may_write else published
    if not visible_versions:
        return render(request, "404.html", status=404)
    sees_feedback = may_write or user.holds(Permission.RATINGS_SEE)
    page = {
        "article": article,
        "version": visible_versions[0],
        "versions": visible_versions,
        "may": _may(user, visible_versions[0]),
        # The database allows a single published version of an answer.
        "published_version": published[0] if published else None,
        "may_write": may_write,
        "may_revise": policies.can_revise(user, versions[0]),
        "today": clock.today(),
        "feedback": queries.feedback_on(article) if sees_feedback else None,
    }
    return render(request, "knowledge/article.html", page)


def _may(user: User, version: ArticleVersion) -> dict[str, Any]:
    steps = {
        verb: policies.can(user, verb, version)
        for verb, move in LIFECYCLE.items()
        if version.status in move.since
    }
    return steps | {"write": policies.can_change(user, version)}


def _form(request: HttpRequest, form: Form, *, title: str, text: str, back: str) -> HttpResponse:
    return render(
        request, "knowledge/form.html", {"form": form, "title": title, "text": text, "back": back}
    )


@require_http_methods(["GET", "POST"])
@writes
def draft(request: HttpRequest) -> HttpResponse:
    """Write a new answer."""
    initial = {"question_ar": clean(request.GET.get("question", ""))[:300], "is_public": True}
    topic = queries.topics().filter(code=request.GET.get("topic", "")).first()
    form = AnswerForm(
        request.POST or None, initial={**initial, "topic": topic, "review_months": 12}
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = answers.draft(words=form.words, **form.shelf, by=who(request), at=clock.now())
            return redirect("knowledge:article", pk=version.article_id)
        except Refused as refused:
            # Shown in the form and not as a message after
            # a redirect, so that nothing typed is lost.
            form.add_error(None, str(refused))
    return _form(
        request,
        form,
        title=_("A new answer"),
        text=_("Keep as a draft"),
        back=reverse("knowledge:library"),
    )


@require_http_methods(["GET", "POST"])
@writes
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a draft: its words, its topic, whether it is public."""
    version = get_object_or_404(queries.versions(), pk=pk)
    form = AnswerForm(request.POST or None, version=version)
    back = reverse("knowledge:article", args=[version.article_id])
    if request.method == "POST" and form.is_valid():
        try:
            answers.write(
                version=version, words=form.words, shelf=form.shelf, by=who(request), at=clock.now()
            )
            return redirect(back)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _form(request, form, title=_("Write the answer"), text=_("Keep as a draft"), back=back)


def _step(request: HttpRequest, pk: int, act: Callable[..., Any], done: str) -> HttpResponse:
    version = get_object_or_404(ArticleVersion, pk=pk)
    with refusals_as_messages(request, done=done):
        act(version=version, by=who(request), at=clock.now())
    return redirect("knowledge:article", pk=version.article_id)


@require_POST
@writes
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a version, by somebody other than its author."""
    return _step(request, pk, answers.approve, _("Approved. It can be published."))


@require_POST
@writes
def return_to_writing(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an approved version to the draft stage."""
    return _step(
        request, pk, answers.return_to_writing, _("It can be changed again, and is approved anew.")
    )


@require_POST
@writes
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a version."""
    return _step(request, pk, answers.publish, _("The answer was published."))


@require_http_methods(["GET", "POST"])
@writes
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an answer with a reason."""
    version = get_object_or_404(ArticleVersion, pk=pk)
    form, back = (
        ReasonForm(request.POST or None),
        reverse("knowledge:article", args=[version.article_id]),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The answer was withdrawn.")):
            answers.withdraw(version=version, **form.cleaned_data, by=who(request), at=clock.now())
        return redirect(back)
    return _form(request, form, title=_("Withdraw the answer"), text=_("Withdraw"), back=back)


@require_POST
@writes
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new version of an answer from the words of the last."""
    article = get_object_or_404(Article, pk=pk)
    with refusals_as_messages(request):
        version = answers.revise(article=article, by=who(request), at=clock.now())
        return redirect("knowledge:write", pk=version.pk)
    return redirect("knowledge:article", pk=pk)


@require_POST
@writes
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that an answer was reviewed and still holds."""
    article = get_object_or_404(Article, pk=pk)
    with refusals_as_messages(request, done=_("Noted: it was read again and still holds.")):
        answers.review(article=article, by=who(request), at=clock.now())
    return redirect("knowledge:article", pk=pk)


@require_http_methods(["GET", "POST"])
@writes
def add_topic(request: HttpRequest) -> HttpResponse:
    """Add a topic."""
    form, back = TopicForm(request.POST or None), reverse("knowledge:library")
    if request.method == "POST" and form.is_valid():
        try:
            answers.add_topic(**form.cleaned_data, by=who(request), at=clock.now())
            return redirect(back)
        except Refused as refused:
            form.add_error("code", str(refused))
    return _form(request, form, title=_("A new topic"), text=_("Add"), back=back)
