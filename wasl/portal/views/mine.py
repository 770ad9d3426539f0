"""The applicant's own requests: stage, what is missing, the answer, and the right to object."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.cases import policies as case_policies
from wasl.cases.actions import submission
from wasl.cases.models.case import Case
from wasl.common import clock
from wasl.common.web import file_answer, refusals_as_messages
from wasl.grievances import actions as grievances
from wasl.grievances import policies as grievance_policies
from wasl.grievances import queries as grievance_queries
from wasl.letters import queries as letters
from wasl.papers import queries as papers
from wasl.portal import queries
from wasl.portal.forms import ObjectForm, WithdrawForm
from wasl.portal.identity import ApplicantRequest, applicant_required


@applicant_required
@never_cache
@require_GET
def mine(request: ApplicantRequest) -> HttpResponse:
    own_cases = request.applicant.cases().select_related("service_version").order_by("-id")[:50]
    return render(
        request,
        "portal/mine.html",
        {"cases": [(case, queries.stage_words(case)) for case in own_cases]},
    )


@applicant_required
@never_cache
@require_GET
def case(request: ApplicantRequest, reference: str) -> HttpResponse:
    case = _mine(request, reference)
    day = clock.today()
    decision = queries.released_decision(case)
    page = {
        "case": case,
        "stage": queries.stage_words(case),
        "steps": queries.steps(case),
        "wanted": queries.wanted(case, day),
        "papers": (case_papers := queries.papers(case)),
        # Most requests have no enclosures; the papers at hand tell, so that no query is needed.
        "enclosed": queries.enclosed(case)
        if any(paper.attachments_count for paper in case_papers)
        else [],
        "referrals": queries.answered_referrals(case),
        "decision": decision,
        "may_object": grievance_policies.can_lodge(None, decision, day) if decision else None,
        "object_until": grievance_policies.last_day(decision) if decision else None,
        "objections": grievance_queries.of_case(case) if decision else [],
        "may_withdraw": case_policies.can(None, "withdraw", case),
        "object_form": ObjectForm(),
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "portal/case.html", page)


@applicant_required
@never_cache
@require_http_methods(["GET", "POST"])
def lodge(request: ApplicantRequest, reference: str) -> HttpResponse:
    case = _mine(request, reference)
    decision = queries.released_decision(case)
    if decision is None:
        return redirect("portal:case", reference=reference)
    form = ObjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("Your objection reached us. Others than before will look at it.")
        ):
            grievances.lodge(
                decision=decision, channel="website", by=None, at=clock.now(), **form.cleaned_data
            )
        return redirect("portal:case", reference=reference)
    may = grievance_policies.can_lodge(None, decision, clock.today())
    return render(
        request, "portal/lodge.html", {"case": case, "decision": decision, "form": form, "may": may}
    )


@applicant_required
@require_POST
def withdraw(request: ApplicantRequest, reference: str) -> HttpResponse:
    case = _mine(request, reference)
    form = WithdrawForm(request.POST)
    if not form.is_valid() and form.has_error("reason", "max_length"):
        messages.error(request, str(form.errors["reason"][0]))
        return redirect("portal:case", reference=reference)
    # Without a reason the action writes one itself: an applicant need not explain the withdrawal.
    reason = form.cleaned_data.get("reason", "")
    with refusals_as_messages(
        request, done=_("Your request is withdrawn. You may ask again at any time.")
    ):
        submission.withdraw(case=case, by=None, at=clock.now(), reason=reason)
    return redirect("portal:case", reference=reference)


@applicant_required
@never_cache
@require_GET
def paper(request: ApplicantRequest, reference: str, pk: UUID) -> HttpResponse:
    case = _mine(request, reference)
    # Looked up among the papers of this request, so that a foreign key leads to nothing.
    paper = next((paper for paper in queries.papers(case) if paper.pk == pk), None)
    if paper is None:
        return render(request, "404.html", status=404)
    with refusals_as_messages(request):
        answer = HttpResponse(papers.content(paper), content_type="application/pdf")
        # Numbers of papers hold slashes, which a file name may not.
        answer["Content-Disposition"] = f'inline; filename="{paper.number.replace("/", "-")}.pdf"'
        return answer
    return redirect("portal:case", reference=reference)


@applicant_required
@require_GET
def enclosure(request: ApplicantRequest, reference: str, key: UUID) -> HttpResponse:
    """Return a file sent with a letter to the applicant."""
    case = _mine(request, reference)
    letter_file = next(
        (letter_file for letter_file in queries.enclosed(case) if letter_file.key == key), None
    )
    if letter_file is None:
        return render(request, "404.html", status=404)
    with refusals_as_messages(request):
        return file_answer(
            letters.content(letter_file), kind=letter_file.kind, name=letter_file.name
        )
    return redirect("portal:case", reference=reference)


def _mine(request: ApplicantRequest, reference: str) -> Case:
    # Only through the applicant's own cases: another's reference is answered like an unknown one.
    cases_of = request.applicant.cases().select_related(
        "person__claim", "service_version", "policy_version"
    )
    return get_object_or_404(cases_of, reference=reference)
