"""Pages for what a version holds beyond its text: terms, links of clauses, and the approval."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.web import refusals_as_messages
from wasl.governance import forms, queries
from wasl.governance.actions import approving, completing, drafting, linking
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.terms import are_settled, missing_labels, terms_of

keeps = permission_required(Permission.POLICIES_EDIT)
LINKS_A_PAGE = 40


def _version(pk: int) -> PolicyVersion:
    return get_object_or_404(queries.versions_with_sources(), pk=pk)


@require_http_methods(["GET", "POST"])
@keeps
def set_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the terms of a draft, each with its clause; values read from the text are proposed."""
    version = _version(pk)
    form = forms.TermsForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The settings were kept.")):
            drafting.set_terms(
                version=version, terms=form.terms(), clauses=form.sources(),
                readings=form.readings(), revision=form.cleaned_data["revision"], by=who(request),
                at=clock.now(),
            )  # fmt: skip
            return redirect("governance:draft", pk=pk)
    return _terms_page(request, version, form, queries.draft_address(version))


@require_http_methods(["GET", "POST"])
@keeps
def complete_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the terms that an approved version lacks, by a board meeting."""
    version = _version(pk)
    form = forms.CompleteTermsForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("The terms are set. Requests can be submitted again.")
        ):
            completing.complete_terms(
                version=version, terms=form.terms(), clauses=form.sources(),
                readings=form.readings(), meeting=form.cleaned_data["meeting"], by=who(request),
                at=clock.now(),
            )  # fmt: skip
            return redirect("governance:settings")
    return _terms_page(request, version, form, queries.settings_address())


def _terms_page(
    request: HttpRequest, version: PolicyVersion, form: forms.TermsForm, back: str
) -> HttpResponse:
    page = {
        "form": form,
        "version": version,
        "missing_labels": missing_labels(version),
        "is_complete": not form.groups(),
        "back": back,
    }
    return render(request, "governance/set_terms.html", page)


@require_http_methods(["GET", "POST"])
@keeps
def link_clauses(request: HttpRequest, pk: int) -> HttpResponse:
    """Link each clause to a clause of the product, page by page.

    The reader's guesses are preselected; a person decides.
    """
    version = _version(pk)
    pages = Paginator(queries.clauses_of(version), LINKS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    form = forms.LinksForm(
        request.POST or None, clauses=list(page.object_list), codes=queries.served_codes()
    )
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The links are kept.")):
            linking.link_clauses(
                version=version, links=form.links(), by=who(request), at=clock.now()
            )
            # Saving leads on to the next page, so that a long policy is linked in one go.
            if page.has_next():
                return redirect(f"{request.path}?page={page.next_page_number()}")
            return redirect(queries.draft_address(version))
    context = {
        "form": form,
        "version": version,
        "page": page,
        "to_link": queries.undecided_links(version),
        "back": queries.draft_address(version),
    }
    return render(request, "governance/link_clauses.html", context)


@require_http_methods(["GET", "POST"])
@keeps
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the terms and what they lack; approve the text in a board meeting (APP-3)."""
    version = _version(pk)
    form = forms.ApproveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Approved. The text can no longer change.")):
            approving.approve(
                version=version,
                meeting=form.cleaned_data["meeting"],
                by=who(request),
                at=clock.now(),
            )
            return redirect("governance:draft", pk=pk)
    page = {
        "form": form,
        "version": version,
        "terms": terms_of(version),
        "verdict": are_settled(version),
        "to_link": queries.undecided_links(version),
        "back": queries.draft_address(version),
    }
    return render(request, "governance/approve.html", page)
