"""File a request from the website: questions, documents, signature by code, submission (PRO-3 …
PRO-7).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wasl.beneficiaries.actions import documents as documents_actions
from wasl.cases import questions
from wasl.cases.actions import intake, submission
from wasl.cases.models.case import Case
from wasl.cases.queries import file as file_queries
from wasl.cases.queries import proof
from wasl.cases.states import Status
from wasl.catalogue.models.offered import DocumentRequirement
from wasl.catalogue.queries import offered
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages
from wasl.governance.queries import declaration_text
from wasl.portal import actions, queries
from wasl.portal.forms import DocumentForm, SignForm
from wasl.portal.identity import ApplicantRequest, applicant_required

EDITABLE = (Status.DRAFT, Status.RETURNED)


def while_open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the applicant's own request while it can be changed; redirect to its page
    afterwards.
    """

    @wraps(view)
    def opened(request: ApplicantRequest, reference: str, **kwargs: Any) -> HttpResponse:
        own_cases = request.applicant.cases().select_related(
            "person", "service_version", "service", "policy_version"
        )
        case = get_object_or_404(own_cases, reference=reference)
        if case.status not in EDITABLE:
            messages.info(request, _("This request was sent and stays as you signed it."))
            return redirect("portal:case", reference=reference)
        return view(request, case, **kwargs)

    return opened


@applicant_required
@never_cache
@require_http_methods(["GET", "POST"])
def file(request: ApplicantRequest, code: str) -> HttpResponse:
    """Begin a request for a service from the website, or resume the one that is open (OBJ-4)."""
    version = get_object_or_404(offered.offered(), service__code=code)
    person = request.applicant.person
    # A visit by request number opens that one request; a new one needs the ID.
    if request.applicant.only_case:
        return redirect(f"{reverse('portal:identify')}?{urlencode({'next': request.path})}")
    if person is None:
        return redirect(f"{reverse('portal:about_you')}?{urlencode({'next': request.path})}")
    begun = queries.open_case(person, version.service)
    if begun is None:
        try:
            begun = actions.begin(person=person, service=version.service, by=None, at=clock.now())
        except Refused as refused:
            with refusals_as_messages(request):
                raise refused
            return redirect("portal:service", code=code)
    if begun.status not in EDITABLE:
        return redirect("portal:case", reference=begun.reference)
    return redirect("portal:fill", reference=begun.reference, section=_sections(begun)[0])


@applicant_required
@never_cache
@require_http_methods(["GET", "POST"])
@while_open
def fill(request: ApplicantRequest, case: Case, section: str) -> HttpResponse:
    case_file = file_queries.file_of(case)
    data = request.POST if request.method == "POST" else None
    form = questions.build(
        case_file.form,
        section,
        answers=case_file.values,
        data=data,
        prefilled_keys=case_file.prefilled,
    )
    if data is not None:
        is_good = form.is_valid()
        try:
            # Saved even when some answers are wrong, so that a page left half done is not lost.
            case = intake.declare(case=case, values=form.answers(), by=None, at=clock.now())
        except Refused as refused:
            # An autosave is answered by its status alone; the script has its own word for a
            # failure.
            if "autosave" in data:
                return HttpResponse(status=409)
            form.add_error(None, str(refused))
            is_good = False
        if "autosave" in data:
            return HttpResponse(status=204)
        if is_good:
            return redirect(_after(case, section))
    page = {"case": case, "form": form, "section": section, "parts": _parts(case, section)}
    return render(request, "portal/fill.html", page)


@applicant_required
@never_cache
@require_http_methods(["GET", "POST"])
@while_open
def documents(request: ApplicantRequest, case: Case) -> HttpResponse:
    requirements = file_queries.file_of(case).document_requirements
    forms = {
        need.document_type.code: DocumentForm(document_type=need.document_type)
        for need in requirements
    }
    type_code = request.POST.get("document_type", "")
    if request.method == "POST" and type_code in forms:
        need = next(
            requirement
            for requirement in requirements
            if requirement.document_type.code == type_code
        )
        forms[type_code] = DocumentForm(
            request.POST, request.FILES, document_type=need.document_type
        )
        if forms[type_code].is_valid() and _hand_in(request, case, need, forms[type_code]):
            return redirect(f"{request.path}#{type_code}")
    page = {
        "case": case,
        "rows": _document_rows(case, requirements, forms),
        "parts": _parts(case, "documents"),
    }
    return render(request, "portal/documents.html", page)


