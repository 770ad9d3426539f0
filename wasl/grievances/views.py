"""Views of objections: the queue, an objection, lodging one for a person, and the panel on a case's
page.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.cases.queries import loading
from wasl.common import clock
from wasl.common.web import refusals_as_messages
from wasl.grievances import actions, policies, queries
from wasl.grievances.forms import AdviseForm, LodgeForm, SettleForm
from wasl.grievances.models import Objection

READERS = (Permission.OBJECTIONS_DECIDE, Permission.OBJECTIONS_RECEIVE)


@require_GET
@permission_required(*READERS)
def queue(request: HttpRequest) -> HttpResponse:
    settled = request.GET.get("show") == "settled"
    tabs = [
        {"label": _("Waiting for a decision"), "url": "?", "current": not settled},
        {"label": _("Settled"), "url": "?show=settled", "current": settled},
    ]
    return render(
        request, "grievances/queue.html", {"rows": queries.queue(settled=settled), "tabs": tabs}
    )


@require_GET
@permission_required(*READERS)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    objection = _objection(pk)
    # The page shows the whole case, so the read is recorded (PRE-6).
    trail.read(subject=objection.decision.case, by=who(request), at=clock.now())
    return render(request, "grievances/detail.html", _page(request, objection))


@require_http_methods(["GET", "POST"])
@permission_required(Permission.OBJECTIONS_RECEIVE)
def lodge(request: HttpRequest, decision_pk: int) -> HttpResponse:
    decision = get_object_or_404(queries.visible_decisions(who(request)), pk=decision_pk)
    form = LodgeForm(request.POST or None, initial={"channel": "interview"})
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("The objection is lodged and its receipt is ready to print.")
        ):
            objection = actions.lodge(
                decision=decision, by=who(request), at=clock.now(), **form.cleaned_data
            )
            return redirect("grievances:detail", pk=objection.pk)
    may = policies.can_lodge(who(request), decision, clock.today())
    return render(
        request, "grievances/lodge.html", {"decision": decision, "form": form, "may": may}
    )


@require_POST
@permission_required(Permission.OBJECTIONS_DECIDE)
def assign_reviewer(request: HttpRequest, pk: int) -> HttpResponse:
    with refusals_as_messages(request, done=_("The objection is yours to decide.")):
        actions.assign_reviewer(objection=_objection(pk), by=who(request), at=clock.now())
    return redirect("grievances:detail", pk=pk)


@require_POST
@permission_required(Permission.OBJECTIONS_DECIDE)
def advise(request: HttpRequest, pk: int) -> HttpResponse:
    objection, form = _objection(pk), AdviseForm(request.POST)
    if not form.is_valid():
        return render(
            request, "grievances/detail.html", _page(request, objection, advise_form=form)
        )
    with refusals_as_messages(
        request, done=_("Your advice is recorded. Another reviewer decides.")
    ):
        actions.advise(objection=objection, by=who(request), at=clock.now(), **form.cleaned_data)
    return redirect("grievances:detail", pk=pk)


@require_POST
@permission_required(Permission.OBJECTIONS_DECIDE)
def uphold(request: HttpRequest, pk: int) -> HttpResponse:
    return _settle(
        request, pk, actions.uphold, _("The objection is upheld and the case is open again.")
    )


@require_POST
@permission_required(Permission.OBJECTIONS_DECIDE)
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    return _settle(
        request, pk, actions.dismiss, _("The decision stands, and the person is told why.")
    )


@require_GET
@permission_required(Permission.CASES_VIEW)
def case_panel(request: HttpRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(loading.visible_cases(who(request)), pk=pk)
    decision = queries.released_decision(case)
    page = {
        "objections": queries.of_case(case),
        "decision": decision,
        "may": policies.can_lodge(who(request), decision, clock.today()) if decision else None,
        "may_read": any(who(request).holds(permission) for permission in READERS),
    }
    return render(request, "grievances/case_panel.html", page)


def _objection(pk: int) -> Objection:
    return get_object_or_404(queries.objections_in_full(), pk=pk)


def _settle(request: HttpRequest, pk: int, verb: Any, done: str) -> HttpResponse:
    objection = _objection(pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return render(request, "grievances/detail.html", _page(request, objection, form=form))
    with refusals_as_messages(request, done=done):
        verb(objection=objection, by=who(request), at=clock.now(), **form.cleaned_data)
    return redirect("grievances:detail", pk=pk)


def _page(
    request: HttpRequest,
    objection: Objection,
    form: SettleForm | None = None,
    advise_form: AdviseForm | None = None,
) -> dict[str, Any]:
    return {
        "objection": objection,
        "decision": objection.decision,
        "case": objection.decision.case,
        "may_assign": policies.can(who(request), "assign_reviewer", objection),
        "may_advise": policies.can(who(request), "advise", objection),
        # Upholding and dismissing have the same conditions, so one verdict serves both buttons.
        "may_settle": policies.can(who(request), "uphold", objection),
        # The second reviewer starts from the first one's reasons and may change them.
        "form": form or SettleForm(initial={"reasons": objection.advice_reasons}),
        "advise_form": advise_form or AdviseForm(),
    }
