"""Views of deliveries: the queue, a delivery, budgets, holds, and the panels on other pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries.queries.visible import visible_people
from wasl.cases.queries import loading
from wasl.catalogue.models.offered import Service
from wasl.catalogue.queries import offered as offered_queries
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.uploads import BadUpload, drawn
from wasl.common.web import refusals_as_messages
from wasl.delivery import actions, policies, queries
from wasl.delivery.forms import (
    BudgetForm,
    CancelForm,
    HandOverForm,
    ReleaseToHeirForm,
    ScheduleForm,
)
from wasl.delivery.models import Delivery

DELIVERERS = (Permission.DELIVERY_PLAN, Permission.DELIVERY_HAND_OVER, Permission.DELIVERY_PAY)


def _delivery(request: HttpRequest, pk: int) -> Delivery:
    return get_object_or_404(queries.visible_deliveries(who(request)), pk=pk)


@require_GET
@permission_required(*DELIVERERS, Permission.CASES_VIEW)
def queue(request: HttpRequest) -> HttpResponse:
    show, before = request.GET.get("show"), request.GET.get("before", "")
    done, is_held = show == "done", show == "held"
    rows = queries.held() if is_held else queries.queue(done=done, before=whole_number(before))
    page_rows = rows[: queries.PAGE]
    more = f"?show=done&before={page_rows[-1].pk}" if done and len(rows) > queries.PAGE else ""
    tabs = [
        {"label": _("To hand over"), "url": "?", "current": not done and not is_held},
        {"label": _("Held for the heirs"), "url": "?show=held", "current": is_held},
        {"label": _("Handed over"), "url": "?show=done", "current": done},
    ]
    page = {
        "rows": page_rows,
        "tabs": tabs,
        "next": more,
        "today": clock.today(),
        "done": done,
        "may_see_budgets": any(
            who(request).holds(permission)
            for permission in (Permission.DELIVERY_BUDGET, *DELIVERERS)
        ),
    }
    return render(request, "delivery/queue.html", page)


@require_GET
@permission_required(Permission.DELIVERY_BUDGET, *DELIVERERS)
def budgets(request: HttpRequest) -> HttpResponse:
    """Show what each service may give this Hijri year and the next, and what is left (PRO-9)."""
    page = {
        "lines": queries.budgets(clock.today()),
        "years": queries.budget_years(clock.today()),
        "may_set": policies.can_set_budget(who(request)),
    }
    return render(request, "delivery/budgets.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.DELIVERY_BUDGET)
def set_budget(request: HttpRequest, code: str, year: int) -> HttpResponse:
    service = get_object_or_404(Service, code=code)
    standing = service.budgets.filter(hijri_year=year).first()
    # An existing budget is changed, not set a second time.
    initial = {"amount": standing.amount} if standing else {}
    # Not `request.POST or None`: an empty form that was sent must show its errors.
    form = BudgetForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The budget was set.")):
            actions.set_budget(
                service=service, year=year, **form.cleaned_data, by=who(request), at=clock.now()
            )
        return redirect("delivery:budgets")
    offered = offered_queries.offered().filter(service=service).first()
    page = {"form": form, "offered": offered, "year": year, "standing": standing}
    return render(request, "delivery/set_budget.html", page)


@require_GET
@permission_required(*DELIVERERS, Permission.CASES_VIEW)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _delivery(request, pk)
    trail.read(subject=delivery.case, by=who(request), at=clock.now())
    return render(request, "delivery/detail.html", _page(request, delivery))


@require_POST
@permission_required(Permission.DELIVERY_PLAN)
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _delivery(request, pk)
    form = ScheduleForm(request.POST, today=clock.today())
    if not form.is_valid():
        return render(request, "delivery/detail.html", _page(request, delivery, schedule_form=form))
    with refusals_as_messages(request, done=_("The delivery is planned and the person is told.")):
        actions.schedule(
            delivery=delivery,
            planned_date=form.cleaned_data["planned_date"].day,
            place=form.cleaned_data["place"],
            by=who(request),
            at=clock.now(),
        )
    return redirect("delivery:detail", pk=pk)


@require_POST
@permission_required(Permission.DELIVERY_PAY)
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _delivery(request, pk)
    with refusals_as_messages(request, done=_("Released from the budget of the service.")):
        actions.pay(delivery=delivery, by=who(request), at=clock.now())
    return redirect("delivery:detail", pk=pk)


@require_POST
@permission_required(Permission.DELIVERY_HAND_OVER)
def send_receipt_code(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _delivery(request, pk)
    with refusals_as_messages(request, done=_("A code is on its way to the registered mobile.")):
        actions.send_receipt_code(delivery=delivery, by=who(request), at=clock.now())
    return redirect("delivery:detail", pk=pk)


@require_POST
@permission_required(Permission.DELIVERY_HAND_OVER)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _delivery(request, pk)
    form = HandOverForm(request.POST, delivery=delivery)
    if form.is_valid():
        data = dict(form.cleaned_data)
        drawing = data.pop("signature")
        try:
            # Someone may draw and then choose the code; then the drawing proves nothing and is not
            # stored.
            signature = drawn(drawing) if drawing and data["proof"] == "signature" else None
            with refusals_as_messages(
                request, done=_("Handed over; the delivery note is ready to print.")
            ):
                actions.hand_over(
                    delivery=delivery,
                    signature=signature,
                    by=who(request),
                    at=clock.now(),
                    **data,
                )
                return redirect("delivery:detail", pk=pk)
        # A drawing that is no picture is an error of its field, not of the server.
        except BadUpload as bad:
            form.add_error("proof", str(bad.reason))
    return render(request, "delivery/detail.html", _page(request, delivery, hand_over_form=form))


@require_GET
@permission_required(Permission.DELIVERY_BUDGET)
def decide_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the choice for a delivery whose receiver died: to a named heir on paper, or cancelled
    with a reason.
    """
    return _decide_hold(request, _delivery(request, pk))


