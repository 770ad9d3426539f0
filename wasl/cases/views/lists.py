"""The queue: its lists, saved filters, and sharing out of its cases (PRE-7)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.cases import policies
from wasl.cases.actions import exporting
from wasl.cases.actions import sharing as sharing_actions
from wasl.cases.forms.file import ExportQueueForm, NarrowForm, SaveFilterForm, ShareForm
from wasl.cases.models.case import SavedFilter, Sharing
from wasl.cases.queries import ending, lists, people
from wasl.cases.queries import saved as saved_queries
from wasl.cases.queries.lists import Wanted
from wasl.cases.views.shared import opens_files, user_of
from wasl.catalogue.queries import offered
from wasl.common import clock
from wasl.common.spreadsheets import download
from wasl.common.text import whole_number
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages


@require_GET
@opens_files
def queue(request: HttpRequest) -> HttpResponse:
    """Show open cases, urgent first, with the user's saved filters.

    The lists are by owner, what is late, what waits, and what ends.
    """
    user, day, params = user_of(request), clock.today(), request.GET
    filters = saved_queries.saved(user)
    first = next((saved_filter for saved_filter in filters if saved_filter.is_first), None)  # type: ignore[attr-defined]
    # The user's first filter is only for an address without a filter of its own.
    has_filters = any(name in params for name in ("show", *saved_queries.NARROWING))
    queue_filters = Wanted.read(params if has_filters or first is None else first.wanted)
    read = ending.expiring if queue_filters.show == "expiring" else lists.queue
    results = read(user, queue_filters, day, params.get("after", ""), params.get("before", ""))
    page = {
        "wanted": queue_filters,
        "rows": results.rows,
        "tabs": saved_queries.tabs(user, queue_filters, day),
        "filters": saved_queries.chips(filters, queue_filters),
        "previous": queue_filters.address(before=results.previous) if results.previous else "",
        "next": queue_filters.address(after=results.next) if results.next else "",
        "may_export": bool(policies.can_export_queue(user, queue_filters)),
        "may_share": user.holds(Permission.CASES_ASSIGN),
        "me": user.pk,
        "report": _report(user, params.get("sharing", "")),
    }
    return render(request, "cases/queue.html", page)


def _report(user: User, key: str) -> dict[str, Any] | None:
    """Return the result of the sharing-out that was just done, and whether it can be undone."""
    report = saved_queries.report(user, key) if key else None
    if report is None:
        return None
    may = policies.can_take_back(user, report.sharing, clock.now())
    named = {"count": report.done, "name": report.sharing.to.name}
    message = ngettext(
        "%(count)s request is with %(name)s now.",
        "%(count)s requests are with %(name)s now.",
        report.done,
    )
    kind = "warning" if report.refused else "success"
    return {
        "told": report,
        "text": message % named,
        "may_undo": bool(may and report.done),
        "kind": kind,
    }


@require_GET
@opens_files
def narrow(request: HttpRequest) -> HttpResponse:
    """Narrow the queue by stage, service and owner; offer a name for what was chosen.

    A part of the queue's page, and a page of its own.
    """
    user, queue_filters = user_of(request), Wanted.read(request.GET)
    page = {
        "form": NarrowForm(
            initial=queue_filters.kept, services=offered.offered(), owners=people.owners()
        ),
        "save_form": SaveFilterForm(
            departments=saved_queries.departments(user), initial={"wanted": queue_filters.address()}
        ),
        "wanted": queue_filters,
    }
    part = "#form" if getattr(request, "htmx", False) else ""
    return render(request, f"cases/narrow.html{part}", page)


@require_http_methods(["GET", "POST"])
@opens_files
def filters(request: HttpRequest) -> HttpResponse:
    """Save a filter, choose the first one, or delete one."""
    user = user_of(request)
    form = SaveFilterForm(request.POST or None, departments=saved_queries.departments(user))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        queue_filters = Wanted.at(data["wanted"])
        with refusals_as_messages(request, done=_("The filter is saved.")):
            sharing_actions.save_filter(
                name=data["name"],
                filters=queue_filters.kept,
                department=data["department"],
                first=data["first"],
                by=user,
                at=clock.now(),
            )
            return redirect(reverse("cases:queue") + queue_filters.address())
    rows = saved_queries.chips(saved_queries.saved(user), None)
    return render(request, "cases/filters.html", {"rows": rows, "form": form, "me": user.pk})


@require_POST
@opens_files
def begin_with_filter(request: HttpRequest) -> HttpResponse:
    """Let the queue open with this filter, or with the user's own work when none is named."""
    user, key = user_of(request), whole_number(request.POST.get("filter", ""))
    saved = get_object_or_404(SavedFilter, pk=key) if key is not None else None
    with refusals_as_messages(request, done=_("Your queue opens with it from now on.")):
        sharing_actions.begin_with_filter(saved=saved, by=user, at=clock.now())
    return redirect("cases:filters")


