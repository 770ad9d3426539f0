"""Helpers of the agreement views: loading what the user may see, and asking for a few facts."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from wasl.accounts.web import who
from wasl.agreements import queries
from wasl.agreements.models.agreement import Agreement
from wasl.agreements.models.breaches import Breach
from wasl.agreements.states import BreachStatus, Status
from wasl.common.web import refusals_as_messages

TONES = {
    Status.DRAFT: "wait",
    Status.ACTIVE: "go",
    Status.BREACHED: "stop",
    Status.AMENDED: "",
    Status.ENDED: "",
    Status.TERMINATED: "stop",
    Status.DISCARDED: "",
}
BREACH_TONES = {
    BreachStatus.RECORDED: "wait",
    BreachStatus.DECIDED: "stop",
    BreachStatus.CURED: "go",
    BreachStatus.DISMISSED: "",
}


def agreement_of(request: HttpRequest, pk: int) -> Agreement:
    """Return the agreement of the address, if the user may open it."""
    return get_object_or_404(queries.for_page(who(request)), pk=pk)


def breach_of(request: HttpRequest, pk: int) -> Breach:
    """Return the breach of the address, with its agreement."""
    return get_object_or_404(queries.visible_breaches(who(request)), pk=pk)


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, even when empty; None when the page was only opened."""
    # Not `request.POST or None`: an empty form that was sent must show its errors.
    return request.POST if request.method == "POST" else None


def ask(
    request: HttpRequest,
    agreement: Agreement,
    form: Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    text: str,
    done: str,
    kind: str = "",
    lead: str = "",
) -> HttpResponse:
    """Show a form about an agreement, hand its data to an action, and return to the agreement."""
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=done):
            act(form.cleaned_data)
            return redirect("agreements:detail", pk=agreement.pk)
    page = {
        "agreement": agreement,
        "form": form,
        "title": title,
        "text": text,
        "kind": kind,
        "lead": lead,
    }
    return render(request, "agreements/ask.html", page)
