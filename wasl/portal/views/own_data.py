"""What people may see and ask of their own data: a copy at once, consents, and data requests.

Data requests are answered within thirty days.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.beneficiaries.actions import changing, consents
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims
from wasl.beneficiaries.queries import consents as consents_queries
from wasl.common import clock
from wasl.common.crypto import LostKey, seal, unseal
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages
from wasl.portal.forms import ChangeMobileForm, CodeForm, DataRequestForm
from wasl.portal.identity import ApplicantRequest, applicant_required
from wasl.privacy.actions import deeds, requests
from wasl.privacy.queries import export
from wasl.privacy.queries import requests as requests_queries

NEW_MOBILE = "portal_new_mobile"


def of_oneself(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the person behind the visit.

    A request number with a mobile is not enough for a person's whole data.
    """

    @applicant_required
    @never_cache
    @wraps(view)
    def opened(request: ApplicantRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.applicant.person
        if person is None:
            messages.info(
                request,
                _(
                    "You are not in our register yet, so we hold nothing about you. Your first "
                    "request begins it."
                ),
            )
            return redirect("portal:mine")
        if request.applicant.only_case:
            messages.info(
                request,
                _(
                    "A request's number opens that request alone. For the rest we need your ID "
                    "number as well."
                ),
            )
            return redirect(f"/identify/?{urlencode({'next': request.path})}")
        return view(request, person, *args, **kwargs)

    return opened


@of_oneself
@require_GET
def my_data(request: ApplicantRequest, person: Person) -> HttpResponse:
    page = {
        "person": person,
        "sections": export.what_is_held(person),
        "consents": consents_queries.consents(person),
        "changes": claims.changes_of(person),
        "requests": requests_queries.of_person(person)[:20],
        "today": clock.today(),
    }
    return render(request, "portal/my_data.html", page)


@of_oneself
@require_POST
def my_data_file(request: ApplicantRequest, person: Person) -> HttpResponseBase:
    """Return the readable file, made at once."""
    with refusals_as_messages(request):
        packed = deeds.hand_out_data(person=person, by=None, at=clock.now())
        return FileResponse(packed, as_attachment=True, filename="my-data.zip")
    return redirect("portal:my_data")


@of_oneself
@require_http_methods(["GET", "POST"])
def ask_about_data(request: ApplicantRequest, person: Person) -> HttpResponse:
    form = DataRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("Your request reached us. The answer comes within thirty days.")
        ):
            requests.receive(
                person=person, channel="website", **form.cleaned_data, by=None, at=clock.now()
            )
            return redirect("portal:my_data")
    return render(request, "portal/ask_about_data.html", {"form": form})


@of_oneself
@require_POST
def take_back_request(request: ApplicantRequest, person: Person, pk: int) -> HttpResponse:
    data_request = get_object_or_404(requests_queries.of_person(person), pk=pk)
    with refusals_as_messages(request, done=_("You took the request back.")):
        requests.withdraw(data_request=data_request, by=None, at=clock.now())
    return redirect("portal:my_data")


@of_oneself
@require_POST
def agree(request: ApplicantRequest, person: Person, purpose: str) -> HttpResponse:
    with refusals_as_messages(request, done=_("Thank you. You may take it back here at any time.")):
        consents.give_consent(person=person, purpose=purpose, how="code", by=None, at=clock.now())
    return redirect("portal:my_data")


@of_oneself
@require_POST
def disagree(request: ApplicantRequest, person: Person, purpose: str) -> HttpResponse:
    with refusals_as_messages(
        request, done=_("Taken back. Your requests and services stay as they are.")
    ):
        consents.withdraw_consent(
            person=person, purpose=purpose, how="code", by=None, at=clock.now()
        )
    return redirect("portal:my_data")


@of_oneself
@require_http_methods(["GET", "POST"])
def change_mobile(request: ApplicantRequest, person: Person) -> HttpResponse:
    """Change the mobile: its code comes first, then it waits 72 hours while the old mobile
    is told.
    """
    form = ChangeMobileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["mobile"]
        with refusals_as_messages(request):
            changing.send_change_code(person=person, mobile=new, by=None, at=clock.now())
            # Sessions lie in the database, so the number is sealed.
            request.session[NEW_MOBILE] = seal(new)
            return redirect("portal:confirm_change")
    return render(request, "portal/change_mobile.html", {"form": form, "person": person})


@of_oneself
@require_http_methods(["GET", "POST"])
def confirm_change(request: ApplicantRequest, person: Person) -> HttpResponse:
    """Ask for the code from the new mobile."""
    sealed = request.session.get(NEW_MOBILE)
    if not sealed:
        return redirect("portal:change_mobile")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            mobile = unseal(sealed)
        except LostKey:
            # The keys were renewed since the mobile was typed: it is typed and proven again.
            return redirect("portal:change_mobile")
        try:
            changing.change_mobile_by_code(
                person=person, mobile=mobile, code=code, by=None, at=clock.now()
            )
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            del request.session[NEW_MOBILE]
            messages.success(
                request, _("It counts in 72 hours. Until then we write to your old mobile.")
            )
            return redirect(f"{reverse('portal:my_data')}#changes")
    return render(request, "portal/confirm_change.html", {"form": form})


@of_oneself
@require_POST
def take_back_change(request: ApplicantRequest, person: Person, pk: int) -> HttpResponse:
    """Stop a waiting change that the person does not want or never asked for."""
    change = get_object_or_404(person.held_changes, pk=pk)
    with refusals_as_messages(
        request, done=_("The change is stopped. Nothing of yours was changed.")
    ):
        changing.refuse_change(change=change, reason="", by=None, at=clock.now())
    return redirect(f"{reverse('portal:my_data')}#changes")
