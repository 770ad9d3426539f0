"""Pages of the register: one person's file, registering, correcting, documents, family, who acts for them, files."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.audit import actions as trail
from wasl.beneficiaries import actions, forms, policies, queries
from wasl.beneficiaries.models import Person
from wasl.catalogue.queries import document_types
from wasl.common import clock
from wasl.common.web import refusals_as_messages

FILE_POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; frame-ancestors 'none'"


def _person(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user), pk=pk)


def _next(request: HttpRequest, otherwise: str) -> str:
    """Where the form was asked to return to, when that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else otherwise


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def register(request: HttpRequest) -> HttpResponse:
    """The form of a new person, begun with what was searched for."""
    started = forms.started_with(queries.read_search(request.GET.get("q", "")))
    form = forms.PersonForm(request.POST or None, initial={"language": "ar", **started}, today=clock.today())
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Registered.")):
            person = actions.register(**form.cleaned_data, by=request.user, at=clock.now())
            return redirect(
                _next(request, reverse("beneficiaries:detail", args=[person.pk])).replace("{pk}", str(person.pk))
            )
    return render(request, "beneficiaries/register.html", {"form": form, "next": request.GET.get("next", "")})


@require_GET
@permission_required(Permission.PEOPLE_FIND)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's file; that it was opened is recorded."""
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("file"), pk=pk)
    trail.read(subject=person, by=request.user, at=clock.now())
    documents, today = queries.documents(person), clock.today()
    page = {
        "person": person,
        "documents": documents,
        "expiring": queries.expiring(documents, today),
        "dependants": queries.dependants(person),
        "representatives": queries.representatives(person),
        "today": today,
        "may_edit": policies.can_edit(request.user),
        "may_read_letters": request.user.holds(Permission.LETTERS_VIEW),
        "may_unmask": policies.can_unmask(request.user),
    }
    return render(request, "beneficiaries/detail.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known; a page that has gone stale is refused, so that nobody undoes another's correction."""
    person = _person(request, pk)
    trail.read(subject=person, by=request.user, at=clock.now())
    started = {**forms.known_values(person), "version": queries.state_of(person)}
    form = forms.CorrectForm(request.POST or None, initial=started, person=person, today=clock.today())
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Corrected.")):
            version = form.cleaned_data["version"] or None
            actions.correct(person=person, changes=form.changes(), by=request.user, at=clock.now(), version=version)
            return redirect("beneficiaries:detail", pk=pk)
    return render(request, "beneficiaries/correct.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def add_document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document handed in or seen; its dates in either calendar."""
    person = _person(request, pk)
    started = {"document_type": request.GET.get("type", "")}
    form = forms.DocumentForm(
        request.POST or None, request.FILES or None, initial=started, types=document_types(), today=clock.today()
    )
    back = _next(request, reverse("beneficiaries:detail", args=[pk]))
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The document was added.")):
            actions.hand_in(person=person, given=form.cleaned_data, by=request.user, at=clock.now())
            return redirect(back)
    return render(request, "beneficiaries/add_document.html", {"form": form, "person": person, "back": back})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def add_dependant(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody the person provides for."""
    person = _person(request, pk)
    form = forms.DependantForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The dependant was added.")):
            actions.add_dependant(person=person, **form.cleaned_data, by=request.user, at=clock.now())
            return redirect("beneficiaries:detail", pk=pk)
    return render(request, "beneficiaries/add_dependant.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def add_representative(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may act for the person."""
    person = _person(request, pk)
    form = forms.RepresentativeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Recorded who acts for this person.")):
            actions.add_representative(person=person, **form.cleaned_data, by=request.user, at=clock.now())
            return redirect("beneficiaries:detail", pk=pk)
    return render(request, "beneficiaries/add_representative.html", {"form": form, "person": person})


@never_cache
@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_UNMASK)
def unmask(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """Ask why, then show one identifier in full, once; the trail keeps who, which and why."""
    person = _person(request, pk)
    if field not in actions.UNMASKED:
        raise Http404
    form = forms.UnmaskForm(request.POST or None)
    page: dict[str, Any] = {"form": form, "person": person, "field": field}
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            reason = form.cleaned_data["reason"]
            page["value"] = actions.unmask(person=person, field=field, reason=reason, by=request.user, at=clock.now())
    return render(request, "beneficiaries/unmask.html", page)


@never_cache
@require_GET
@permission_required(Permission.PEOPLE_FIND, Permission.CASES_VIEW)
def attachment(request: HttpRequest, key: str) -> FileResponse:
    """A stored file, shown or downloaded; every opening is recorded (PRE-6)."""
    found = queries.attachment(request.user, key)
    if found is None:
        raise Http404
    trail.read(subject=found.person, by=request.user, at=clock.now())
    trail.read(subject=found, by=request.user, at=clock.now())
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = "application/pdf" if found.kind == "pdf" else "image/jpeg"
    response = FileResponse(content, content_type=kind, as_attachment="download" in request.GET, filename=found.name)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
