"""Pages open to everybody: home, services, questions, accessibility, privacy."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.cases.states import FINAL
from wasl.catalogue import queries as catalogue
from wasl.catalogue.models import ServiceVersion
from wasl.common import clock
from wasl.common.text import fold
from wasl.common.web import refusals_as_messages
from wasl.governance.queries import relationship_policy
from wasl.interactions import actions as interactions
from wasl.portal.forms import AskForm
from wasl.portal.identity import applicant_of


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    applicant = applicant_of(request)
    open_cases = []
    if applicant:
        mine = applicant.cases().exclude(status__in=FINAL)
        open_cases = list(mine.select_related("service_version").order_by("-id")[:3])
    page = {"services": list(catalogue.offered())[:8], "applicant": applicant, "open_cases": open_cases}
    return render(request, "portal/home.html", page)


@login_not_required
@require_GET
def services(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "")[:100]
    words = fold(asked).split()
    found = [
        version
        for version in catalogue.offered()
        if all(
            word in fold(f"{version.name_ar} {version.name_en} {version.purpose_ar} {version.who_ar}") for word in words
        )
    ]
    return render(request, "portal/services.html", {"services": found, "asked": asked})


@login_not_required
@require_GET
def service(request: HttpRequest, code: str) -> HttpResponse:
    version = get_object_or_404(ServiceVersion.objects.filter(published=True, service__active=True), service__code=code)
    page = {"version": version, "form": catalogue.form_of(version), "policy": relationship_policy()}
    return render(request, "portal/service.html", page)


@login_not_required
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        with refusals_as_messages(request, done=_("Your question reached us. We call you back with the answer.")):
            interactions.record_enquiry(
                person=None,
                visitor_name=asked["name"],
                channel="website",
                subject=_("Question from the website"),
                details=f"{asked['question']}\n{asked['mobile']}",
                by=None,
                at=clock.now(),
            )
        return redirect("portal:contact")
    return render(request, "portal/contact.html", {"form": form})


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")