@require_POST
@opens_files
def delete_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a saved filter."""
    saved = get_object_or_404(SavedFilter, pk=pk)
    with refusals_as_messages(request, done=_("The filter is put away.")):
        sharing_actions.delete_filter(saved=saved, by=user_of(request), at=clock.now())
    return redirect("cases:filters")


def _back(request: HttpRequest, **more: str) -> str:
    """Return the address of the queue as it was looked at.

    Only the query of an address comes from outside.
    """
    # A whole address from the request could lead to another site.
    return reverse("cases:queue") + Wanted.at(request.POST.get("back", "")).address(**more)


@require_http_methods(["GET", "POST"])
@opens_files
def share_out(request: HttpRequest) -> HttpResponse:
    """Give the chosen cases to one owner: first who and why, then case by case."""
    user, chosen = user_of(request), request.POST.getlist("case")
    # The first POST brings only the chosen rows of the queue; the form comes with the second.
    bound = request.POST if "to" in request.POST else None
    form = ShareForm(
        bound, owners=people.owners(), chosen=chosen, initial={"reason": _("Sharing out the work")}
    )
    if bound is not None and chosen and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("to", "reason", "once")}
        try:
            sharing = sharing_actions.share_out(cases=form.cases(), **data, by=user, at=clock.now())
            return redirect(_back(request, sharing=str(sharing.pk)))
        except Refused as refused:
            form.add_error(None, str(refused))
    page = {
        "form": form,
        "chosen": chosen,
        "back": request.POST.get("back", ""),
        "back_url": _back(request),
    }
    part = "#quick" if getattr(request, "htmx", False) else ""
    return render(request, f"cases/share_out.html{part}", page)


@never_cache
@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EXPORT)
def export_queue(request: HttpRequest) -> HttpResponseBase:
    """Export the queue to Excel: first ask why it leaves, then send the file."""
    queue_filters = Wanted.read(request.GET)
    form = ExportQueueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            reason = form.cleaned_data["reason"]
            sheets = exporting.export_queue(
                filters=queue_filters, reason=reason, by=user_of(request), at=clock.now()
            )
            return download(_("Requests"), sheets)
    page = {
        "form": form,
        "list": lists.in_words(queue_filters),
        "back": reverse("cases:queue") + queue_filters.address(),
    }
    return render(request, "cases/export_queue.html", page)


@require_POST
@opens_files
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Undo a sharing-out that was just done."""
    sharing = get_object_or_404(Sharing, pk=key, by=user_of(request))
    with refusals_as_messages(request):
        stayed = sharing_actions.take_back(sharing=sharing, by=user_of(request), at=clock.now())
        if stayed:
            message = ngettext(
                "Taken back, but for %(count)s request that has moved on since.",
                "Taken back, but for %(count)s requests that have moved on since.",
                stayed,
            )
            messages.warning(request, message % {"count": stayed})
        else:
            messages.success(request, _("Taken back. Every request is with its owner of before."))
    return redirect(_back(request))
