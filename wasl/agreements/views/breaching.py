"""Views of breaches, their consequences, and disputes (PRE-4, PRE-5)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.accounts.permissions import Permission as P
from wasl.accounts.web import permission_required, who
from wasl.agreements import forms, queries
from wasl.agreements.actions import breaching
from wasl.agreements.views.shared import agreement_of, ask, breach_of, posted
from wasl.common import clock


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def record_breach(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a duty was not performed: which, when, and what happened."""
    agreement = agreement_of(request, pk)

    def act(data: dict[str, Any]) -> object:
        data["happened_date"] = data.pop("happened").day
        return breaching.record_breach(**data, by=who(request), at=clock.now())

    form = forms.BreachForm(posted(request), agreement=agreement, today=clock.today())
    return ask(
        request, agreement, form, act, title=_("Record a breach"), text=_("Record it"),
        done=_("Recorded. Somebody else decides what follows."), lead=agreement.consequences,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_DECIDE)
def decide_breach(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide the consequence of a breach, within the agreement's limits of liability."""
    breach = breach_of(request, pk)

    def act(data: dict[str, Any]) -> object:
        data["cure_by"] = data["cure_by"].day if data["cure_by"] else None
        return breaching.decide_breach(breach=breach, **data, by=who(request), at=clock.now())

    return ask(
        request, breach.agreement, forms.DecideForm(posted(request)), act,
        title=_("What follows the breach"), text=_("Decide"), done=_("Decided."),
        lead=f"{breach.facts}\n\n{breach.agreement.liability}",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_DECIDE)
def dismiss_breach(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide that it was no breach."""
    breach = breach_of(request, pk)
    return ask(
        request, breach.agreement, forms.DismissForm(posted(request)),
        lambda data: breaching.dismiss_breach(breach=breach, **data, by=who(request), at=clock.now()),
        title=_("It is no breach"), text=_("Decide"), done=_("Decided."), lead=breach.facts,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def cure_breach(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a breach was made good."""
    breach = breach_of(request, pk)
    return ask(
        request, breach.agreement, forms.CureForm(posted(request), today=clock.today()),
        lambda data: breaching.cure_breach(
            breach=breach, cured_date=data["cured"].day, note=data["note"], by=who(request),
            at=clock.now(),
        ),
        title=_("The breach was made good"), text=_("Record it"), done=_("Recorded."), lead=breach.facts,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def raise_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a party contests."""
    agreement = agreement_of(request, pk)
    return ask(
        request, agreement, forms.DisputeForm(posted(request), agreement=agreement),
        lambda data: breaching.raise_dispute(agreement=agreement, **data, by=who(request), at=clock.now()),
        title=_("A party contests"), text=_("Take it down"),
        done=_("Taken down. Somebody who took no part settles it."), lead=agreement.disputes,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_DECIDE)
def settle_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a dispute."""
    dispute = get_object_or_404(queries.visible_disputes(who(request)), pk=pk)
    return ask(
        request, dispute.agreement, forms.SettleForm(posted(request)),
        lambda data: breaching.settle_dispute(dispute=dispute, **data, by=who(request), at=clock.now()),
        title=_("Settle the dispute"), text=_("Settle it"), done=_("Settled."),
        lead=f"{dispute.grounds}\n\n{dispute.agreement.disputes}",
    )  # fmt: skip
