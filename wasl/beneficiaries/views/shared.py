"""What the pages of the register share."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wasl.accounts.web import who
from wasl.beneficiaries import policies, presenters, queries
from wasl.beneficiaries.forms import RowsForm
from wasl.beneficiaries.middleware import MergedAway
from wasl.beneficiaries.models import Person
from wasl.common.prepared import Prepared
from wasl.common.web import refusals_as_messages

KNOWN = queries.knowing_refusals(
    queries.knowing_claims(queries.knowing_pairs(Person.objects.knowing_merged()))
).select_related("file", "volunteer", "claim")
PERSON = Prepared(lambda key: KNOWN.filter(pk=key))


def person_of(request: HttpRequest, pk: int) -> Person:
    """The person of an address, for those who may open their file; a merged file leads to the one
    that stands.
    """
    person = PERSON.first(pk) if policies.can_find(who(request)) else None
    if person is None:
        raise Http404
    if person.merged_into_id:
        raise MergedAway(person)
    return person


def next_of(request: HttpRequest, otherwise: str) -> str:
    """Where the form was asked to return to, when that is a page of ours."""
    next_url = request.POST.get("next") or request.GET.get("next", "")
    return next_url if url_has_allowed_host_and_scheme(next_url, allowed_hosts=None) else otherwise


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even where a form has nothing to fill in; None where the page was only
    opened.
    """
    return request.POST if request.method == "POST" else None


def meant(request: HttpRequest, data: Mapping[str, Any] | None) -> queries.Meant:
    """Who in the register may be the person told of, and what the page's answer to that was."""
    return queries.meant(
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
    """A page that asks for a few facts about a person and hands them to an action; refusals are
    shown above the form.

    `newcomer` tells from the facts who would be new in the register: likely people are shown
    before, and the action gets
    `known`, the one that is meant, or `different_from`.
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
                    page | {"likely": presenters.likely(answer.found)},
                )
            data |= {"known": answer.known, "different_from": answer.different_from}
        with refusals_as_messages(request, done=done):
            act(data)
            return redirect(back)
    return render(request, "beneficiaries/ask.html", page)
