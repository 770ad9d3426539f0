"""An imported file of people, from the upload to the undo."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions import import_running, importing
from wasl.beneficiaries.forms import imports as imports_forms
from wasl.beneficiaries.models.imports import PeopleImport
from wasl.beneficiaries.queries import imports as imports_queries
from wasl.beneficiaries.states import BatchStatus, ImportStatus
from wasl.beneficiaries.views import showing
from wasl.common import clock
from wasl.common.web import refusals_as_messages


def import_of(request: HttpRequest, pk: int) -> PeopleImport:
    """Return the file if the user may import files; else raise `Http404`."""
    return get_object_or_404(imports_queries.visible_imports(who(request)), pk=pk)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """Show the imported files and the form for the next."""
    form = imports_forms.UploadImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            name, content = form.cleaned_data["file"]
            source = importing.upload_import(
                content=content, name=name, by=who(request), at=clock.now()
            )
            return redirect(showing.next_page(source))
    page = {
        "form": form,
        "lines": [
            showing.line(people_import) for people_import in imports_queries.imports(who(request))
        ],
        "may_export": policies.can_export(who(request)),
        "kept_days": importing.KEPT_DAYS,
    }
    return render(request, "beneficiaries/imports.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_IMPORT)
def map_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the sheet, the row of headings and the field of each column.

    They are guessed, or remembered from the last time.
    """
    source = import_of(request, pk)
    # While a check or a run works on the rows, their columns must not change.
    if source.status not in (ImportStatus.UPLOADED, ImportStatus.CHECKED):
        return redirect("beneficiaries:import_detail", pk=pk)
    trail.read(subject=source, by=who(request), at=clock.now())
    sheets = imports_queries.surveyed(source)
    place, header = showing.chosen_sheet(request, source, sheets)
    chosen = sheets[place]
    started = imports_forms.mapping_started(
        imports_queries.likely_mapping(source, chosen, header), source
    )
    form = imports_forms.MappingForm(
        request.POST or None, initial=started, source=source, chosen=chosen, header=header
    )
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            importing.map_columns(
                source=source,
                sheet=place,
                header_row=header,
                mapping=form.mapping,
                defaults=form.defaults,
                batch_size=form.cleaned_data["batch_size"],
                by=who(request),
                at=clock.now(),
            )
            return redirect("beneficiaries:import_detail", pk=pk)
    choice = imports_forms.SheetForm(
        initial={"sheet": place, "header": header}, sheets=sheets, chosen=place
    )
    page = {"source": source, "form": form, "choice": choice, "sheet": place, "header": header}
    page |= {
        "doubled": imports_queries.doubled_headings(chosen, header),
        "steps": showing.steps(source),
    }
    return render(request, "beneficiaries/import_columns.html", page)


@require_GET
@permission_required(Permission.PEOPLE_IMPORT)
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the stage of the file, and the next step."""
    source = import_of(request, pk)
    # A file whose check failed stays on its page, which says why.
    if source.status == ImportStatus.UPLOADED and not source.problem:
        return redirect("beneficiaries:map_columns", pk=pk)
    return render(request, "beneficiaries/import_detail.html", showing.detail(source, who(request)))


@require_GET
@permission_required(Permission.PEOPLE_IMPORT)
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the work is; reload the page when it is over."""
    source = import_of(request, pk)
    answer = render(request, "beneficiaries/import_detail.html#progress", showing.working(source))
    if source.status not in (ImportStatus.CHECKING, ImportStatus.RUNNING):
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_IMPORT)
def import_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rows with their findings, page by page, and choose which to import."""
    source = import_of(request, pk)
    which, code, after = showing.filters(request.GET)
    if request.method == "POST":
        _choose(request, source)
        return redirect(
            f"{reverse('beneficiaries:import_findings', args=[pk])}?{request.GET.urlencode()}"
        )
    trail.read(subject=source, by=who(request), at=clock.now())
    lines, following = imports_queries.rows_page(source, which, code, after)
    parameters: dict[str, str] = {
        name: value for name, value in (("which", which), ("code", code)) if value
    }
    page = {
        "source": source,
        "lines": lines,
        "tabs": showing.tabs(source, which),
        "codes": showing.codes(source, code),
        "which": which,
        "code": code,
        "next": f"?{urlencode({**parameters, 'after': str(following)})}" if following else "",
        "may_choose": source.status == ImportStatus.CHECKED
        and any(line.may_choose for line in lines),
    }
    return render(request, "beneficiaries/import_findings.html", page)


def _choose(request: HttpRequest, source: PeopleImport) -> None:
    form = imports_forms.ImportRowsForm(request.POST)
    if not form.is_valid():
        return
    data = form.cleaned_data
    selection: dict[str, Any] = {"which": data["which"], "code": data["code"]}
    # Either the ticked rows, or everything in the filtered list, also beyond this page.
    if not data["what"].endswith("_all"):
        selection = {"rows": data["rows"]}
    with refusals_as_messages(request):
        chosen = data["what"].startswith("bring")
        count = importing.choose_rows(
            source=source, chosen=chosen, **selection, by=who(request), at=clock.now()
        )
        showing.tell(
            request,
            ngettext("%(count)s row changed.", "%(count)s rows changed.", count) % {"count": count},
        )


@require_POST
@permission_required(Permission.PEOPLE_IMPORT)
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Import all waiting batches, the next one, or the one named."""
    source = import_of(request, pk)
    with refusals_as_messages(request):
        batches = showing.batches_asked(request.POST.get("batches", ""), source)
        fills = "fills" in request.POST
        importing.bring(
            source=source, batches=batches, fills=fills, by=who(request), at=clock.now()
        )
    return redirect("beneficiaries:import_detail", pk=pk)


@require_POST
@permission_required(Permission.PEOPLE_IMPORT)
def stop_bringing(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the batches that were not imported yet wait."""
    with refusals_as_messages(request, done=_("Stopped. What was brought stays; the rest waits.")):
        importing.stop_bringing(source=import_of(request, pk), by=who(request), at=clock.now())
    return redirect("beneficiaries:import_detail", pk=pk)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_IMPORT)
def undo_batch(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show who would leave the register and who stays, then undo the batch."""
    source = import_of(request, pk)
    batch = get_object_or_404(imports_queries.batches_of(source), number=number)
    if request.method == "POST":
        with refusals_as_messages(request, done=_("The batch was undone.")):
            import_running.undo_batch(batch=batch, by=who(request), at=clock.now())
        return redirect("beneficiaries:import_detail", pk=pk)
    # Only for the page: a POST is judged by the action, which says why not.
    if batch.status != BatchStatus.DONE:
        raise Http404
    stay, count = imports_queries.staying(batch)
    page = {
        "source": source,
        "batch": batch,
        "stay": stay,
        "stay_count": count,
        "leave_count": batch.created - count,
    }
    return render(request, "beneficiaries/import_undo.html", page)


@require_POST
@permission_required(Permission.PEOPLE_IMPORT)
def close_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the file and destroy its contents."""
    with refusals_as_messages(
        request, done=_("Closed. The file and what its rows held are destroyed.")
    ):
        importing.close_import(source=import_of(request, pk), by=who(request), at=clock.now())
    return redirect("beneficiaries:import_detail", pk=pk)
