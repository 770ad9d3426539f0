"""Family, and who acts for a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.beneficiaries import actions, forms
from wasl.beneficiaries.views.shared import person_of
from wasl.common import clock
from wasl.common.web import refusals_as_messages


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def add_to_household(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who lives in the person's household."""
    person = person_of(request, pk)
    form = forms.NewcomerForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Added to the household.")):
            given = form.cleaned_data
            since = given["since"]
            actions.add_to_household(
                person=person, role=given["role"], told=form.told(), day=since.day if since else None,
                is_provider=given["is_provider"], by=request.user, at=clock.now(), once=given["once"],
            )  # fmt: skip
            return redirect("beneficiaries:detail", pk=pk)
    return render(request, "beneficiaries/add_to_household.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def add_representative(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may act for the person."""
    person = person_of(request, pk)
    form = forms.RepresentativeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Recorded who acts for this person.")):
            actions.add_representative(person=person, **form.cleaned_data, by=request.user, at=clock.now())
            return redirect("beneficiaries:detail", pk=pk)
    return render(request, "beneficiaries/add_representative.html", {"form": form, "person": person})
