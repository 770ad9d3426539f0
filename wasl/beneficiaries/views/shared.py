"""Helpers shared by the pages of the register."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wasl.accounts.web import who
from wasl.beneficiaries import policies, presenters
from wasl.beneficiaries.forms.rows import RowsForm
from wasl.beneficiaries.middleware import MergedAway
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import entering, opening
from wasl.common.web import refusals_as_messages

if TYPE_CHECKING:
    # The types of the checker are not installed where the system runs.
    from django_stubs_ext import WithAnnotations

    from wasl.beneficiaries.queries.opening import Notices


def person_of(request: HttpRequest, pk: int) -> "WithAnnotations[Person, Notices]":
    """Return the person of an address if the user may open their file; else raise `Http404`.

    A merged file raises `MergedAway`, which redirects to the survivor.
    """
    person = opening.person_by_key(pk) if policies.can_find(who(request)) else None
    if person is None:
        raise Http404
    if person.merged_into_id:
        raise MergedAway(person)
    return person


def next_of(request: HttpRequest, otherwise: str) -> str:
    """Return the page the form was asked to return to, if it is a page of ours."""
    next_url = request.POST.get("next") or request.GET.get("next", "")
    # No host is allowed, so that only a path of this site passes: no open redirect.
    return next_url if url_has_allowed_host_and_scheme(next_url, allowed_hosts=None) else otherwise


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the sent data, even if a form has no fields to fill in; None when the page was only
    opened.
    """
    return request.POST if request.method == "POST" else None


def meant(request: HttpRequest, data: Mapping[str, Any] | None) -> entering.Meant:
    """Return who in the register may be the described person, with the answer given on the page."""
    return entering.meant(
        who(request), data, request.POST.get("meant", ""), request.POST.get("shown", "")
    )


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
    newcomer: Callable[[dict[str, Any]], Mapping[str, Any] | None] | None = None,
) -> HttpResponse:
    """Show a form about a person and give its data to an action; a refusal is shown above the form.

    `newcomer` returns from the data the person who would be new in the register. Likely people are
    then shown first, and the action receives `known`, the person meant, or `different_from`.
    """
    back = next_of(request, back or reverse("beneficiaries:detail", args=[person.pk]))
    page = {
        "person": person,
        "form": form,
        "title": title,
        "text": text,
        "lead": lead,
        "kind": kind,
        "back": back,
    }
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if newcomer:
            answer = meant(request, newcomer(data))
            if answer.is_open:
                return render(
                    request,
                    "beneficiaries/ask.html",
                    page | {"likely": presenters.likely(answer.candidates)},
                )
            data |= {"known": answer.existing, "different_from": answer.different_from}
        with refusals_as_messages(request, done=done):
            act(data)
            # Inside the block: a refusal leaves it before this line, and the form is shown again.
            return redirect(back)
    return render(request, "beneficiaries/ask.html", page)
