"""Pages of data requests: the list, a request, recording one, and each step of its life."""

from datetime import date
from functools import partial
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries.queries import file
from wasl.beneficiaries.queries.visible import visible_people
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.web import refusals_as_messages
from wasl.privacy import policies
from wasl.privacy.actions import deeds
from wasl.privacy.actions import requests as requests_actions
from wasl.privacy.forms import requests as requests_forms
from wasl.privacy.models.requests import DataSubjectRequest, DeedKind, Right
from wasl.privacy.queries import deeds as deeds_queries
from wasl.privacy.queries import requests as requests_queries
from wasl.privacy.views.shared import (
    TONES,
    days_words,
    deed_rows,
    request_rows,
    sections,
    take_step,
)

Form = django_forms.Form


@require_GET
@permission_required(P.PRIVACY_RECEIVE, P.PRIVACY_HANDLE)
def requests(request: HttpRequest) -> HttpResponse:
    """Show requests that wait for an answer, soonest due first, or finished ones."""
    user, settled = who(request), request.GET.get("show") == "over"
    state_tabs = [
        {"label": _("Waiting for an answer"), "url": "?", "current": not settled},
        {"label": _("Over"), "url": "?show=over", "current": settled},
    ]
    page = {
        "rows": request_rows(requests_queries.request_list(user, settled=settled), clock.today()),
        "shown": state_tabs,
        "tabs": sections("requests") if user.holds(P.PRIVACY_HANDLE) else [],
    }
    return render(request, "privacy/requests.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(P.PRIVACY_RECEIVE)
def receive(request: HttpRequest) -> HttpResponse:
    """Record a request, of the person named in the address or of somebody not in the register."""
    user, key = who(request), whole_number(request.GET.get("person", ""))
    visible = visible_people(user)
    person = get_object_or_404(visible, pk=key) if key is not None else None
    acting = file.acting_for(person, clock.today()) if person else None
    form = requests_forms.ReceiveForm(request.POST or None, representatives=acting)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("The request is taken down; its thirty days have begun.")
        ):
            data_request = requests_actions.receive(
                person=person, **form.cleaned_data, by=user, at=clock.now()
            )
            return redirect("privacy:detail", pk=data_request.pk)
    return render(request, "privacy/receive.html", {"form": form, "person": person})


@require_GET
@permission_required(P.PRIVACY_RECEIVE, P.PRIVACY_HANDLE)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _asked(request, pk))


def _asked(request: HttpRequest, pk: int) -> DataSubjectRequest:
    return get_object_or_404(requests_queries.visible_requests(who(request)), pk=pk)


def _page(request: HttpRequest, data_request: DataSubjectRequest, **bound: Form) -> HttpResponse:
    user, day = who(request), clock.today()
    # The page shows data of the person, so it counts as a read of their file (PRE-6).
    if data_request.person:
        trail.read(subject=data_request.person, by=user, at=clock.now())
    page = {
        "asked": data_request,
        "tone": TONES[data_request.status],  # type: ignore[index]
        "left": days_words(data_request, day),
        "late": data_request.is_open and data_request.due_date < day,
        "may": {
            verb: policies.can(user, verb, data_request) for verb in ("prove_identity", "refuse")
        },
        "may_take_back": policies.can_take_back(user, data_request),
        "may_grant": policies.can_grant(user, data_request),
        "may_hand_out": data_request.person
        and policies.can_hand_out(user, data_request.person, data_request),
        "may_extend": policies.can_extend(user, data_request, day),
        "handles": policies.can_handle(user),
        **_deeds(user, data_request, day),
        "forms": _forms(data_request, day) | bound,
    }
    return render(request, "privacy/request.html", page)


def _deeds(user: User, data_request: DataSubjectRequest, day: date) -> dict[str, Any]:
    """Return what was done for a request, and what may be done now."""
    # Any kind of the right gives the same verdict.
    kind = deeds_queries.FULFILLED_BY[data_request.right][0]
    page: dict[str, Any] = {
        "deeds": deed_rows(deeds_queries.deeds(data_request)),
        "may_fulfil": policies.can_fulfil(user, data_request, kind, day),
    }
    if data_request.right == Right.DESTRUCTION and data_request.person and data_request.is_open:
        page["bars"] = deeds_queries.bars(data_request, day)
        page["destruction"] = deeds_queries.last_destruction(data_request)
    return page


