"""The page of a case and its timeline."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.audit import actions as trail
from wasl.audit import queries as trail_queries
from wasl.cases import policies
from wasl.cases.actions import verification
from wasl.cases.forms.file import ReasonForm, ReturnForm
from wasl.cases.forms.unmasking import UnmaskForm
from wasl.cases.next_step import next_step
from wasl.cases.queries import file, need, rows
from wasl.cases.queries import page as page_queries
from wasl.cases.queries import rules as rules_queries
from wasl.cases.views.shared import opens_files, user_of, visible
from wasl.catalogue.answer_types import answer_type
from wasl.common import clock
from wasl.common.web import refusals_as_messages
from wasl.governance.terms import terms_of
from wasl.papers import queries as papers

OTHER_STEPS = (
    "return_for_completion",
    "withdraw",
    "lapse",
    "hand_over",
    "mark_urgent",
    "clear_urgent",
    "declare",
)


@require_GET
@opens_files
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all of a case on one page.

    It says the stage, what comes next, what was declared and what was found.
    """
    case, user, day = visible(request, pk), user_of(request), clock.today()
    trail.read(subject=case, by=user, at=clock.now())
    may = policies.may(user, case, *OTHER_STEPS, day=day)
    page = {
        "case": case,
        "steps": page_queries.steps(case),
        "step": next_step(case, user, day),
        "urgent": f"{case.urgent_reason} · {case.urgent_by.name}" if case.urgent_by else "",
        "window": page_queries.window(case, day),
        "matching": page_queries.matching_rows(case, user) if case.submissions else [],
        "documents": page_queries.document_rows(case, day),
        "sections": page_queries.declared_sections(case, user),
        "declaration": file.file_of(case).declaration,
        "receipt_id": file.file_of(case).receipt_id,
        "study": file.study_of(case),
        "panels": page_queries.panels(case, user),
        "may": may,
        "may_print": policies.can_read_answers(user),
        "return_form": ReturnForm(),
        "reason_form": ReasonForm(),
    }
    return render(request, "cases/detail.html", page)


# The page holds a number in full, which must not stay in a cache of the browser.
@never_cache
@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_UNMASK)
def unmask(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Ask why, then show one declared number in full, once; the trail keeps who, which and why."""
    case = visible(request, pk)
    field = next(
        (
            question
            for question in file.form(case).fields
            if question.key == key and answer_type(question.kind).is_masked
        ),
        None,
    )
    if field is None:
        raise Http404
    form = UnmaskForm(request.POST or None)
    page: dict[str, Any] = {"form": form, "case": case, "label": field.label}
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            reason = form.cleaned_data["reason"]
            page["value"] = verification.unmask(
                case=case, key=key, reason=reason, by=user_of(request), at=clock.now()
            )
    return render(request, "cases/unmask.html", page)


@require_GET
@opens_files
def person_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's cases, on the page of the person."""
    running, over = rows.of_person(user_of(request), pk, clock.today())
    page = {
        "running": running,
        "over": over,
        "need": need.need_of_person(pk),
        "today": clock.today(),
    }
    return render(request, "cases/person_panel.html", page)


@require_GET
@opens_files
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which versions of policy and service a case goes by, and why (PRE-8)."""
    case = visible(request, pk)
    page = {
        "case": case,
        "rules": rules_queries.rules_of(case, clock.today()),
        "terms": terms_of(case.policy_version),
    }
    part = "#panel" if getattr(request, "htmx", False) else ""
    return render(request, f"cases/rules.html{part}", page)


@require_GET
@opens_files
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what happened to a case, newest first, and the papers that were issued."""
    case = visible(request, pk)
    issued = [
        {"name": paper.title, "url": reverse("papers:pdf", args=[paper.pk]), "note": paper.number}
        for paper in papers.about(case)[:30]
    ]
    page = {"case": case, "events": trail_queries.timeline(case, limit=40), "papers": issued}
    page["owners"] = page_queries.owners_of(case)
    template = (
        "cases/timeline.html#panel" if request.headers.get("HX-Request") else "cases/timeline.html"
    )
    return render(request, template, page)
