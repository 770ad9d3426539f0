"""What the pages of agreements share: loading what this user may see, and asking for a few
facts.
"""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from wasl.accounts.web import who
from wasl.agreements import queries
from wasl.agreements.models import Agreement, Breach
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
    """The agreement of an address, for those who may open it."""
    return get_object_or_404(queries.for_page(Agreement.objects.visible_to(who(request))), pk=pk)


def breach_of(request: HttpRequest, pk: int) -> Breach:
    """The breach of an address, with its agreement."""
    visible = Breach.objects.filter(agreement__in=Agreement.objects.visible_to(who(request)))
    return get_object_or_404(visible.select_related("agreement", "term__party"), pk=pk)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even where nothing was filled in; None where the page was only opened."""
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
    """A page that asks for a few facts about an agreement and hands them to an action; then back to
    the agreement.
    """
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
