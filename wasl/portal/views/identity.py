"""Prove an identity by an ID and a mobile, or by a request number and a mobile, then a code."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wasl.beneficiaries.actions import claiming
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import client_address, refusals_as_messages
from wasl.portal import identity
from wasl.portal.forms import AboutYouForm, CodeForm, IdentifyForm, TrackForm


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def identify(request: HttpRequest) -> HttpResponse:
    """Ask for the ID and the mobile; the next page is the same whoever is named."""
    form = IdentifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            address = client_address(request)
            identity.ask_code(request.session, **form.cleaned_data, address=address, at=clock.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _to_the_code(_next(request))
    return render(request, "portal/identify.html", {"form": form, "next": _next(request)})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for a request number and the mobile of its applicant."""
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        named = form.cleaned_data
        try:
            identity.ask_case_code(
                request.session, **named, address=client_address(request), at=clock.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _to_the_code(reverse("portal:case", args=[named["reference"]]))
    return render(request, "portal/track.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the six digits, and offer to send them again."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            identity.confirm(request.session, code=form.cleaned_data["code"], at=clock.now())
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            return redirect(_next(request))
    seconds = identity.seconds_to_wait(request.session, clock.now())
    page = {"form": form, "next": _next(request), "seconds": seconds}
    return render(request, "portal/confirm.html", page)


@login_not_required
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Send the code of this visit again, a minute after the last."""
    try:
        seconds = identity.ask_again(
            request.session, address=client_address(request), at=clock.now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if seconds:
            text = _(
                "A code was sent a moment ago. You may ask for another in %(seconds)s seconds."
            )
            messages.info(request, text % {"seconds": seconds})
        else:
            # The words are the same for a decoy, so they promise nothing.
            messages.success(request, _("If the numbers are right, another code is on its way."))
    return _to_the_code(_next(request))


def _to_the_code(next_url: str) -> HttpResponse:
    return redirect(f"{reverse('portal:confirm')}?{urlencode({'next': next_url})}")


@identity.applicant_required
@require_http_methods(["GET", "POST"])
def about_you(request: identity.ApplicantRequest) -> HttpResponse:
    """Ask those without a file of their own for name and birth, and make the claim of the ID with
    them.
    """
    applicant = request.applicant
    if applicant.person:
        return redirect(_next(request))
    form = AboutYouForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            claim = claiming.claim_identity(
                **form.cleaned_data,
                id_number=applicant.id_number,
                mobile=applicant.mobile,
                language=request.LANGUAGE_CODE,
                by=None,
                at=clock.now(),
            )
            identity.settle(request.session, claim)
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
    """Restart the time of this visit; the page asks for it when the notice is answered."""
    if not identity.stay(request.session):
        return HttpResponse(
            _("Your visit has ended. Prove your mobile again to go on."), status=403
        )
    return HttpResponse(status=204)


def _next(request: HttpRequest) -> str:
    next_url = request.POST.get("next") or request.GET.get("next") or ""
    # Only addresses of this site: a foreign `next` would turn the proof into an open redirect.
    safe = url_has_allowed_host_and_scheme(
        next_url, {request.get_host()}, require_https=request.is_secure()
    )
    return next_url if safe else reverse("portal:mine")
