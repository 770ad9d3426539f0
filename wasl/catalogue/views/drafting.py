"""Pages of a service's draft as a whole: begin, review, approve, withdraw, delete.

Also of a closed service that is offered again.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.catalogue import policies, ready
from wasl.catalogue.actions import drafting, offering
from wasl.catalogue.forms.service import ApproveForm, BeginForm
from wasl.catalogue.models.offered import Service, ServiceVersion
from wasl.catalogue.queries import offered, versions
from wasl.catalogue.subjects import form_subjects, in_words, stated
from wasl.catalogue.views.shared import acting, edition_of, say
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages

drafts = permission_required(Permission.CATALOGUE_EDIT)
approves = permission_required(Permission.CATALOGUE_APPROVE)


def found(pk: int) -> ServiceVersion:
    """Return a version of a service with the related rows that pages show, or raise `Http404`."""
    return get_object_or_404(versions.versions(), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@drafts
def begin_service(request: HttpRequest) -> HttpResponse:
    """Create a new service as a draft (TOO-2)."""
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("name_ar", "name_en", "department")}
        try:
            version = drafting.begin_service(code=form.code(), **data, **acting(request))
            messages.success(
                request, _("A draft was begun. Nobody sees it before it is approved and has begun.")
            )
            return redirect("catalogue:service_draft", pk=version.pk)
        except Refused as refused:
            # The code is made from the English name, so its refusal is shown there.
            form.add_error("name_en", str(refused))
    return render(request, "catalogue/begin_service.html", {"form": form})


@require_POST
@drafts
def take_ready_service(request: HttpRequest, code: str) -> HttpResponse:
    """Create a draft from a shipped service."""
    # The action would take an unknown code for a missing document type: both raise KeyError.
    if code not in ready.services():
        raise Http404
    with refusals_as_messages(
        request, done=_("The draft is yours: read it, and change what does not fit.")
    ):
        version = drafting.take_ready_service(code=code, **acting(request))
        return redirect("catalogue:service_draft", pk=version.pk)
    return redirect("catalogue:services")


@require_POST
@drafts
def draft_service(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a new version of a service from the newest approved one."""
    service = get_object_or_404(Service, code=code)
    # A second click leads to the draft that the first began.
    if (existing_draft := versions.draft_of(service)) and policies.can_draft_service(who(request)):
        return redirect("catalogue:service_draft", pk=existing_draft.pk)
    with refusals_as_messages(
        request, done=_("A draft was begun. Requests go by the version in force until then.")
    ):
        return redirect(
            "catalogue:service_draft",
            pk=drafting.draft_service(service=service, **acting(request)).pk,
        )
    return redirect("catalogue:service", code=code)


@require_GET
@permission_required(Permission.CATALOGUE_READ)
def service_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft: faults, parts, what it changes, and a preview on last year's cases."""
    version, user = found(pk), who(request)
    # Links to the draft outlive its approval.
    if not version.is_draft:
        return redirect(
            "catalogue:service_version", code=version.service.code, number=version.number
        )
    form, before = offered.form_of(version), offered.in_force(version.service, clock.today())
    question_subjects, about = form_subjects(form.fields), versions.subjects_of(version)
    page = {
        "version": version,
        "faults": versions.service_faults(version),
        "sections": [
            {
                "title": part.title,
                "fields": [
                    (question, in_words(question.condition, question_subjects))
                    for question in part.fields
                ],
            }
            for part in form.sections
        ],
        "documents": [
            (requirement, in_words(requirement.condition, question_subjects))
            for requirement in form.documents
        ],
        "criteria": [
            (criterion, stated(criterion.condition, about))
            for criterion in versions.criteria_of(version)
        ],
        "before": before,
        "differences": versions.differences(before, version) if before else [],
        "may_edit": policies.can_change_service(user, version),
        "may_approve": policies.can_approve_service(user, version),
        "real": _address("cases:preview_service", version.pk)
        if user.holds(Permission.CASES_VIEW) and before
        else "",
    }
    return render(request, "catalogue/service_draft.html", page)


def _address(name: str, *args: Any) -> str:
    """Return the address of a page of a higher package, or ""."""
    # The catalogue may not import `cases`; a missing page hides the link.
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
@approves
def approve_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a draft written by others, with its first day."""
    version, user = found(pk), who(request)
    before = offered.in_force(version.service, clock.today())
    form = ApproveForm(
        request.POST or None, initial={"from_date": clock.today(), "edition": version.edition}
    )
    if request.method == "POST" and form.is_valid():
        try:
            drafting.approve_service(
                version=version,
                from_date=form.first_day(),
                edition=edition_of(request),
                **acting(request),
            )
            messages.success(
                request,
                _("The version is approved and has its first day. It can no longer change."),
            )
            return redirect(
                "catalogue:service_version", code=version.service.code, number=version.number
            )
        except Refused as refused:
            say(form, refused, version)
    page = {
        "version": version, "form": form, "may": policies.can_approve_service(user, version),
        "before": before, "differences": versions.differences(before, version) if before else [],
    }  # fmt: skip
    return render(request, "catalogue/approve_service.html", page)


@require_POST
@approves
def withdraw_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approved version back before its first day."""
    with refusals_as_messages(request, done=_("The version is a draft again.")):
        drafting.withdraw_service(version=found(pk), **acting(request))
    return redirect("catalogue:service_draft", pk=pk)


@require_POST
@drafts
def drop_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    with refusals_as_messages(request, done=_("The draft was thrown away.")):
        drafting.drop_service(version=found(pk), edition=edition_of(request), **acting(request))
        return redirect("catalogue:services")
    return redirect("catalogue:service_draft", pk=pk)


@require_POST
@approves
def offer_again(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a closed service again."""
    service = get_object_or_404(Service, code=code)
    with refusals_as_messages(request, done=_("The service is offered again.")):
        offering.offer_again(service=service, **acting(request))
    return redirect("catalogue:services")
