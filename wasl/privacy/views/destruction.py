"""Pages of destruction: due rows, proposals, approval, retention rules, holds, a person's data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission as P
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.visible import visible_people
from wasl.common import clock
from wasl.common.web import refusals_as_messages
from wasl.privacy import policies
from wasl.privacy.actions import destruction as destruction_actions
from wasl.privacy.actions import retention as retention_actions
from wasl.privacy.forms import destruction as destruction_forms
from wasl.privacy.models.destruction import Destruction, LegalHold, RetentionRule
from wasl.privacy.queries import deeds
from wasl.privacy.queries import destruction as destruction_queries
from wasl.privacy.states import DestructionStatus
from wasl.privacy.views.shared import sections

TONES = {
    DestructionStatus.PROPOSED: "wait",
    DestructionStatus.APPROVED: "note",
    DestructionStatus.DONE: "go",
    DestructionStatus.REJECTED: "stop",
}
SHOWN_DUE = 50


@require_GET
@permission_required(P.PRIVACY_HANDLE, P.PRIVACY_APPROVE)
def destructions(request: HttpRequest) -> HttpResponse:
    """Show proposals that wait for a second person, or finished ones."""
    user, over = who(request), request.GET.get("show") == "over"
    state_tabs = [
        {"label": _("Waiting"), "url": "?", "current": not over},
        {"label": _("Over"), "url": "?show=over", "current": over},
    ]
    rows = destruction_queries.destructions(user, over=over)
    page = {
        "rows": [
            (destruction, TONES[DestructionStatus(destruction.status)]) for destruction in rows
        ],
        "shown": state_tabs,
        "tabs": sections("destructions") if user.holds(P.PRIVACY_HANDLE) else [],
    }
    return render(request, "privacy/destructions.html", page)


@require_GET
@permission_required(P.PRIVACY_HANDLE, P.PRIVACY_APPROVE)
def destruction(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _destruction(request, pk))


def _page(
    request: HttpRequest, destruction: Destruction, form: destruction_forms.RejectForm | None = None
) -> HttpResponse:
    user = who(request)
    page = {
        "destruction": destruction,
        "tone": TONES[DestructionStatus(destruction.status)],
        "items": destruction_queries.items(destruction),
        "how_many": destruction.items.count(),
        "may_approve": policies.can_on_destruction(user, "approve_destruction", destruction),
        "may_reject": policies.can_on_destruction(user, "reject_destruction", destruction),
        "counts": destruction_queries.counts_in_words(destruction),
        "form": form or destruction_forms.RejectForm(),
    }
    return render(request, "privacy/destruction.html", page)


@require_POST
@permission_required(P.PRIVACY_APPROVE)
def approve_destruction(request: HttpRequest, pk: int) -> HttpResponse:
    with refusals_as_messages(
        request, done=_("Approved. It is carried out now, and its record appears here.")
    ):
        destruction_actions.approve_destruction(
            destruction=_destruction(request, pk), by=who(request), at=clock.now()
        )
    return redirect("privacy:destruction", pk=pk)


@require_POST
@permission_required(P.PRIVACY_APPROVE)
def reject_destruction(request: HttpRequest, pk: int) -> HttpResponse:
    destruction, form = _destruction(request, pk), destruction_forms.RejectForm(request.POST)
    if not form.is_valid():
        return _page(request, destruction, form)
    with refusals_as_messages(request, done=_("Not approved; nothing is destroyed.")):
        why = form.cleaned_data["why"]
        destruction_actions.reject_destruction(
            destruction=destruction, why=why, by=who(request), at=clock.now()
        )
    return redirect("privacy:destruction", pk=pk)


@require_GET
@permission_required(P.PRIVACY_HANDLE)
def retention(request: HttpRequest) -> HttpResponse:
    """Show every rule with the number of rows it makes due."""
    day = clock.today()
    rows = [
        (rule, destruction_queries.how_many_due(rule, day) if rule.is_active else 0)
        for rule in destruction_queries.rules()
    ]
    return render(request, "privacy/retention.html", {"rows": rows, "tabs": sections("retention")})


@require_http_methods(["GET", "POST"])
@permission_required(P.PRIVACY_HANDLE)
def change_rule(request: HttpRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(RetentionRule, pk=pk)
    form = destruction_forms.RuleForm(request.POST or None, rule=rule)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The rule is changed.")):
            retention_actions.change_rule(
                rule=rule, changes=form.cleaned_data, by=who(request), at=clock.now()
            )
            return redirect("privacy:retention")
    return render(request, "privacy/change_rule.html", {"rule": rule, "form": form})


@require_GET
@permission_required(P.PRIVACY_HANDLE)
def due(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a rule makes due today, and what blocks each row."""
    rule, day = get_object_or_404(RetentionRule, pk=pk), clock.today()
    rows = destruction_queries.due(rule, day, limit=SHOWN_DUE) if rule.is_active else []
    people = destruction_queries.people_of(rows)
    page = {
        "rule": rule,
        "rows": [(row, people.get(row.person_id or 0)) for row in rows],
        "how_many": destruction_queries.how_many_due(rule, day) if rule.is_active else 0,
        "most": SHOWN_DUE,
    }
    return render(request, "privacy/due.html", page)


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def propose_due(request: HttpRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(RetentionRule, pk=pk)
    with refusals_as_messages(request, done=_("Proposed. A second person approves it.")):
        destruction = destruction_actions.propose_due(rule=rule, by=who(request), at=clock.now())
        return redirect("privacy:destruction", pk=destruction.pk)
    return redirect("privacy:due", pk=pk)


@require_GET
@permission_required(P.PRIVACY_HANDLE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return _person(request, _person_of(request, pk))


def _person(request: HttpRequest, person: Person, **bound: Any) -> HttpResponse:
    """Show a person's data to the officer: obstacles to destruction, holds, requests."""
    # Opening a person is a read that the quarterly review counts (PRE-6).
    trail.read(subject=person, by=who(request), at=clock.now())
    page = {
        "person": person,
        "blocks": destruction_queries.blocks(person, clock.today()),
        "holds": destruction_queries.holds(person),
        "destroyed": destruction_queries.destroyed(person),
        "asked": deeds.proven_erasure(person),
        "hold_form": bound.get("hold_form") or destruction_forms.HoldForm(auto_id="hold_%s"),
        "erasure_form": bound.get("erasure_form")
        or destruction_forms.ErasureForm(auto_id="erasure_%s"),
    }
    return render(request, "privacy/person.html", page)


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def propose_erasure(request: HttpRequest, pk: int) -> HttpResponse:
    person, form = (
        _person_of(request, pk),
        destruction_forms.ErasureForm(request.POST, auto_id="erasure_%s"),
    )
    if not form.is_valid():
        return _person(request, person, erasure_form=form)
    # Attached without asking, so that the destruction also answers the person's open request.
    data_request = deeds.proven_erasure(person)
    with refusals_as_messages(request, done=_("Proposed. A second person approves it.")):
        data = {
            "person": person,
            "data_request": data_request,
            "reason": form.cleaned_data["reason"],
        }
        destruction = destruction_actions.propose_erasure(**data, by=who(request), at=clock.now())
        return redirect("privacy:destruction", pk=destruction.pk)
    return redirect("privacy:person", pk=pk)


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def place_hold(request: HttpRequest, pk: int) -> HttpResponse:
    person, form = (
        _person_of(request, pk),
        destruction_forms.HoldForm(request.POST, auto_id="hold_%s"),
    )
    if not form.is_valid():
        return _person(request, person, hold_form=form)
    with refusals_as_messages(
        request, done=_("Everything of this person is kept until the hold is lifted.")
    ):
        destruction_actions.place_hold(
            person=person, reason=form.cleaned_data["reason"], by=who(request), at=clock.now()
        )
    return redirect("privacy:person", pk=pk)


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def lift_hold(request: HttpRequest, pk: int) -> HttpResponse:
    hold = get_object_or_404(LegalHold, pk=pk)
    with refusals_as_messages(request, done=_("The hold is lifted.")):
        destruction_actions.lift_hold(hold=hold, by=who(request), at=clock.now())
    return redirect("privacy:person", pk=hold.person_id)


def _destruction(request: HttpRequest, pk: int) -> Destruction:
    return get_object_or_404(destruction_queries.visible_destructions(who(request)), pk=pk)


def _person_of(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(visible_people(who(request)), pk=pk)
