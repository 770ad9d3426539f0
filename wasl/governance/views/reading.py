"""The public page of the policy, and the library of documents for the staff."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.templatetags.wasl import dual, num, ref
from wasl.common.text import clean
from wasl.common.verdicts import YES
from wasl.common.web import public_page
from wasl.governance import parts, policies, queries
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.terms import Fact, are_settled, terms_of, unset_terms
from wasl.papers.queries import content


@public_page
@require_safe
def policy(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Show the relationship policy exactly as approved (APP-4).

    Each clause has its address (#PRO-7). Before a policy is published the page says what will be
    here. Every page's footer links to it, so it must answer.
    """
    try:
        version = queries.public_policy(number)
    except PolicyVersion.DoesNotExist as missing:
        if number is None:
            return render(request, "governance/no_policy.html")
        raise Http404 from missing
    page = {
        "version": version,
        "facts": _approval(version),
        "terms": terms_of(version),
        "parts": parts.of(queries.clauses_of(version)),
        "other_versions": queries.other_public_versions(version),
        "paper": queries.approved_paper(version),
    }
    return render(request, "governance/policy.html", page)


@login_not_required
@require_GET
def policy_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Return the approved text on the letterhead, as it was issued (APP-4)."""
    try:
        version = queries.public_policy(number)
    except PolicyVersion.DoesNotExist as missing:
        raise Http404 from missing
    paper = queries.approved_paper(version)
    # The paper is printed by a reaction, some moments after the publication.
    if paper is None:
        raise Http404
    named = f'inline; filename="{paper.number}.pdf"'
    return HttpResponse(
        content(paper), headers={"Content-Type": "application/pdf", "Content-Disposition": named}
    )


@require_GET
@permission_required(Permission.POLICIES_READ)
def library(request: HttpRequest) -> HttpResponse:
    """Show every document in force, with a word search through all clauses (PRE-1)."""
    words = clean(request.GET.get("words", ""))[:100]
    page = {
        "versions": queries.library(),
        "words": words,
        "matches": queries.find_clauses(words) if words else [],
        "to_acknowledge": queries.to_acknowledge(who(request)),
        "may_edit": _sees_drafts(request),
    }
    return render(request, "governance/library.html", page)


@require_GET
@permission_required(Permission.POLICIES_EDIT, Permission.POLICIES_DECIDE)
def work(request: HttpRequest) -> HttpResponse:
    """Show drafts and approved versions, and the reviews and acknowledgements due (PRE-8)."""
    page = {
        "versions": queries.drafts_and_approved(),
        "due": queries.due(clock.today()),
        "incomplete": [(version, are_settled(version)) for version in queries.incomplete()],
        "may_edit": who(request).holds(Permission.POLICIES_EDIT),
        "ready": queries.ready_texts(),
    }
    return render(request, "governance/work.html", page)


@require_GET
@permission_required(Permission.POLICIES_READ)
def document(request: HttpRequest, code: str) -> HttpResponse:
    """Show a document in force; a search keeps only the clauses with the words."""
    try:
        version = queries.in_force(code)
    except PolicyVersion.DoesNotExist as missing:
        raise Http404 from missing
    words = clean(request.GET.get("words", ""))[:100]
    page = {
        "version": version,
        "facts": _approval(version),
        "terms": terms_of(version),
        "words": words,
        "matches": queries.find_clauses(words, document=code) if words else [],
        "parts": [] if words else parts.of(queries.clauses_of(version)),
        "versions": queries.versions_of(version.document, drafts=_sees_drafts(request)),
        "may_edit": who(request).holds(Permission.POLICIES_EDIT),
    }
    return render(request, "governance/document.html", page)


@require_GET
@permission_required(Permission.POLICIES_READ)
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a version of a document; old ones stay readable for ever (APP-4)."""
    policy_version = _version(request, code, number)
    page = {
        "version": policy_version,
        "facts": _approval(policy_version),
        "terms": terms_of(policy_version),
        "parts": parts.of(queries.clauses_of(policy_version)),
        "versions": queries.versions_of(policy_version.document, drafts=_sees_drafts(request)),
        "words": "",
        "matches": [],
    }
    return render(request, "governance/document.html", page)


@require_GET
@permission_required(Permission.POLICIES_READ)
def compare(request: HttpRequest, code: str, old: int, new: int) -> HttpResponse:
    """Compare two versions by clause and word (PRE-8)."""
    before, after = _version(request, code, old), _version(request, code, new)
    clauses = queries.compare(before, after)
    page = {
        "before": before,
        "after": after,
        "changed": [clause for clause in clauses if clause.kind != "same"],
        "same": [clause for clause in clauses if clause.kind == "same"],
    }
    return render(request, "governance/compare.html", page)


def _version(request: HttpRequest, code: str, number: int) -> PolicyVersion:
    try:
        return queries.version_of(code, number, drafts=_sees_drafts(request))
    except PolicyVersion.DoesNotExist as missing:
        raise Http404 from missing


def _sees_drafts(request: HttpRequest) -> bool:
    # Board members read a text before they approve it (APP-1), so they see drafts too.
    user = who(request)
    return user.holds(Permission.POLICIES_EDIT) or user.holds(Permission.POLICIES_DECIDE)


def _approval(version: PolicyVersion) -> list[Fact]:
    facts: list[Fact] = [{"label": _("Version"), "value": num(version.number)}]
    meeting = version.approved_meeting
    if meeting:
        note = (
            _("The two dates on the minutes do not agree; the Hijri one is taken.")
            if meeting.date_conflict
            else ""
        )
        facts.append(
            {"label": _("Approved in board meeting"), "value": ref(meeting.number), "note": note}
        )
        facts.append(
            {
                "label": _("Held on"),
                "value": _stated_dates(meeting.hijri_stated, meeting.gregorian_stated),
            }
        )
    if version.in_force_from:
        facts.append({"label": _("In force from"), "value": dual(version.in_force_from)})
    if version.approved_sha256:
        facts.append(
            {
                "label": _("Fingerprint of the approved text"),
                "value": ref(version.approved_sha256[:16]),
            }
        )
    return facts


def _stated_dates(hijri: str, gregorian: str) -> SafeString:
    # Dates of digits and slashes would be shown reversed within Arabic, so each is isolated.
    template = '<bdi dir="ltr">{}</bdi> {} {} <bdi dir="ltr">{}</bdi> {}'
    return format_html(template, hijri, _("AH"), _("corresponding to"), gregorian, _("CE"))


@require_GET
@permission_required(Permission.POLICIES_READ)
def settings(request: HttpRequest) -> HttpResponse:
    """Show the settings of the procedure in force, with clauses and the board's readings.

    (PRE-8, PRO-7)
    """
    version = queries.procedure()
    verdict = are_settled(version) if version else YES
    page = {
        "version": version,
        "rows": terms_of(version) if version else [],
        "unset_terms": unset_terms(version) if version else [],
        "refusal": None if verdict else verdict,
        "draft": queries.draft_of(version.document) if version else None,
        "may_edit": policies.can_govern(who(request)),
    }
    return render(request, "governance/settings.html", page)
