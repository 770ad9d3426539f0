"""Lists of people exported to Excel, each with its reason."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.beneficiaries.actions import exporting
from wasl.beneficiaries.forms import imports
from wasl.beneficiaries.views.imports import import_of
from wasl.common import clock
from wasl.common.spreadsheets import download
from wasl.common.web import refusals_as_messages


# A list of people must stay in no cache.
@never_cache
@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EXPORT)
def export_members(request: HttpRequest) -> HttpResponseBase:
    """Export the register of members of the general assembly."""
    form = imports.ExportMembersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            sheets = exporting.export_members(**form.cleaned_data, by=who(request), at=clock.now())
            return download(_("Register of members"), sheets)
    page = {
        "form": form,
        "title": _("Register of members"),
        "text": _(
            "Every member of the general assembly, with number, shares and day of joining, "
            "as an Excel file."
        ),
        "back": reverse("desk:home"),
    }
    return render(request, "beneficiaries/export.html", page)


@never_cache
@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_IMPORT)
def export_findings(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Export the findings of every row of a file."""
    source = import_of(request, pk)
    form = imports.ExportForm(request.POST or None, initial={"reason": "work"})
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            sheets = exporting.export_findings(
                source=source, **form.cleaned_data, by=who(request), at=clock.now()
            )
            return download(_("What was found"), sheets)
    page = {
        "form": form,
        "title": _("What was found, in Excel"),
        "text": _(
            "Every row with what was found on it, so that the file can be mended and brought again."
        ),
        "back": reverse("beneficiaries:import_detail", args=[pk]),
    }
    return render(request, "beneficiaries/export.html", page)
