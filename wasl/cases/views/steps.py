"""The verbs of a case at the desk: each view loads, acts and goes back.

Refusals become messages.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.audit import actions as trail
from wasl.cases import policies
from wasl.cases.actions import outcome, study, submission, verification
from wasl.cases.forms.file import (
    AssignForm,
    HandOverForm,
    MatchForm,
    ReasonForm,
    ReturnForm,
    SignForm,
)
from wasl.cases.models.case import Case, SigningMethod
from wasl.cases.queries import file, people, proof
from wasl.cases.queries import page as page_queries
from wasl.cases.views.intake import form_parts
from wasl.cases.views.shared import act, in_full, opens_files, user_of, visible
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages
from wasl.governance import queries as governance


@require_http_methods(["GET", "HEAD", "POST"])
@opens_files
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show exactly what was declared, and take the applicant's signature under it (PRO-6)."""
    case = visible(request, pk)
    signer = case.representative.full_name if case.representative else case.person.full_name
    form = SignForm(request.POST or None, request.FILES or None, initial={"signer_name": signer})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            submission.sign(
                case=case,
                method=data["method"],
                signer_name=data["signer_name"],
                image=form.image,
                witness_name=data["witness_name"],
                read_aloud=data["read_aloud"],
                code=data["code"],
                by=user_of(request),
                at=clock.now(),
            )
            return _signed(request, case)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "cases/sign.html", _sign_page(request, case, form))


def _signed(request: HttpRequest, case: Case) -> HttpResponse:
    """Go on from a signature; submit in the same step where that was asked for."""
    if "submit" not in request.POST:
        messages.success(request, _("The declaration is signed."))
        return redirect("cases:detail", pk=case.pk)
    with refusals_as_messages(
        request, done=_("Signed and submitted. The receipt is ready to print.")
    ):
        submission.submit(case=case, by=user_of(request), at=clock.now())
    return redirect("cases:detail", pk=case.pk)


def _sign_page(request: HttpRequest, case: Case, form: SignForm) -> dict[str, Any]:
    trail.read(subject=case, by=user_of(request), at=clock.now())
    text = governance.declaration_text(clock.today())
    return {
        **form_parts(case, "signature"),
        "form": form,
        "text": text.text_for(case.person.gender),
        "sections": page_queries.declared_sections(
            case, user_of(request), full=page_queries.needs_all(user_of(request))
        ),
        "documents": page_queries.document_rows(case, clock.today()),
        "declaration": file.file_of(case).declaration,
        "is_signed": file.is_signed(case),
        "voided": page_queries.last_voided(case),
        "may_sign": policies.can(user_of(request), "sign", case, clock.today()),
        "codes": SigningMethod.CODE,
        "seconds": proof.sign_code_wait(case, clock.now()),
    }


@require_POST
@opens_files
def send_sign_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the applicant the signing code."""
    case = visible(request, pk)
    with refusals_as_messages(request, done=_("The code was sent to the mobile on file.")):
        submission.send_sign_code(case=case, by=user_of(request), at=clock.now())
    return redirect("cases:sign", pk=pk)


@require_POST
@opens_files
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit a complete and signed case."""
    case = visible(request, pk)
    with refusals_as_messages(
        request, done=_("The request was submitted. The receipt is ready to print.")
    ):
        submission.submit(case=case, **act(request))
    return redirect("cases:detail", pk=pk)


