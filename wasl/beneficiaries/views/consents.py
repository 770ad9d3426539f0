"""A person's consents, given and withdrawn at the desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions import consents as consents_actions
from wasl.beneficiaries.actions import documents
from wasl.beneficiaries.forms import consents as consents_forms
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import consents as consents_queries
from wasl.beneficiaries.queries import file as file_queries
from wasl.beneficiaries.views.shared import person_of
from wasl.common import clock
from wasl.common.web import refusals_as_messages


@require_GET
@permission_required(Permission.PEOPLE_FIND)
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every purpose with its text, and the form to give or withdraw the consent."""
    person = person_of(request, pk)
    trail.read(subject=person, by=who(request), at=clock.now())
    acting = file_queries.acting_for(person, clock.today())
    rows = [(line, _form_of(line, acting)) for line in consents_queries.consents(person)]
    page = {"person": person, "rows": rows, "may": policies.can_consent(who(request))}
    return render(request, "beneficiaries/consents.html", page)


def _form_of(line: consents_queries.ConsentLine, acting: Any) -> Any:
    started: dict[str, Any] = {
        "initial": {"purpose": line.purpose, "how": "spoken"},
        # The page holds one form a purpose, so their ids need to differ.
        "auto_id": f"{line.purpose}_%s",
    }
    return (
        consents_forms.WithdrawConsentForm(**started)
        if line.standing
        else consents_forms.ConsentForm(representatives=acting, **started)
    )


@require_POST
@permission_required(Permission.PEOPLE_EDIT)
def give_consent(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request, pk)
    form = consents_forms.ConsentForm(
        request.POST, request.FILES, representatives=file_queries.acting_for(person, clock.today())
    )
    with refusals_as_messages(request, done=_("The consent is recorded.")):
        # Empty values for an invalid form: the action refuses them with a sentence of its own.
        data = form.cleaned_data if form.is_valid() else {"purpose": "", "how": ""}
        _give(request, person, data)
    return redirect("beneficiaries:consents", pk=pk)


def _give(request: HttpRequest, person: Person, data: dict[str, Any]) -> None:
    user, at, file = who(request), clock.now(), data.get("file")
    consents_actions.give_consent(
        person=person,
        purpose=data["purpose"],
        how=data["how"],
        representative=data.get("representative"),
        attachment=documents.add_attachment(person=person, accepted=file, by=user, at=at)
        if file
        else None,
        by=user,
        at=at,
    )


@require_POST
@permission_required(Permission.PEOPLE_EDIT)
def withdraw_consent(request: HttpRequest, pk: int) -> HttpResponse:
    person, form = person_of(request, pk), consents_forms.WithdrawConsentForm(request.POST)
    with refusals_as_messages(
        request, done=_("Taken back, from now on. Services stay as they are.")
    ):
        data = form.cleaned_data if form.is_valid() else {"purpose": "", "how": ""}
        consents_actions.withdraw_consent(person=person, **data, by=who(request), at=clock.now())
    return redirect("beneficiaries:consents", pk=pk)