def _decide_hold(request: HttpRequest, delivery: Delivery, **forms: Any) -> HttpResponse:
    page = {
        "delivery": delivery,
        "case": delivery.case,
        "remaining": delivery.total - delivery.handed,
        "may_decide": policies.can_decide_hold(who(request), delivery),
        "release_form": ReleaseToHeirForm(auto_id="release_%s"),
        "cancel_form": CancelForm(auto_id="cancel_%s"),
    }
    return render(request, "delivery/decide_hold.html", page | forms)


@require_POST
@permission_required(Permission.DELIVERY_BUDGET)
def release_to_heir(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _delivery(request, pk)
    form = ReleaseToHeirForm(request.POST, request.FILES, auto_id="release_%s")
    if not form.is_valid():
        return _decide_hold(request, delivery, release_form=form)
    with refusals_as_messages(request, done=_("Released to the heir, who signs for it.")):
        actions.release_to_heir(
            delivery=delivery, **form.cleaned_data, by=who(request), at=clock.now()
        )
    return redirect("delivery:detail", pk=pk)


@require_POST
@permission_required(Permission.DELIVERY_BUDGET)
def cancel_after_death(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _delivery(request, pk)
    form = CancelForm(request.POST, auto_id="cancel_%s")
    if not form.is_valid():
        return _decide_hold(request, delivery, cancel_form=form)
    with refusals_as_messages(request, done=_("Cancelled; the request is closed.")):
        actions.cancel_after_death(
            delivery=delivery, **form.cleaned_data, by=who(request), at=clock.now()
        )
    return redirect("delivery:detail", pk=pk)


@require_GET
@permission_required(Permission.CASES_VIEW)
def case_panel(request: HttpRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(loading.visible_cases(who(request)), pk=pk)
    page = {"case": case, "delivery": queries.of_case(case)}
    return render(request, "delivery/case_panel.html", page)


@require_GET
@permission_required(Permission.PEOPLE_FIND)
def person_panel(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(visible_people(who(request)), pk=pk)
    page = {"deliveries": queries.of_person(person)}
    return render(request, "delivery/person_panel.html", page)


def _page(request: HttpRequest, delivery: Delivery, **forms: Any) -> dict[str, Any]:
    user = who(request)
    remaining = delivery.total - delivery.handed
    heir = queries.heir_of(delivery) if delivery.case.person.survivor.has_died else None
    page: dict[str, Any] = {
        "delivery": delivery,
        "case": delivery.case,
        "remaining": remaining,
        "handovers": queries.handovers(delivery),
        "same_aid": queries.same_aid(delivery.case, clock.today()),
        "budget_left": queries.remaining(delivery.budget),
        "held": queries.open_hold(delivery),
        "heir": heir,
        "may_decide_hold": policies.can_decide_hold(user, delivery),
        "may_schedule": policies.can_schedule(user, delivery),
        "may_pay": policies.can_pay(user, delivery),
        "may_hand_over": policies.can_hand_over(user, delivery),
        "seconds": queries.receipt_code_wait(delivery, clock.now()),
        "schedule_form": ScheduleForm(today=clock.today()),
        "hand_over_form": HandOverForm(delivery=delivery, heir=heir),
    }
    return page | forms
