"""What a person may see and ask of their own data: a copy at once, consents, and requests with their thirty days."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.beneficiaries import actions as beneficiaries
from wasl.beneficiaries import queries as people
from wasl.beneficiaries.models import Person
from wasl.common import clock
from wasl.common.web import refusals_as_messages
from wasl.portal.forms import DataRequestForm
from wasl.portal.identity import ApplicantRequest, applicant_required
from wasl.privacy import actions as privacy
from wasl.privacy import queries as privacy_queries


def of_oneself(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the person behind the visit; a request's number and a mobile alone are not enough for all of it."""

    @applicant_required
    @never_cache
    @wraps(view)
    def opened(request: ApplicantRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = request.applicant.person
        if person is None:
            messages.info(
                request,
                _("You are not in our register yet, so we hold nothing about you. Your first request begins it."),
            )
            return redirect("portal:mine")
        if request.applicant.only_case:
            messages.info(
                request, _("A request's number opens that request alone. For the rest we need your ID number as well.")
            )
            return redirect(f"/identify/?{urlencode({'next': request.path})}")
        return view(request, person, *args, **kwargs)

    return opened


@of_oneself
@require_GET
def my_data(request: ApplicantRequest, person: Person) -> HttpResponse:
    page = {
        "person": person,
        "sections": privacy_queries.what_is_held(person),
        "consents": people.consents(person),
        "requests": privacy_queries.of_person(person)[:20],
        "today": clock.today(),
    }
    return render(request, "portal/my_data.html", page)


@of_oneself
@require_POST
def my_data_file(request: ApplicantRequest, person: Person) -> HttpResponse:
    """The readable file, made now."""
    with refusals_as_messages(request):
        packed = privacy.hand_out_data(person=person, by=None, at=clock.now())
        return FileResponse(packed, as_attachment=True, filename="my-data.zip")
    return redirect("portal:my_data")


@of_oneself
@require_http_methods(["GET", "POST"])
def ask_about_data(request: ApplicantRequest, person: Person) -> HttpResponse:
    form = DataRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Your request reached us. The answer comes within thirty days.")):
            privacy.receive(person=person, channel="website", **form.cleaned_data, by=None, at=clock.now())
            return redirect("portal:my_data")
    return render(request, "portal/ask_about_data.html", {"form": form})


@of_oneself
@require_POST
def take_back_request(request: ApplicantRequest, person: Person, pk: int) -> HttpResponse:
    asked = get_object_or_404(privacy_queries.of_person(person), pk=pk)
    with refusals_as_messages(request, done=_("You took the request back.")):
        privacy.withdraw(asked=asked, by=None, at=clock.now())
    return redirect("portal:my_data")


@of_oneself
@require_POST
def agree(request: ApplicantRequest, person: Person, purpose: str) -> HttpResponse:
    with refusals_as_messages(request, done=_("Thank you. You may take it back here at any time.")):
        beneficiaries.give_consent(person=person, purpose=purpose, how="code", by=None, at=clock.now())
    return redirect("portal:my_data")


@of_oneself
@require_POST
def disagree(request: ApplicantRequest, person: Person, purpose: str) -> HttpResponse:
    with refusals_as_messages(request, done=_("Taken back. Your requests and services stay as they are.")):
        beneficiaries.withdraw_consent(person=person, purpose=purpose, how="code", by=None, at=clock.now())
    return redirect("portal:my_data")
