"""Further numbers of a person, and ways to reach them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.beneficiaries.actions import identity, registering
from wasl.beneficiaries.forms import identity as identity_forms
from wasl.beneficiaries.queries import identity as identity_queries
from wasl.beneficiaries.views.shared import ask, person_of, posted
from wasl.common import clock
from wasl.common.web import refusals_as_messages


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def add_identifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a passport, a Gulf ID, a border number or another number of the person."""
    person = person_of(request, pk)
    form = identity_forms.IdentifierForm(posted(request))
    return ask(
        request, person, form,
        lambda data: identity.add_identifier(person=person, **data, by=who(request), at=clock.now()),
        title=_("Add a number"), text=_("Add the number"), done=_("The number was added."),
        lead=_("The person is found by it, and nobody else can be registered under it."),
    )  # fmt: skip


@require_POST
@permission_required(Permission.PEOPLE_EDIT)
def end_identifier(request: HttpRequest, pk: int) -> HttpResponse:
    """End a number that is no longer in use."""
    identifier = get_object_or_404(identity_queries.visible_identifiers(who(request)), pk=pk)
    with refusals_as_messages(request, done=_("Ended. The person is still found by it.")):
        identity.end_identifier(identifier=identifier, by=who(request), at=clock.now())
    return redirect("beneficiaries:detail", pk=identifier.person_id)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def add_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a further mobile, landline or address: whose it is, and what for."""
    person = person_of(request, pk)
    form = identity_forms.ContactForm(posted(request))
    return ask(
        request, person, form,
        lambda data: identity.add_contact(person=person, **data, by=who(request), at=clock.now()),
        title=_("Add a way to reach them"), text=_("Add it"), done=_("Added."),
    )  # fmt: skip


@require_POST
@permission_required(Permission.PEOPLE_EDIT)
def confirm_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that an officer reached the person there."""
    return _change(request, pk, identity.confirm_contact, _("Confirmed."))


@require_POST
@permission_required(Permission.PEOPLE_EDIT)
def end_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the person is no longer reached there."""
    return _change(request, pk, identity.end_contact, _("Ended."))


@require_POST
@permission_required(Permission.PEOPLE_EDIT)
def make_principal(request: HttpRequest, pk: int) -> HttpResponse:
    """Send answers and codes there: at once if the officer saw the ID, else after 72 hours."""
    paper_seen = "paper_seen" in request.POST
    contact = get_object_or_404(identity_queries.visible_contacts(who(request)), pk=pk)
    with refusals_as_messages(request):
        person = identity.make_principal(
            contact=contact, by=who(request), at=clock.now(), paper_seen=paper_seen
        )
        # The action may hold the change instead; the person's row tells which happened (ADR 42).
        if contact.value in {person.mobile, person.email}:
            messages.success(request, _("Answers and codes go there from now on."))
        else:
            messages.info(
                request, _("Noted. It counts after 72 hours, and the old mobile is told.")
            )
    return redirect("beneficiaries:detail", pk=contact.person_id)


def _change(request: HttpRequest, pk: int, action: Any, done: str) -> HttpResponse:
    contact = get_object_or_404(identity_queries.visible_contacts(who(request)), pk=pk)
    with refusals_as_messages(request, done=done):
        action(contact=contact, by=who(request), at=clock.now())
    return redirect("beneficiaries:detail", pk=contact.person_id)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def set_preferences(request: HttpRequest, pk: int) -> HttpResponse:
    """Set how the person likes to be reached, and their quiet hours."""
    person = person_of(request, pk)
    form = identity_forms.PreferencesForm(
        posted(request), initial=identity_forms.PreferencesForm.known(person)
    )

    def act(data: dict[str, Any]) -> object:
        changes = {name: value for name, value in data.items() if name != "once"}
        return registering.correct(person=person, changes=changes, by=who(request), at=clock.now())

    return ask(
        request, person, form, act, title=_("How they like to be reached"), text=_("Save"),
        done=_("Saved."),
    )  # fmt: skip
