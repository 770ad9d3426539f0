"""Opening a case, filling it page by page, its documents, and its printed forms."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.audit import actions as trail
from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.queries import file as file_queries
from wasl.beneficiaries.queries.visible import visible_people
from wasl.cases import drafts, policies, questions
from wasl.cases.actions import intake
from wasl.cases.forms.file import DocumentForm, RepresentativeForm, StartForm
from wasl.cases.models.case import Case
from wasl.cases.queries import file as cases_file
from wasl.cases.queries import loading
from wasl.cases.queries import page as page_queries
from wasl.cases.views.shared import act, in_full, opens_files, user_of, visible
from wasl.catalogue.models.offered import DocumentRequirement, ServiceVersion
from wasl.catalogue.queries import offered
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages
from wasl.governance import queries as governance
from wasl.papers import queries as papers
from wasl.papers.kinds import Kind


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.CASES_INTAKE)
def start(request: HttpRequest, person_pk: int) -> HttpResponse:
    """Choose a service for a person; each service says whom it is for."""
    person = get_object_or_404(visible_people(user_of(request)), pk=person_pk)
    form = StartForm(
        request.POST or None, representatives=file_queries.acting_for(person, clock.today())
    )
    if request.method == "POST" and form.is_valid():
        version = get_object_or_404(offered.offered(), service__code=form.cleaned_data["service"])
        acting = file_queries.acting_for(person, clock.today())
        agent = next(
            (
                representative
                for representative in acting
                if representative.pk == form.cleaned_data["representative"]
            ),
            None,
        )
        with refusals_as_messages(request):
            case = intake.start(
                person=person,
                service=version.service,
                channel=form.cleaned_data["channel"],
                representative=agent,
                once=form.cleaned_data["once"],
                by=user_of(request),
                at=clock.now(),
            )
            return redirect("cases:fill", pk=case.pk, section="next")
    opened = loading.open_by_service(person)
    services = [
        {"version": service_version, "open": opened.get(service_version.service_id)}
        for service_version in offered.offered()
    ]
    return render(
        request, "cases/start.html", {"person": person, "form": form, "services": services}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_files
def change_representative(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on through another agent, or with the applicant themself."""
    case = visible(request, pk)
    acting = file_queries.acting_for(case.person, clock.today())
    form = RepresentativeForm(request.POST or None, representatives=acting)
    if request.method == "POST" and form.is_valid():
        agent = next(
            (
                representative
                for representative in acting
                if representative.pk == form.cleaned_data["representative"]
            ),
            None,
        )
        with refusals_as_messages(request, done=_("The request goes on with whom you chose.")):
            intake.change_representative(case=case, representative=agent, **act(request))
        return redirect("cases:detail", pk=pk)
    page = {
        "case": case,
        "form": form,
        "choose_title": _("Who acts for the person"),
        "text": _("Go on with them"),
    }
    return render(request, "cases/choose.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_files
def fill(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Fill one section of the form; it is saved at every step, and at every change in between."""
    case = in_full(request, pk)
    if section == "next":
        return redirect(_first_gap(case))
    file = cases_file.file_of(case)
    codes = [part.code for part in file.form.sections]
    if section not in codes:
        raise Http404
    bound = request.POST if request.method == "POST" else None
    form = questions.build(
        file.form, section, answers=file.values, data=bound, prefilled_keys=file.prefilled
    )
    if bound is not None:
        # A page with faults is saved as well: `answers` holds what is valid, the rest is shown
        # again.
        form.is_valid()
        autosave = "autosave" in bound
        try:
            case = intake.declare(case=case, values=form.answers(), **act(request))
        except Refused as refused:
            if autosave:
                # The script of the page shows this sentence beside the form.
                return HttpResponse(str(refused), status=409)
            form.add_error(None, str(refused))
        if autosave:
            # The page takes the new version over, else its next save would look like a stale tab.
            return HttpResponse(status=204, headers={"X-Version": str(case.version)})
        if form.is_valid():
            return redirect(_after(case, section))
    # PRE-6: showing the answers of a person is a recorded read.
    trail.read(subject=case, by=user_of(request), at=clock.now())
    return render(
        request, "cases/fill.html", {**form_parts(case, section), "form": form, "section": section}
    )


def _first_gap(case: Case) -> str:
    gaps = cases_file.missing(case, clock.today())
    return gaps[0].link if gaps else reverse("cases:detail", args=[case.pk])


def _after(case: Case, section: str) -> str:
    """Return the address of what is still needed.

    Sections before this one were left open knowingly, so they come last.
    """
    order = [part.code for part in cases_file.form(case).sections]
    gaps = [gap for gap in cases_file.missing(case, clock.today()) if gap.section != section]
    later = [
        gap for gap in gaps if not gap.section or order.index(gap.section) > order.index(section)
    ]
    return (later or gaps)[0].link if gaps else reverse("cases:detail", args=[case.pk])


def form_parts(case: Case, current: str) -> dict[str, Any]:
    """Return what every page of the form shows.

    Its parts with what each still needs, and what is missing.
    """
    gaps = cases_file.missing(case, clock.today())
    wanting = {gap.section or gap.kind for gap in gaps}
    file = cases_file.file_of(case)
    parts = [
        {
            "label": part.title,
            "url": reverse("cases:fill", args=[case.pk, part.code]),
            "code": part.code,
        }
        for part in file.form.sections
    ]
    parts += [
        {
            "label": _("Documents"),
            "url": reverse("cases:documents", args=[case.pk]),
            "code": "document",
        },
        {
            "label": _("Declaration and signature"),
            "url": reverse("cases:sign", args=[case.pk]),
            "code": "signature",
        },
    ]
    for part in parts:
        # An expired or outdated document is a gap of the documents page too.
        gap_keys = {part["code"]} | ({"unfit"} if part["code"] == "document" else set())
        part["state"] = "" if gap_keys & wanting else "done"
        if part["code"] == current:
            part["state"] = "current"
    title = next(part["label"] for part in parts if part["code"] == current)
    return {"case": case, "parts": parts, "gaps": gaps, "part_title": title, "may": {}}


@require_http_methods(["GET", "HEAD", "POST"])
@opens_files
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the documents that this case needs, and take them in.

    A document is one known already, a copy, or an original that was seen and matched.
    """
    case = visible(request, pk)
    file = cases_file.file_of(case)
    code = request.POST.get("type", "")
    requirement = next(
        (document for document in file.form.documents if document.document_type.code == code), None
    )
    form = None
    if request.method == "POST":
        if requirement is None:
            raise Http404
        form = DocumentForm(request.POST, request.FILES, requirement=requirement)
        if _hand_in(request, case, requirement, form):
            return redirect(f"{reverse('cases:documents', args=[pk])}#{code}")
    trail.read(subject=case, by=user_of(request), at=clock.now())
    page = {**form_parts(case, "document"), "rows": _document_rows(case, code, form)}
    page["may_add"] = policies.can(user_of(request), "add_document", case, clock.today())
    return render(request, "cases/documents.html", page)


def _hand_in(
    request: HttpRequest, case: Case, requirement: DocumentRequirement, form: DocumentForm
) -> bool:
    """Return whether the document was taken in; faults are in the form."""
    who: dict[str, Any] = {"by": user_of(request), "at": clock.now()}
    kind = requirement.document_type
    try:
        if document_id := request.POST.get("known", ""):
            document = get_object_or_404(
                # Nothing has the key 0, so nonsense in the request is a 404.
                Document,
                pk=whole_number(document_id) or 0,
                person=case.person,
            )
            intake.add_document(case=case, document_type=kind, document=document, **who)
        elif form.is_valid():
            data = {**form.cleaned_data, "accepted": form.cleaned_data.get("file")}
            data.pop("file", None)
            intake.hand_in(case=case, document_type=kind, **data, **who)
        else:
            return False
    except Refused as refused:
        # An error can only be added to a form that was cleaned.
        form.is_valid()
        form.add_error(None, str(refused))
        return False
    return True


def _document_rows(case: Case, posted: str, form: DocumentForm | None) -> list[dict[str, Any]]:
    """Return each document with its state, its form, and earlier documents of its kind."""
    file = cases_file.file_of(case)
    requirements = {
        document_requirement.document_type.code: document_requirement
        for document_requirement in file.document_requirements
    }
    before: dict[int, list[Document]] = {}
    for document in file_queries.documents(case.person):
        before.setdefault(document.document_type_id, []).append(document)
    rows: list[dict[str, Any]] = []
    for row in page_queries.document_rows(case, clock.today()):
        requirement = requirements[row.code]
        other_documents = [
            document
            for document in before.get(requirement.document_type_id, [])
            if document != row.document
        ]
        own = (
            form
            if form is not None and row.code == posted
            else DocumentForm(requirement=requirement)
        )
        # On a fresh page the first document that is missing is open, and the cursor is in it.
        first = row.document is None and form is None and not any(entry["open"] for entry in rows)
        if first:
            own.fields["number"].widget.attrs["autofocus"] = True
        rows.append(
            {"row": row, "form": own, "known": other_documents[:3], "open": own.is_bound or first}
        )
    return rows


@require_GET
@permission_required(Permission.CATALOGUE_READ)
def print_blank(request: HttpRequest, code: str) -> HttpResponse:
    """Print the support request of a service, to be filled in by hand (TOO-3)."""
    version = get_object_or_404(offered.offered(), service__code=code)
    return blank_pdf(version)


def blank_pdf(version: ServiceVersion) -> HttpResponse:
    """Return the blank form as a PDF response."""
    day = clock.today()
    data = drafts.blank_request(version, governance.declaration_text(day))
    content = papers.printable(
        Kind.SUPPORT_REQUEST, title=drafts.TITLE, data=data, day=day, dated=False
    )
    return pdf(content, f"form-{version.service.code}")


@require_GET
@opens_files
def print_filled(request: HttpRequest, pk: int) -> HttpResponse:
    """Print the support request as it was filled in."""
    case, day = in_full(request, pk), clock.today()
    trail.read(subject=case, by=user_of(request), at=clock.now())
    signed = cases_file.file_of(case).declaration
    # A signed request prints the declaration that was signed, not one that came into force since.
    text = signed.text if signed else governance.declaration_text(day)
    content = papers.printable(
        Kind.SUPPORT_REQUEST, title=drafts.TITLE, data=drafts.filled_request(case, text), day=day
    )
    return pdf(content, case.reference)


def pdf(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'inline; filename="{name}.pdf"',
        # These papers hold personal data.
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
