"""Views for drafting, signing, activating, performing and ending."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wasl.accounts.permissions import Permission as P
from wasl.accounts.web import permission_required, who
from wasl.agreements import forms, queries
from wasl.agreements.actions import amending, drafting, performing
from wasl.agreements.models.agreement import Term
from wasl.agreements.views.shared import agreement_of, ask, posted
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.visible import visible_people
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.web import refusals_as_messages


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def draft(request: HttpRequest) -> HttpResponse:
    """Draft an agreement with a person of the register (`?person=`) or with another body."""
    person = _person(request)
    form = forms.DraftForm(posted(request), with_person=person is not None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        # Absent when the agreement is with a person of the register.
        sides = {name: data.pop(name, "") for name in ("body", "spokesman", "email")}
        with refusals_as_messages(
            request, done=_("The draft is kept. Add the rights and duties of each party.")
        ):
            agreement = drafting.draft(
                data=data,
                person=person,
                once=data.pop("once"),
                by=who(request),
                at=clock.now(),
                **sides,
            )
            return redirect("agreements:detail", pk=agreement.pk)
    return render(request, "agreements/draft.html", {"form": form, "person": person})


def _person(request: HttpRequest) -> Person | None:
    number = whole_number(request.GET.get("person", ""))
    people = visible_people(who(request))
    return get_object_or_404(people, pk=number) if number is not None else None


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    agreement = agreement_of(request, pk)
    return ask(
        request, agreement, forms.AgreementForm(posted(request), agreement=agreement),
        lambda data: drafting.edit(agreement=agreement, data=data, by=who(request), at=clock.now()),
        title=_("Edit the draft"), text=_("Save"),
        done=_("Saved. Who agreed to other words agrees anew."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def add_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a right or a duty of a party."""
    agreement = agreement_of(request, pk)

    def act(data: dict[str, Any]) -> object:
        party = data.pop("party")
        return drafting.add_term(
            agreement=agreement, party=party, data=data, by=who(request), at=clock.now()
        )

    form = forms.TermForm(posted(request), agreement=agreement)
    return ask(
        request,
        agreement,
        form,
        act,
        title=_("Add a right or a duty"),
        text=_("Add"),
        done=_("Added."),
    )


@require_POST
@permission_required(P.AGREEMENTS_KEEP)
def remove_term(request: HttpRequest, pk: int) -> HttpResponse:
    term = _term(request, pk)
    with refusals_as_messages(request, done=_("Taken out.")):
        drafting.remove_term(term=term, by=who(request), at=clock.now())
    return redirect("agreements:detail", pk=term.agreement_id)


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def sign_party(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a party agrees to the draft; the limits of liability are shown first (PRE-4)."""
    party = get_object_or_404(queries.visible_parties(who(request)), pk=pk)
    return ask(
        request, party.agreement, forms.SignForm(posted(request)),
        lambda data: drafting.sign_party(party=party, **data, by=who(request), at=clock.now()),
        title=_("%(party)s agrees") % {"party": party.name}, text=_("They agree"),
        done=_("Recorded that they agree."), lead=party.agreement.liability,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the signed paper or another file."""
    agreement = agreement_of(request, pk)
    return ask(
        request, agreement, forms.FileForm(posted(request), request.FILES or None),
        lambda data: drafting.add_file(agreement=agreement, accepted=data["file"], by=who(request), at=clock.now()),
        title=_("Add a file"), text=_("Keep it"), done=_("The file is kept."),
    )  # fmt: skip


@require_POST
@permission_required(P.AGREEMENTS_DECIDE)
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = agreement_of(request, pk)
    with refusals_as_messages(request, done=_("The agreement is in force.")):
        drafting.activate(agreement=agreement, by=who(request), at=clock.now())
    return redirect("agreements:detail", pk=pk)


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Discard a draft."""
    agreement = agreement_of(request, pk)
    return ask(
        request, agreement, forms.ReasonForm(posted(request)),
        lambda data: drafting.discard(agreement=agreement, **data, by=who(request), at=clock.now()),
        title=_("Discard the draft"), text=_("Discard it"), done=_("The draft is discarded."),
        kind="danger",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft an amendment of an agreement in force: a copy to be changed and signed again."""
    agreement = agreement_of(request, pk)
    form, created = forms.AmendForm(posted(request)), {}

    def act(data: dict[str, Any]) -> object:
        created["draft"] = amending.amend(
            agreement=agreement, **data, by=who(request), at=clock.now()
        )
        return created["draft"]

    page = ask(
        request, agreement, form, act, title=_("Amend the agreement"),
        text=_("Draft the amendment"),
        done=_("A copy is drafted. Change it; once everybody agreed to it and it is in force, it takes the place of this one."),
        lead=_("The agreement stays in force as it is until the amendment has taken its place. What was performed stays on record."),
    )  # fmt: skip
    # `ask` returns to the agreement that is amended; the officer goes on with the copy instead.
    return redirect("agreements:detail", pk=created["draft"].pk) if created else page


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_DECIDE)
def end_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """End a running agreement."""
    agreement = agreement_of(request, pk)
    return ask(
        request, agreement, forms.ReasonForm(posted(request)),
        lambda data: drafting.end_agreement(agreement=agreement, **data, by=who(request), at=clock.now()),
        title=_("End the agreement"), text=_("End it"), done=_("The agreement has ended."),
        kind="danger",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def perform(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a duty was performed for its day (`?due=`)."""
    term = _term(request, pk)
    days = queries.days_to_perform(term, clock.today())
    # An unknown or missing day becomes None, which the action refuses with a sentence.
    due = next((day for day in days if str(day) == request.GET.get("due")), None)
    return ask(
        request, term.agreement, forms.PerformForm(posted(request), today=clock.today()),
        lambda data: performing.perform(
            term=term, due=due, done_date=data["done"].day, note=data["note"], by=who(request),
            at=clock.now(),
        ),
        title=_("The duty was performed"), text=_("Record it"), done=_("Recorded."), lead=term.text,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def record_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the event of a duty happened; the due day is counted from it."""
    term = _term(request, pk)
    return ask(
        request, term.agreement, forms.EventForm(posted(request), today=clock.today()),
        lambda data: performing.record_event(
            term=term, happened_date=data["happened"].day, note=data["note"], by=who(request),
            at=clock.now(),
        ),
        title=_("The event happened: %(event)s") % {"event": term.due_event}, text=_("Record it"),
        done=_("Recorded. The day of the duty is counted from it."), lead=term.text,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(P.AGREEMENTS_KEEP)
def withdraw_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an event that was recorded in error."""
    event = get_object_or_404(queries.visible_events(who(request)), pk=pk)
    return ask(
        request, event.term.agreement, forms.ReasonForm(posted(request)),
        lambda data: performing.withdraw_event(event=event, **data, by=who(request), at=clock.now()),
        title=_("Recorded in error: %(event)s") % {"event": event.term.due_event},
        text=_("Take it back"), done=_("Taken back. The duty waits for its event again."),
        lead=event.term.text, kind="danger",
    )  # fmt: skip


def _term(request: HttpRequest, pk: int) -> Term:
    return get_object_or_404(queries.visible_terms(who(request)), pk=pk)
