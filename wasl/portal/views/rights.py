"""Rights and duties in the words of the policy: for all to read, and for a proven applicant to
acknowledge.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from wasl.agreements import papers as agreement_papers
from wasl.agreements import queries as agreement_queries
from wasl.agreements.actions import rights as rights_actions
from wasl.beneficiaries.models.person import Person
from wasl.common import clock
from wasl.common.web import file_answer, public_page, refusals_as_messages
from wasl.portal.identity import ApplicantRequest
from wasl.portal.views.own_data import of_oneself


@public_page
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Show the rights and duties of everybody who comes to the association (PRE-2)."""
    return render(request, "portal/rights.html", {"text": agreement_queries.rights_text()})


@of_oneself
@require_http_methods(["GET", "POST"])
def my_rights(request: ApplicantRequest, person: Person) -> HttpResponse:
    """Show them to an applicant with their acknowledgement and agreements (PRE-2, PRE-3)."""
    text = agreement_queries.rights_text()
    if request.method == "POST":
        with refusals_as_messages(request, done=_("Thank you. It is kept that you know them.")):
            # The hash of the text shown, so that nobody acknowledges a version they have not seen.
            text_hash = request.POST.get("sha256", "")
            rights_actions.acknowledge_rights(
                person=person, how="portal", sha256=text_hash, by=None, at=clock.now()
            )
        return redirect("portal:my_rights")
    page = {
        "text": text,
        "acknowledged": agreement_queries.acknowledgement_of(person, text),
        "agreements": agreement_queries.running_of(person),
    }
    return render(request, "portal/my_rights.html", page)


@of_oneself
@require_GET
def my_agreement(request: ApplicantRequest, person: Person, pk: int) -> HttpResponse:
    """Return the applicant's own agreement as a paper to keep (PRE-3)."""
    agreement = agreement_queries.own_agreement(person, pk)
    if agreement is None:
        return render(request, "404.html", status=404)
    with refusals_as_messages(request):
        pdf = agreement_papers.content(agreement, clock.today())
        return file_answer(pdf, kind="pdf", name=f"{agreement.reference}.pdf")
    return redirect("portal:my_rights")
