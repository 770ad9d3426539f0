"""Pages open to everybody: home, services, questions, accessibility, privacy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from wasl.cases.states import FINAL
from wasl.catalogue.queries import offered, public
from wasl.common import clock
from wasl.common.web import public_page, refusals_as_messages
from wasl.interactions import actions as interactions
from wasl.portal import guide as guiding
from wasl.portal import queries
from wasl.portal.forms import AskForm, GuideForm
from wasl.portal.identity import applicant_of
from wasl.privacy.queries.destruction import rules as retention_rules


@public_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what visitors can do here, their own open requests, and the services on offer
    (CHA-7).
    """
    # Before the first start is complete there is nothing to show yet (ADR 40).
    if request.association is None:  # type: ignore[attr-defined]
        return redirect("accounts:found")
    applicant = applicant_of(request)
    open_cases = []
    if applicant:
        own_cases = applicant.cases().exclude(status__in=FINAL)
        open_cases = list(own_cases.select_related("service_version").order_by("-id")[:3])
    page = {
        "offers": queries.offers()[:8],
        "applicant": applicant,
        "open_cases": open_cases,
        "policy": queries.promise(),
        "organisation": queries.organisation(getattr(request, "association", None)),
    }
    return render(request, "portal/home.html", page)


@public_page
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Show every service: for whom it is, what to bring, when the answer comes (CHA-7, TOO-2)."""
    words = request.GET.get("q", "")[:100]
    page = {"offers": queries.offers(words), "asked": words, "policy": queries.promise()}
    return render(request, "portal/services.html", page)


@public_page
@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service from the catalogue (TOO-2).

    The page says for whom it is, what to bring and when, what is asked, and what happens next.
    """
    version = get_object_or_404(offered.offered(), service__code=code)
    form = offered.form_of(version)
    page = {
        "offer": queries.offer(version, form.documents),
        "version": version,
        "form": form,
        "criteria": public.public_criteria(version),
        "documents": offered.explained_documents(form),
        "policy": queries.promise(),
    }
    return render(request, "portal/service.html", page)


@public_page
# It changes nothing, and answering it should not leave even a CSRF token in the browser (ADR 37).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: HttpRequest) -> HttpResponse:
    """Show «What may I ask for?»: the services for some answers, and why (CHA-7, TOO-2).

    The answers come in the body of one request and are stored nowhere.
    """
    versions = queries.offered_with_criteria()
    form = GuideForm(
        request.POST if request.method == "POST" else None,
        groups=guiding.groups_of(versions),
        questions=guiding.questions(versions),
    )
    results = guiding.answered(versions, form.groups, form.answers) if form.is_valid() else []
    answer = render(request, "portal/guide.html", {"form": form, "found": results})
    if request.method == "POST":
        answer.headers["Cache-Control"] = "no-store"
    # No other site learns that somebody came from this page.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Take a question, a suggestion or an offer of help, and show all other channels
    (CHA-1…CHA-7).
    """
    form = AskForm(request.POST or None, initial={"about": request.GET.get("about", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_as_messages(
            request, done=_("It reached us. We call you back with the answer.")
        ):
            interactions.record_enquiry(
                person=None,
                visitor_name=data["name"],
                channel=form.channel,
                subject=form.subject,
                details=f"{data['question']}\n{data['mobile']}",
                by=None,
                at=clock.now(),
                once=data["once"],
            )
        return redirect("portal:contact")
    return render(request, "portal/contact.html", {"form": form})


@public_page
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how the site is made accessible, and the other ways for those who cannot use it
    (AIM-1).
    """
    return render(request, "portal/accessibility.html")


@public_page
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Explain in plain words what happens to people's data (PRE-6)."""
    rules = [rule for rule in retention_rules() if rule.is_active]
    return render(request, "portal/privacy.html", {"rules": rules})