@applicant_required
@never_cache
@require_http_methods(["GET", "POST"])
@while_open
def sign(request: ApplicantRequest, case: Case) -> HttpResponse:
    """Show the declaration: what is declared, its text, and the code that signs and submits it
    (PRO-6).
    """
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _sign_and_submit(request, case, form.cleaned_data["code"])
        except Refused as refused:
            # The button was pressed twice, and the first press submitted the request.
            if not request.applicant.cases().filter(pk=case.pk, status__in=EDITABLE).exists():
                return redirect("portal:case", reference=case.reference)
            form.add_error("code", str(refused))
        else:
            return redirect("portal:case", reference=case.reference)
    text = declaration_text(clock.today())
    person = case.person
    page = {
        "case": case,
        "form": form,
        "declared": queries.declared(case),
        "documents": file_queries.file_of(case).documents.values(),
        # The missing signature is given on this very page, so it is not listed.
        "wanted": [
            item
            for item in queries.wanted(case, clock.today())
            if item.link != reverse("portal:sign", args=[case.reference])
        ],
        "text": text.text_female if person.is_female else text.text_male,
        "seconds": proof.sign_code_wait(case, clock.now()),
        "parts": _parts(case, "sign"),
    }
    return render(request, "portal/sign.html", page)


@applicant_required
@require_POST
@while_open
def send_code(request: ApplicantRequest, case: Case) -> HttpResponse:
    with refusals_as_messages(request, done=_("The code is on its way to your mobile.")):
        submission.send_sign_code(case=case, by=None, at=clock.now())
    return redirect(reverse("portal:sign", args=[case.reference]) + "#id_code")


def _sign_and_submit(request: ApplicantRequest, case: Case, code: str) -> None:
    at = clock.now()
    # A submission refused after the signature may be tried again without a second code.
    if not file_queries.is_signed(case):
        submission.sign_by_code(
            case=case, code=code, signer_name=case.person.full_name, by=None, at=at
        )
    # Read again: signing changed the row.
    case = request.applicant.cases().get(pk=case.pk)
    with refusals_as_messages(request, done=_("Your request reached us. Here is your receipt.")):
        submission.submit(case=case, by=None, at=at)


def _sections(case: Case) -> list[str]:
    return [section.code for section in offered.form_of(case.service_version).sections]


def _after(case: Case, section: str) -> str:
    sections = _sections(case)
    place = sections.index(section) + 1
    if place < len(sections):
        return reverse("portal:fill", args=[case.reference, sections[place]])
    return reverse("portal:documents", args=[case.reference])


def _parts(case: Case, current: str) -> list[dict[str, Any]]:
    """Return the steps of filing as links: each section, the documents, the signature."""
    form = file_queries.file_of(case).form
    parts = [
        (section.code, section.title, reverse("portal:fill", args=[case.reference, section.code]))
        for section in form.sections
    ]
    parts.append(("documents", _("Documents"), reverse("portal:documents", args=[case.reference])))
    parts.append(("sign", _("Sign and send"), reverse("portal:sign", args=[case.reference])))
    return [{"label": label, "url": url, "current": code == current} for code, label, url in parts]


def _document_rows(
    case: Case, requirements: list[DocumentRequirement], forms: dict[str, DocumentForm]
) -> list[dict[str, Any]]:
    case_file = file_queries.file_of(case)
    return [
        {
            "need": need,
            "have": case_file.document(need),
            "verdict": case_file.verdict(need, clock.today()),
            "form": forms[need.document_type.code],
        }
        for need in requirements
    ]


def _hand_in(
    request: ApplicantRequest, case: Case, need: DocumentRequirement, form: DocumentForm
) -> bool:
    data, at, kind = form.cleaned_data, clock.now(), need.document_type
    try:
        attachment = None
        if upload := data.get("file"):
            attachment = documents_actions.add_attachment(
                person=case.person, accepted=upload, by=None, at=at
            )
        document = documents_actions.add_document(
            person=case.person,
            document_type=kind,
            number=data["number"],
            issued=data["issued"],
            expires=data.get("expires"),
            attachment=attachment,
            by=None,
            at=at,
        )
        intake.add_document(case=case, document_type=kind, document=document, by=None, at=at)
    except Refused as bad:
        form.add_error("file" if "file" in form.fields else None, str(bad.reason))
        return False
    return True
