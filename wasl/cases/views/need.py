"""The assessment of need, explained line by line, and another class in its place.

Also renewals, and a draft of the guide tried on studies.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.audit import actions as trail
from wasl.cases import policies
from wasl.cases.actions import need as need_actions
from wasl.cases.forms.study import OverrideForm, SettleForm
from wasl.cases.models.assessment import NeedAssessment
from wasl.cases.queries import need as need_queries
from wasl.cases.views.shared import opens_files, user_of, visible
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages


@require_GET
@opens_files
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a case's study scored and why; a panel on other pages, and a page of its own."""
    case, user = visible(request, pk), user_of(request)
    need = need_queries.need_of_case(case)
    page: dict[str, Any] = {"case": case, "need": need, "may_read": policies.can_read_study(user)}
    if need:
        page |= {
            "may_ask": policies.can_override(user, "ask_override", need.assessment),
            "may_settle": policies.can_override(user, "approve_override", need.assessment),
            "settle_form": SettleForm(),
            "is_over": need.assessment.valid_until < clock.today(),
        }
    if getattr(request, "htmx", False):
        # No recorded read: the panel is drawn on a page that recorded its own.
        return render(request, "cases/assessment.html#panel", page)
    trail.read(subject=case, by=user, at=clock.now())
    return render(
        request, "cases/assessment.html", {**page, "earlier": need_queries.earlier_of_case(case)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.CASES_STUDY, Permission.CASES_ASSIGN)
def ask_override(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another class than the guide's."""
    assessment = _assessment(request, pk)
    form = OverrideForm(request.POST or None, assessment=assessment)
    if request.method == "POST" and form.is_valid():
        try:
            need_actions.ask_override(
                assessment=assessment, by=user_of(request), at=clock.now(), **form.cleaned_data
            )
            messages.success(request, _("Asked for. It holds once a second person agrees."))
            return redirect("cases:assessment", pk=assessment.study.case_id)
        except Refused as refused:
            form.add_error(None, str(refused))
    may = policies.can_override(user_of(request), "ask_override", assessment)
    page = {"case": assessment.study.case, "assessment": assessment, "form": form, "may": may}
    return render(request, "cases/ask_override.html", page)


def _assessment(request: HttpRequest, pk: int) -> NeedAssessment:
    return get_object_or_404(need_queries.visible_assessments(user_of(request)), pk=pk)


def _settle(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    override = get_object_or_404(need_queries.visible_overrides(user_of(request)), pk=pk)
    form = SettleForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    with refusals_as_messages(request, done=done):
        act(override=override, answer=answer, by=user_of(request), at=clock.now())
    return redirect("cases:assessment", pk=override.assessment.study.case_id)


@require_POST
@permission_required(Permission.NEED_APPROVE)
def approve_override(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to another class, as a second person."""
    return _settle(
        request, pk, need_actions.approve_override, _("The other class holds from now on.")
    )


@require_POST
@permission_required(Permission.NEED_APPROVE)
def refuse_override(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse another class; the guide's class holds."""
    return _settle(request, pk, need_actions.refuse_override, _("The guide's class holds."))


@require_GET
@opens_files
def renewals(request: HttpRequest) -> HttpResponse:
    """List assessments that end soon or ended, so that the study is renewed in time."""
    rows, after = need_queries.renewals(
        user_of(request), clock.today(), request.GET.get("after", "")
    )
    more = f"?after={after}" if after else ""
    page = {
        "rows": rows,
        "next": more,
        "first": "after" not in request.GET,
        "within": need_queries.ENDS_WITHIN,
    }
    return render(request, "cases/renewals.html", page)


@require_GET
@permission_required(Permission.CASES_VIEW)
def preview_guide(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a version of the scoring guide on the newest real studies."""
    guide = get_object_or_404(need_queries.visible_guides(user_of(request)), pk=pk)
    page = {"guide": guide, "preview": need_queries.preview(guide)}
    template = (
        "cases/preview_guide.html#panel"
        if getattr(request, "htmx", False)
        else "cases/preview_guide.html"
    )
    return render(request, template, page)
