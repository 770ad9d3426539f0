"""Proving who one is: an ID and a mobile, or a request number and a mobile, then the code."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wasl.beneficiaries import actions as beneficiaries
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages
from wasl.portal import identity
from wasl.portal.forms import AboutYouForm, CodeForm, IdentifyForm, TrackForm


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def identify(request: HttpRequest) -> HttpResponse:
    form = IdentifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        identity.claim(request.session, **form.cleaned_data, at=clock.now())
        return redirect(f"{reverse('portal:confirm')}?{urlencode({'next': _next(request)})}")
    return render(request, "portal/identify.html", {"form": form, "next": _next(request)})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        identity.claim_case(request.session, **wanted, at=clock.now())
        there = reverse("portal:case", args=[wanted["reference"]])
        return redirect(f"{reverse('portal:confirm')}?{urlencode({'next': there})}")
    return render(request, "portal/track.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            identity.confirm(request.session, code=form.cleaned_data["code"], at=clock.now())
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            return redirect(_next(request))
    return render(request, "portal/confirm.html", {"form": form, "next": _next(request)})


@identity.applicant_required
@require_http_methods(["GET", "POST"])
def about_you(request: identity.ApplicantRequest) -> HttpResponse:
    """A newcomer's name and birth, once; from then on they are in the register."""
    applicant = request.applicant
    if applicant.person:
        return redirect(_next(request))
    form = AboutYouForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            person = beneficiaries.register(
                **form.cleaned_data,
                id_number=applicant.id_number,
                mobile=applicant.mobile,
                language=request.LANGUAGE_CODE,
                by=None,
                at=clock.now(),
            )
            beneficiaries.confirm_mobile(person=person, by=None, at=clock.now())
            identity.settle(request.session, person)
            return redirect(_next(request))
    return render(request, "portal/about_you.html", {"form": form, "next": _next(request)})


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    with refusals_as_messages(request, done=_("You have signed out.")):
        identity.leave(request.session)
    return redirect("portal:home")


@login_not_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Begin the time of this visit anew; the page asks for it when the notice is answered."""
    if not identity.stay(request.session):
        return HttpResponse(_("Your visit has ended. Prove your mobile again to go on."), status=403)
    return HttpResponse(status=204)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("portal:mine")
