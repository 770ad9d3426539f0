"""The data-protection officer's home page, and the panel on a person's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from wasl.accounts.permissions import Permission as P
from wasl.accounts.web import permission_required, who
from wasl.beneficiaries.queries import consents
from wasl.beneficiaries.queries.visible import visible_people
from wasl.common import clock
from wasl.privacy import policies
from wasl.privacy.queries import incidents, requests
from wasl.privacy.views.shared import incident_rows, request_rows, sections


@require_GET
@permission_required(P.PRIVACY_HANDLE)
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits: requests with their days, incidents with their hours."""
    user, day, now = who(request), clock.today(), clock.now()
    page = {
        "requests": request_rows(requests.request_list(user, limit=5), day),
        "incidents": incident_rows(incidents.incidents(user, limit=5), now),
        "tabs": sections("home"),
    }
    return render(request, "privacy/home.html", page)


@require_GET
@permission_required(P.PEOPLE_FIND)
def person_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show, on the person's page, their consents and their requests about their data."""
    user = who(request)
    person = get_object_or_404(visible_people(user), pk=pk)
    page = {
        "person": person,
        "consents": consents.consents(person),
        "requests": request_rows(requests.requests_of_person(user, person), clock.today()),
        "may_receive": policies.can_receive(user),
        "may_handle": policies.can_handle(user),
    }
    return render(request, "privacy/person_panel.html", page)