def _forms(data_request: DataSubjectRequest, day: date) -> dict[str, Form]:
    """Return every form of the page, unbound."""
    if not data_request.is_open:
        return {}
    reasons = deeds_queries.true_refusals(data_request, day)
    page_forms: dict[str, Form] = {
        "identity": requests_forms.IdentityForm(auto_id="identity_%s"),
        "extend": requests_forms.ExtendForm(auto_id="extend_%s"),
        "grant": requests_forms.AnswerForm(auto_id="grant_%s"),
        "part": requests_forms.PartForm(auto_id="part_%s", reasons=policies.for_a_part(reasons)),
        "refuse": requests_forms.RefuseForm(auto_id="refuse_%s", reasons=reasons),
    }
    if data_request.right in policies.READABLE and deeds_queries.prepared_file(data_request):
        # The receiver is the representative where there is one; the officer may type another.
        through = (
            data_request.representative.full_name
            if data_request.representative
            else data_request.requester_name
        )
        page_forms["handover"] = requests_forms.HandoverForm(
            auto_id="handover_%s", initial={"handed_to": through}
        )
    if (
        uses := deeds_queries.uses_that_stand(data_request)
        if data_request.right in (Right.WITHDRAWAL, Right.OBJECTION)
        else []
    ):
        page_forms["uses"] = requests_forms.UsesForm(auto_id="uses_%s", uses=uses)
    return page_forms


_step = partial(
    take_step, load=_asked, page=_page, subject="data_request", address="privacy:detail"
)


@require_http_methods(["GET", "POST"])
@permission_required(P.PRIVACY_RECEIVE, P.PRIVACY_HANDLE)
def correct_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the person asks to have corrected.

    The values before and after are recorded with the request.
    """
    data_request = _asked(request, pk)
    if data_request.person is None or data_request.right != Right.CORRECTION:
        # A request of another kind has no such page.
        raise Http404
    may = policies.can_fulfil(who(request), data_request, DeedKind.CORRECTED, clock.today())
    if not may:
        messages.error(request, str(may.reason))
        return redirect("privacy:detail", pk=pk)
    trail.read(subject=data_request.person, by=who(request), at=clock.now())
    form = requests_forms.CorrectionForm(
        request.POST or None, person=data_request.person, today=clock.today()
    )
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("Corrected, and noted with the request. Now answer it.")
        ):
            deeds.correct_data(
                data_request=data_request,
                changes=form.changes(),
                version=form.cleaned_data["version"] or None,
                paper_seen=form.cleaned_data["paper_seen"],
                by=who(request),
                at=clock.now(),
            )
            return redirect("privacy:detail", pk=pk)
    return render(request, "privacy/correct_data.html", {"asked": data_request, "form": form})


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def record_handover(request: HttpRequest, pk: int) -> HttpResponse:
    form = requests_forms.HandoverForm(request.POST, auto_id="handover_%s")
    done = _("Noted to whom and how the file was handed over. Now answer the request.")
    return _step(request, pk, deeds.record_handover, "handover", form, done)


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def stop_uses(request: HttpRequest, pk: int) -> HttpResponse:
    data_request = _asked(request, pk)
    form = requests_forms.UsesForm(
        request.POST, auto_id="uses_%s", uses=deeds_queries.uses_that_stand(data_request)
    )
    return _step(request, pk, deeds.stop_uses, "uses", form, _("Stopped. Now answer the request."))


@require_POST
@permission_required(P.PRIVACY_RECEIVE)
def prove_identity(request: HttpRequest, pk: int) -> HttpResponse:
    form = requests_forms.IdentityForm(request.POST, auto_id="identity_%s")
    return _step(
        request,
        pk,
        requests_actions.prove_identity,
        "identity",
        form,
        _("Recorded how it was made sure who asks."),
    )


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    form = requests_forms.ExtendForm(request.POST, auto_id="extend_%s")
    return _step(
        request, pk, requests_actions.extend, "extend", form, _("Extended, and the person is told.")
    )


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    form = requests_forms.AnswerForm(request.POST, auto_id="grant_%s")
    return _step(
        request,
        pk,
        requests_actions.grant,
        "grant",
        form,
        _("Answered. The letter is ready to print."),
    )


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def grant_in_part(request: HttpRequest, pk: int) -> HttpResponse:
    reasons = policies.for_a_part(deeds_queries.true_refusals(_asked(request, pk), clock.today()))
    form = requests_forms.PartForm(request.POST, auto_id="part_%s", reasons=reasons)
    return _step(
        request,
        pk,
        requests_actions.grant_in_part,
        "part",
        form,
        _("Answered. The letter is ready to print."),
    )


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    reasons = deeds_queries.true_refusals(_asked(request, pk), clock.today())
    form = requests_forms.RefuseForm(request.POST, auto_id="refuse_%s", reasons=reasons)
    return _step(
        request,
        pk,
        requests_actions.refuse,
        "refuse",
        form,
        _("Answered. The letter is ready to print."),
    )


@require_POST
@permission_required(P.PRIVACY_RECEIVE, P.PRIVACY_HANDLE)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(
        request,
        pk,
        requests_actions.withdraw,
        "",
        Form(request.POST),
        _("The person took the request back."),
    )


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def hand_out_data(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Download the file of the person who asked; making it is recorded."""
    data_request = _asked(request, pk)
    if data_request.person is None:
        raise Http404
    with refusals_as_messages(request):
        packed = deeds.hand_out_data(
            person=data_request.person, data_request=data_request, by=who(request), at=clock.now()
        )
        return FileResponse(packed, as_attachment=True, filename=f"{data_request.reference}.zip")
    return redirect("privacy:detail", pk=pk)
