"""A person's file: register, read, correct, unmask."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries import policies, presenters
from wasl.beneficiaries.actions import registering
from wasl.beneficiaries.forms import person as person_forms
from wasl.beneficiaries.models.person import Person, Purpose
from wasl.beneficiaries.queries import (
    claims,
    expiring,
    file,
    household,
    pairs,
    pointing,
    reach,
    roles,
)
from wasl.beneficiaries.views.shared import meant, next_of, person_of
from wasl.common import clock
from wasl.common.web import refusals_as_messages
from wasl.messaging import queries as outbox


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def register(request: HttpRequest) -> HttpResponse:
    """Show the form of a new person, filled from the search.

    People who may be meant are shown before anybody is registered.
    """
    started = person_forms.started_with(request.GET.get("q", ""))
    form = person_forms.PersonForm(
        request.POST or None, initial={"language": "ar", **started}, today=clock.today()
    )
    page: dict[str, Any] = {"form": form, "next": request.GET.get("next", "")}
    if request.method == "POST":
        # Asked before the form is valid: a wrong digit may be the very reason why the person was
        # not found.
        answer = meant(request, form.told())
        if answer.existing:
            return _on_with(request, answer.existing)
        if form.is_valid() and not answer.is_open:
            with refusals_as_messages(request, done=_("Registered.")):
                data = form.cleaned_data | {"different_from": answer.different_from}
                return _on_with(
                    request, registering.register(**data, by=who(request), at=clock.now())
                )
        page["likely"] = presenters.likely(answer.candidates)
    return render(request, "beneficiaries/register.html", page)


def _on_with(request: HttpRequest, person: Person) -> HttpResponse:
    """Redirect with this person to where the form was asked to return, else to their file."""
    next_url = next_of(request, reverse("beneficiaries:detail", args=[person.pk]))
    # The page that sent the officer here could not know the key of somebody new.
    return redirect(next_url.replace("{pk}", str(person.pk)))


@require_GET
@permission_required(Permission.PEOPLE_FIND)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person's file in panels (OBJ-2); that it was opened is recorded (PRE-6)."""
    return render(request, "beneficiaries/detail.html", _file(request, pk))


@require_GET
@permission_required(Permission.PEOPLE_FIND)
def print_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the same for paper: under the letterhead, identifiers masked, with who printed it and
    when.
    """
    page = _file(request, pk) | {"now": clock.now()}
    house = page["family"].household if page["family"] else None
    page["here"] = household.places(house)[0] if house else []
    return render(request, "beneficiaries/print_file.html", page)


def _file(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return the data of the person page."""
    user, today = who(request), clock.today()
    person, may_judge = person_of(request, pk), policies.can_judge(user)
    trail.read(subject=person, by=user, at=clock.now())
    family, (membership, former) = household.family_of(person), roles.memberships(person)
    documents, (representatives, acting) = file.documents(person), roles.agencies(person)
    identifiers = file.identifiers(person)
    return {
        "person": person,
        "documents": documents,
        "endings": expiring.endings(documents, representatives, identifiers, today),
        "family": family,
        "membership": membership,
        "former": former,
        "roles": roles.roles(
            person,
            family,
            membership,
            [representative for representative in acting if representative.covers(today)],
        ),
        "representatives": representatives,
        "acting": acting,
        "identifiers": identifiers,
        "contacts": reach.contact_points(person),
        # The `knowing_…` queries tell in the first statement whether these rows exist, so that the
        # ordinary page asks for none of them.
        "refused": outbox.refused_addresses(pointing.files_of(person.pk))
        if person.has_refusals
        else set(),
        "opted_out": [Purpose(purpose).label for purpose in person.opted_out],
        "today": today,
        "may_edit": policies.can_edit(user),
        "may_read_letters": user.holds(Permission.LETTERS_VIEW),
        "may_unmask": policies.can_unmask(user),
        "may_judge": may_judge,
        "pairs": pairs.undecided_of(person) if may_judge and person.may_stand_twice else [],
        "claim": claims.claim_of(person),
        "may_prove": policies.can_prove_claim(user, person.claim)
        if claims.claim_of(person)
        else None,
        "others": claims.claims_on(person) if person.is_claimed else [],
        "changes": claims.changes_of(person) if person.has_changes else [],
        "merges": pairs.merges_of(person) if person.has_merged else [],
    }


@require_GET
@permission_required(Permission.PEOPLE_FIND)
def messages(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was sent to a person lately and whether it arrived, for the person page."""
    person = person_of(request, pk)
    lines = outbox.to_person(pointing.files_of(person.pk))
    return render(request, "beneficiaries/messages.html", {"lines": lines, "person": person})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct known data; a stale page is refused, so that nobody undoes another's correction."""
    person = person_of(request, pk)
    trail.read(subject=person, by=who(request), at=clock.now())
    started = {**person_forms.known_values(person), "version": file.state_of(person)}
    form = person_forms.CorrectForm(
        request.POST or None, initial=started, person=person, today=clock.today()
    )
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Corrected.")):
            version, has_seen_paper = (
                form.cleaned_data["version"] or None,
                form.cleaned_data["paper_seen"],
            )
            registering.correct(
                person=person,
                changes=form.changes(),
                by=who(request),
                at=clock.now(),
                version=version,
                paper_seen=has_seen_paper,
            )
            return redirect("beneficiaries:detail", pk=pk)
    return render(request, "beneficiaries/correct.html", {"form": form, "person": person})


@never_cache
@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_UNMASK)
def unmask(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """Ask for the reason, then show one identifier in full, once; the audit trail records who,
    which and why.
    """
    person = person_of(request, pk)
    # The field comes from the address; only identifiers may be read this way.
    if field not in registering.UNMASKED:
        raise Http404
    form = person_forms.UnmaskForm(request.POST or None)
    page: dict[str, Any] = {"form": form, "person": person, "field": field}
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            reason = form.cleaned_data["reason"]
            page["value"] = registering.unmask(
                person=person, field=field, reason=reason, by=who(request), at=clock.now()
            )
    return render(request, "beneficiaries/unmask.html", page)
