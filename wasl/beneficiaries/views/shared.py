"""What the pages of the register share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wasl.beneficiaries.forms import RowsForm
from wasl.beneficiaries.middleware import MergedAway
from wasl.beneficiaries.models import Person
from wasl.common.web import refusals_as_messages


def person_of(request: HttpRequest, pk: int, *joined: str) -> Person:
    """The person of an address, for those who may open their file; a merged file leads to the one that stands."""
    people = Person.objects.visible_to(request.user, merged_too=True).knowing_merged()
    person = get_object_or_404(people.select_related(*joined) if joined else people, pk=pk)
    if person.merged_into_id:
        raise MergedAway(person)
    return person


def next_of(request: HttpRequest, otherwise: str) -> str:
    """Where the form was asked to return to, when that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else otherwise


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even where a form has nothing to fill in; None where the page was only opened."""
    return request.POST if request.method == "POST" else None


def ask(
    request: HttpRequest,
    person: Person,
    form: RowsForm,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    text: str,
    done: str,
    lead: str = "",
    kind: str = "",
    back: str = "",
) -> HttpResponse:
    """A page that asks for a few facts about a person and hands them to an action; refusals are shown above the form."""
    back = next_of(request, back or reverse("beneficiaries:detail", args=[person.pk]))
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=done):
            act(form.cleaned_data)
            return redirect(back)
    page = {"person": person, "form": form, "title": title, "text": text, "lead": lead, "kind": kind, "back": back}
    return render(request, "beneficiaries/ask.html", page)
