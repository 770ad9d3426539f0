"""Tabs, row formats and the posting of steps, shared by the pages of data protection."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.accounts.models import Gender
from wasl.accounts.web import who
from wasl.beneficiaries.models.person import MaritalStatus
from wasl.common import clock
from wasl.common.identifiers import mask, mask_iban
from wasl.common.web import refusals_as_messages
from wasl.privacy import words
from wasl.privacy.models.incidents import Incident
from wasl.privacy.models.requests import DataSubjectRequest, Deed, DeedKind
from wasl.privacy.queries import deeds as deeds_queries
from wasl.privacy.queries import incidents as incidents_queries
from wasl.privacy.queries import requests
from wasl.privacy.states import IncidentStatus, Status

TONES = {
    Status.RECEIVED: "wait",
    Status.IN_PROGRESS: "note",
    Status.EXTENDED: "wait",
    Status.GRANTED: "go",
    Status.IN_PART: "go",
    Status.REFUSED: "stop",
    Status.WITHDRAWN: "",
}
# Deeds store codes as they stand in the row; these show them as words.
CODES: dict[str, dict[str, Any]] = {
    "gender": dict(Gender.choices),
    "marital_status": dict(MaritalStatus.choices),
}
INCIDENT_TONES = {
    IncidentStatus.REPORTED: "stop",
    IncidentStatus.ASSESSED: "wait",
    IncidentStatus.NOTIFIED: "note",
    IncidentStatus.CLOSED: "go",
}


def sections(current: str) -> list[dict[str, Any]]:
    """Return the tabs of the data-protection officer's pages."""
    named = [
        ("home", _("What waits")),
        ("requests", _("Requests about data")),
        ("incidents", _("Incidents")),
        ("retention", _("How long it is kept")),
        ("destructions", _("Destruction of data")),
        ("processing", _("Record of processing")),
        ("reviews", _("Who read what")),
    ]
    return [
        {"label": label, "url": reverse(f"privacy:{name}"), "current": name == current}
        for name, label in named
    ]


def request_rows(data_requests: list[DataSubjectRequest], day: date) -> list[dict[str, Any]]:
    """Return requests as the list shows them, with the days left."""
    return [
        {
            "asked": data_request,
            "tone": TONES[Status(data_request.status)],
            "left": days_words(data_request, day),
            "late": _is_late(data_request, day),
        }
        for data_request in data_requests
    ]


def deed_rows(deeds: list[Deed]) -> list[dict[str, Any]]:
    """Return deeds as the page shows them, with identifying numbers masked."""
    return [
        {
            "deed": deed,
            "what": _what(deed),
            "before": _value(deed, deed.before),
            "after": _value(deed, deed.after),
        }
        for deed in deeds
    ]


def _what(deed: Deed) -> str:
    if deed.kind == DeedKind.CORRECTED:
        return words.field("beneficiaries.person", deed.what)
    if deed.kind in (DeedKind.CONSENT_ENDED, DeedKind.USE_STOPPED):
        return deeds_queries.use_in_words(deed.what)
    return deed.what


def _value(deed: Deed, value: str) -> str:
    if not value:
        return "—"
    if deed.what == "iban":
        return mask_iban(value)
    if deed.what in ("id_number", "mobile"):
        return mask(value)
    return str(CODES.get(deed.what, {}).get(value, value))


def _is_late(data_request: DataSubjectRequest, day: date) -> bool:
    return data_request.is_open and data_request.due_date < day


def days_words(data_request: DataSubjectRequest, day: date) -> str:
    """Return the days left in words, such as "12 days left"; nothing once the request is over."""
    if not data_request.is_open:
        return ""
    left = requests.days_left(data_request, day)
    if left < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
    if left == 0:
        return _("Today is the last day")
    return ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}


def incident_rows(incidents: list[Incident], now: datetime) -> list[dict[str, Any]]:
    """Return incidents as the list shows them, with the hours left."""
    return [
        {
            "incident": incident,
            "tone": INCIDENT_TONES[IncidentStatus(incident.status)],
            "left": hours_words(incident, now),
            "late": (incidents_queries.hours_left(incident, now) or 0) < 0,
        }
        for incident in incidents
    ]


def hours_words(incident: Incident, now: datetime) -> str:
    """Return the hours left in words, such as "18 hours left to notify"; "" if no notice is due."""
    left = incidents_queries.hours_left(incident, now)
    if left is None:
        return ""
    if left < 0:
        return ngettext("%(hours)s hour too late", "%(hours)s hours too late", -left) % {
            "hours": -left
        }
    return ngettext("%(hours)s hour left to notify", "%(hours)s hours left to notify", left) % {
        "hours": left
    }


def take_step(
    request: HttpRequest,
    pk: int,
    action: Callable[..., object],
    name: str,
    form: Form,
    done: str,
    *,
    load: Callable[[HttpRequest, int], Model],
    page: Callable[..., HttpResponse],
    subject: str,
    address: str,
) -> HttpResponse:
    """Run an action on a row with what the form holds, and return to the page of the row.

    A form with errors is shown on the page again, as its form `name`. `subject` is the action's
    argument for the row.
    """
    row = load(request, pk)
    if not form.is_valid():
        return page(request, row, **{name: form})
    with refusals_as_messages(request, done=done):
        action(**{subject: row}, **form.cleaned_data, by=who(request), at=clock.now())
    return redirect(address, pk=pk)
