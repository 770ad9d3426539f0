"""Proof of identity by officers: papers seen, held changes, and a mobile confirmed at the desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions import changing, claiming, registering
from wasl.beneficiaries.forms import claims as claims_forms
from wasl.beneficiaries.models.claims import IdentityClaim
from wasl.beneficiaries.queries import claims as claims_queries
from wasl.beneficiaries.views.shared import ask, next_of, person_of, posted
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages

MOST_CLAIMS = 100


@require_GET
@permission_required(Permission.PEOPLE_EDIT)
def claims(request: HttpRequest) -> HttpResponse:
    """Show the people who filed from the website and whose ID nobody has seen yet."""
    return render(
        request, "beneficiaries/claims_open.html", {"rows": claims_queries.open_claims(MOST_CLAIMS)}
    )


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_FIND)
def prove_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the claimant's paper was seen; the page shows the claim, and its reading is
    recorded.
    """
    claim = get_object_or_404(claims_queries.visible_claims(who(request)), pk=pk)
    trail.read(subject=claim.person, by=who(request), at=clock.now())
    form = claims_forms.ProofForm(posted(request))
    back = next_of(request, reverse("beneficiaries:detail", args=[claim.person_id]))
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            claiming.prove_claim(claim=claim, **form.proof(), by=who(request), at=clock.now())
            _say_what_became(request, claim)
            return redirect(back)
    page = {
        "claim": claim,
        "person": claim.person,
        "form": form,
        "back": back,
        "may": policies.can_prove_claim(who(request), claim),
        # The officer learns before the proof that the number belongs to somebody, whose file will
        # be joined.
        "owner": claims_queries.owner_of(claim),
    }
    return render(request, "beneficiaries/prove_claim.html", page)


def _say_what_became(request: HttpRequest, claim: IdentityClaim) -> None:
    """Tell the officer whether the number was set, the files were joined, or why the
    joining waits.
    """
    # Read again: the proof may just have merged the file.
    person = claims_queries.claimant(claim)
    if person.merged_into:
        text = _("Proven. The file is joined to that of %(name)s.") % {
            "name": person.merged_into.full_name
        }
        messages.success(request, text)
    elif claims_queries.is_joined(claim):
        messages.success(request, _("Proven. The ID number is the person's now."))
    else:
        owner = claims_queries.owner_of(claim)
        claim.person = person
        verdict = policies.can_join_claim(who(request), owner, claim) if owner else None
        text = _("Proven. The file of the number's owner is still to be joined: %(why)s")
        messages.warning(request, text % {"why": verdict.reason if verdict else ""})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def refuse_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a new mobile or account that waits."""
    change = get_object_or_404(claims_queries.visible_changes(who(request)), pk=pk)
    form = claims_forms.RefuseChangeForm(posted(request))
    return ask(
        request, change.person, form,
        lambda typed: changing.refuse_change(change=change, reason=typed["reason"], by=who(request), at=clock.now()),
        title=_("Refuse the change"), text=pgettext("change", "Refuse it"), kind="danger",
        done=_("Refused. Nothing was changed."),
        lead=_("What is known stays as it is. Whoever needs the change comes by with the paper."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def confirm_mobile(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a code to the mobile on the file, and check the code the person reads out."""
    person, form, at = (
        person_of(request, pk),
        claims_forms.MobileCodeForm(posted(request)),
        clock.now(),
    )
    if "send" in request.POST:
        with refusals_as_messages(request, done=_("The code is on its way to their mobile.")):
            registering.send_mobile_code(person=person, by=who(request), at=at)
        return redirect("beneficiaries:confirm_mobile", pk=pk)
    if request.method == "POST" and form.is_valid():
        try:
            registering.confirm_mobile_by_code(
                person=person, code=form.cleaned_data["code"], by=who(request), at=at
            )
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(
                request,
                _("The mobile is confirmed. With their ID it opens their file on the website."),
            )
            return redirect("beneficiaries:detail", pk=pk)
    page = {"person": person, "form": form, "seconds": claims_queries.mobile_code_wait(person, at)}
    return render(request, "beneficiaries/confirm_mobile.html", page)
