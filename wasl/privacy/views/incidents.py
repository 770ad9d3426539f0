"""Pages of incidents: the list, the report, a page with the clock, and each step."""

from functools import partial

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission as P
from wasl.accounts.web import permission_required, who
from wasl.beneficiaries.queries import finding
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages
from wasl.papers import queries as papers
from wasl.papers.kinds import Kind
from wasl.privacy import paperwork, policies
from wasl.privacy.actions import incidents as incidents_actions
from wasl.privacy.forms import incidents as incidents_forms
from wasl.privacy.models.incidents import AffectedPerson, Incident
from wasl.privacy.queries import incidents as incidents_queries
from wasl.privacy.views.shared import (
    INCIDENT_TONES,
    hours_words,
    incident_rows,
    sections,
    take_step,
)

Form = django_forms.Form


@require_GET
@permission_required(P.PRIVACY_HANDLE)
def incidents(request: HttpRequest) -> HttpResponse:
    closed = request.GET.get("show") == "closed"
    state_tabs = [
        {"label": pgettext("incidents", "Open"), "url": "?", "current": not closed},
        {"label": pgettext("incidents", "Closed"), "url": "?show=closed", "current": closed},
    ]
    rows = incident_rows(incidents_queries.incidents(who(request), closed=closed), clock.now())
    page = {"rows": rows, "shown": state_tabs, "tabs": sections("incidents")}
    return render(request, "privacy/incidents.html", page)


@require_http_methods(["GET", "POST"])
def report_incident(request: HttpRequest) -> HttpResponse:
    """Report an incident. Open to everybody on the staff."""
    user = who(request)
    form = incidents_forms.ReportForm(request.POST or None, now=clock.now())
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("Thank you. The data-protection officer has it now.")
        ):
            incident = incidents_actions.report_incident(**form.report(), by=user, at=clock.now())
            return (
                redirect("privacy:incident", pk=incident.pk)
                # Only the data-protection officer may see an incident, so other reporters return to
                # their home.
                if policies.can_handle(user)
                else redirect("desk:home")
            )
    return render(request, "privacy/report_incident.html", {"form": form})


@require_GET
@permission_required(P.PRIVACY_HANDLE)
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _incident(request, pk))


def _incident(request: HttpRequest, pk: int) -> Incident:
    return get_object_or_404(incidents_queries.visible_incidents(who(request)), pk=pk)


def _page(request: HttpRequest, incident: Incident, **bound: Form) -> HttpResponse:
    user, now = who(request), clock.now()
    field_names = ("is_harmful", "data_kinds", "people_estimate", "assessment", "measures")
    # A second assessment starts from the values of the first.
    judged = {name: getattr(incident, name) for name in field_names if incident.assessed_at}
    page = {
        "incident": incident,
        "tone": INCIDENT_TONES[incident.status],  # type: ignore[index]
        "left": hours_words(incident, now),
        "late": now > incident.notify_by,
        "notify_by": incident.notify_by,
        **incidents_queries.incident_page(incident),
        "may": {
            verb: policies.can_on_incident(user, verb, incident)
            for verb in ("assess", "notify_authority", "close_incident")
        },
        "may_change": policies.can_change_incident(user, incident),
        "assess_form": bound.get("assess")
        or incidents_forms.AssessForm(initial=judged, auto_id="assess_%s"),
        "notify_form": bound.get("notify") or incidents_forms.NotifyForm(auto_id="notify_%s"),
        "affected_form": bound.get("affected")
        or incidents_forms.AffectedForm(auto_id="affected_%s"),
        "lessons_form": bound.get("lessons")
        or incidents_forms.LessonsForm(initial=_lessons(incident), auto_id="lessons_%s"),
        "tell_form": incidents_forms.TellForm(),
    }
    return render(request, "privacy/incident.html", page)


def _lessons(incident: Incident) -> dict[str, str]:
    return {"lessons": incident.lessons}


_step = partial(
    take_step, load=_incident, page=_page, subject="incident", address="privacy:incident"
)


@never_cache
@require_GET
@permission_required(P.PRIVACY_HANDLE)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Preview the notice as it would go out now, without a number."""
    incident = _incident(request, pk)
    data = paperwork.notice(incident, who(request), clock.now())
    try:
        pdf = papers.printable(Kind.LETTER, title=paperwork.NOTICE, data=data, day=clock.today())
    except Refused as refused:
        with refusals_as_messages(request):
            raise refused
        return redirect("privacy:incident", pk=pk)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{incident.reference}.pdf"'
    return answer


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    form = incidents_forms.AssessForm(request.POST, auto_id="assess_%s")
    return _step(
        request, pk, incidents_actions.assess, "assess", form, _("The judgement is recorded.")
    )


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def notify_authority(request: HttpRequest, pk: int) -> HttpResponse:
    form = incidents_forms.NotifyForm(request.POST, auto_id="notify_%s")
    return _step(
        request,
        pk,
        incidents_actions.notify_authority,
        "notify",
        form,
        _("The notice has its number; send it now."),
    )


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def add_affected(request: HttpRequest, pk: int) -> HttpResponse:
    """Add people by their ID numbers; an unknown number is named and nobody is added."""
    incident, form = (
        _incident(request, pk),
        incidents_forms.AffectedForm(request.POST, auto_id="affected_%s"),
    )
    if not form.is_valid():
        return _page(request, incident, affected=form)
    typed = form.cleaned_data["numbers"].split()
    pairs = [(number, finding.by_id_number(number)) for number in typed]
    with refusals_as_messages(request, done=_("Added to the list.")):
        if unknown := [number for number, person in pairs if person is None]:
            raise Refused(
                _("Nobody has these numbers: %(numbers)s.") % {"numbers": "، ".join(unknown[:10])}
            )
        affected_people = [person for _number, person in pairs if person]
        incidents_actions.add_affected(
            incident=incident, people=affected_people, by=who(request), at=clock.now()
        )
    return redirect("privacy:incident", pk=pk)


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def tell_affected(request: HttpRequest, pk: int, affected_pk: int) -> HttpResponse:
    incident, form = _incident(request, pk), incidents_forms.TellForm(request.POST)
    affected = get_object_or_404(AffectedPerson, incident=incident, pk=affected_pk)
    with refusals_as_messages(request, done=_("Recorded that they were told.")):
        # The action refuses "" with a message, as it refuses any unknown way.
        how = form.cleaned_data["how"] if form.is_valid() else ""
        incidents_actions.tell_affected(affected=affected, how=how, by=who(request), at=clock.now())
    return redirect("privacy:incident", pk=pk)


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def record_lessons(request: HttpRequest, pk: int) -> HttpResponse:
    form = incidents_forms.LessonsForm(request.POST, auto_id="lessons_%s")
    return _step(request, pk, incidents_actions.record_lessons, "lessons", form, _("Written down."))


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def close_incident(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(
        request,
        pk,
        incidents_actions.close_incident,
        "",
        Form(request.POST),
        _("The incident is closed."),
    )