@require_POST
@opens_files
def return_for_completion(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the case to the applicant with what is needed."""
    case, form = visible(request, pk), ReturnForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    with refusals_as_messages(
        request, done=_("The applicant was told what is wanted. The clock stands meanwhile.")
    ):
        submission.return_for_completion(case=case, reason=reason, **act(request))
    return redirect("cases:detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_files
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Match field by field: what was declared, beside what the document says (PRO-4)."""
    case = in_full(request, pk)
    form = MatchForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid() and _match_all(request, case, form):
        messages.success(request, _("What was matched is kept."))
        return redirect("cases:detail", pk=pk)
    trail.read(subject=case, by=user_of(request), at=clock.now())
    may = policies.can(user_of(request), "match", case)
    page = {
        "case": case,
        "form": form,
        "rows": form.rows(),
        "unseen": file.file_of(case).unseen,
        "may_match": may,
    }
    return render(request, "cases/match.html", page)


def _match_all(request: HttpRequest, case: Case, form: MatchForm) -> bool:
    """Save every row that was filled in; return whether none was refused.

    A refusal is shown on top of the form.
    """
    who = act(request)
    # Only the first write is checked against the page's version: it raises the version itself, and
    # the next would look stale.
    stale = who.pop("version")
    try:
        for handed_in in file.file_of(case).unseen:
            if f"seen-{handed_in.document_type.code}" in request.POST:
                kind = handed_in.document_type
                case, stale = (
                    verification.see_document(case=case, document_type=kind, version=stale, **who),
                    None,
                )
        for result in form.given():
            verification.match(case=case, version=stale, **result, **who)
            stale = None
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_POST
@opens_files
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify that the data is true to the documents."""
    case = visible(request, pk)
    with refusals_as_messages(request, done=_("The data matches. The request is ready for study.")):
        verification.verify(case=case, **act(request))
    return redirect("cases:detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_files
def start_study(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the study to a researcher.

    A researcher takes it; who shares out the work chooses the researcher.
    """
    case, user = visible(request, pk), user_of(request)
    # A researcher takes the study for themself, so there is no form to show.
    if not user.holds(Permission.CASES_ASSIGN):
        if request.method != "POST":
            return redirect("cases:detail", pk=pk)
        with refusals_as_messages(request, done=_("The study is yours.")):
            study.start_study(case=case, researcher=user, **act(request))
        return redirect("cases:detail", pk=pk)
    form = AssignForm(request.POST or None, researchers=people.researchers())
    if request.method == "POST" and form.is_valid():
        researcher = get_object_or_404(User, pk=form.cleaned_data["researcher"])
        with refusals_as_messages(request, done=_("The researcher has the request now.")):
            study.start_study(case=case, researcher=researcher, **act(request))
        return redirect("cases:detail", pk=pk)
    return _choose(request, case, form, _("Choose the researcher"), _("Start the study"))


def _choose(request: HttpRequest, case: Case, form: Any, title: str, text: str) -> HttpResponse:
    return render(
        request,
        "cases/choose.html",
        {"case": case, "form": form, "choose_title": title, "text": text},
    )


@require_POST
@opens_files
def refer_to_committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Refer the studied case to the committee."""
    case = visible(request, pk)
    with refusals_as_messages(request, done=_("The request is with the committee.")):
        study.refer_to_committee(case=case, **act(request))
    return redirect("cases:detail", pk=pk)


@require_POST
@opens_files
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Complete the registration."""
    case = visible(request, pk)
    with refusals_as_messages(
        request, done=_("The registration is complete. The delivery is planned next.")
    ):
        outcome.register(case=case, **act(request))
    return redirect("cases:detail", pk=pk)


@require_POST
@opens_files
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the case."""
    case = visible(request, pk)
    with refusals_as_messages(request, done=_("The request is closed.")):
        outcome.close(case=case, **act(request))
    return redirect("cases:detail", pk=pk)


@require_POST
@opens_files
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the case at the applicant's wish."""
    case = visible(request, pk)
    with refusals_as_messages(request, done=_("The request is withdrawn.")):
        submission.withdraw(case=case, reason=_reason(request), **act(request))
    return redirect("cases:detail", pk=pk)


@require_POST
@opens_files
def lapse(request: HttpRequest, pk: int) -> HttpResponse:
    """End a case that was never completed."""
    case = visible(request, pk)
    with refusals_as_messages(request, done=_("The request has lapsed.")):
        submission.lapse(case=case, reason=_reason(request), **act(request))
    return redirect("cases:detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_files
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the case to another owner, with the reason."""
    case = visible(request, pk)
    form = HandOverForm(request.POST or None, owners=people.owners())
    if request.method == "POST" and form.is_valid():
        to = get_object_or_404(User, pk=form.cleaned_data["to"])
        with refusals_as_messages(request, done=_("The request has a new owner.")):
            outcome.hand_over(case=case, to=to, reason=form.cleaned_data["reason"], **act(request))
        return redirect("cases:detail", pk=pk)
    return _choose(request, case, form, _("Hand the request over"), _("Hand to a colleague"))


@require_POST
@opens_files
def mark_urgent(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the case go before the others."""
    case = visible(request, pk)
    with refusals_as_messages(request, done=_("The request goes before the others.")):
        outcome.mark_urgent(case=case, reason=_reason(request), **act(request))
    return redirect("cases:detail", pk=pk)


@require_POST
@opens_files
def clear_urgent(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the case its place by its last day again."""
    case = visible(request, pk)
    with refusals_as_messages(request, done=_("The request has its usual place again.")):
        outcome.clear_urgent(case=case, **act(request))
    return redirect("cases:detail", pk=pk)


def _reason(request: HttpRequest) -> str:
    # Without a valid reason the action refuses and says which one it needs.
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""
