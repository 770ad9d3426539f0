"""The policy as the public reads it, and the library of documents as the staff reads it."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.common.templatetags.wasl import dual, num, ref
from wasl.common.text import clean
from wasl.governance import queries
from wasl.governance.models import PolicyVersion

Fact = dict[str, object]


@login_not_required
@require_GET
def policy(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The relationship policy, exactly as approved; each clause has its address (#PRO-7) (APP-4)."""
    try:
        version = queries.public_policy(number)
    except PolicyVersion.DoesNotExist as missing:
        raise Http404 from missing
    page = {
        "version": version,
        "facts": _approval(version),
        "terms": _terms(version),
        "parts": _parts(version),
        "others": queries.other_public_versions(version),
    }
    return render(request, "governance/policy.html", page)


@require_GET
@permission_required(Permission.POLICIES_READ)
def library(request: HttpRequest) -> HttpResponse:
    """Every document in force, and a search by word through all their clauses (PRE-1)."""
    words = clean(request.GET.get("words", ""))[:100]
    found = queries.find_clauses(words) if words else []
    return render(request, "governance/library.html", {"versions": queries.library(), "words": words, "found": found})


@require_GET
@permission_required(Permission.POLICIES_READ)
def document(request: HttpRequest, code: str) -> HttpResponse:
    """One document in force, to read and to cite; a search keeps only the clauses that hold the words."""
    try:
        version = queries.in_force(code)
    except PolicyVersion.DoesNotExist as missing:
        raise Http404 from missing
    words = clean(request.GET.get("words", ""))[:100]
    page = {
        "version": version,
        "facts": _approval(version),
        "terms": _terms(version),
        "words": words,
        "found": queries.find_clauses(words, document=code) if words else [],
        "parts": [] if words else _parts(version),
    }
    return render(request, "governance/document.html", page)


def _parts(version: PolicyVersion) -> list[dict[str, object]]:
    clauses = queries.clauses_of(version)
    return [{"heading": heading, "clauses": list(group)} for heading, group in groupby(clauses, lambda one: one.part)]


def _approval(version: PolicyVersion) -> list[Fact]:
    facts: list[Fact] = [{"label": _("Version"), "value": num(version.number)}]
    meeting = version.approved_meeting
    if meeting:
        note = _("The two dates on the minutes do not agree; the Hijri one is taken.") if meeting.date_conflict else ""
        facts.append({"label": _("Approved in board meeting"), "value": ref(meeting.number), "note": note})
        facts.append({"label": _("Held on"), "value": _stated(meeting.hijri_stated, meeting.gregorian_stated)})
    if version.in_force_from:
        facts.append({"label": _("In force from"), "value": dual(version.in_force_from)})
    if version.approved_sha256:
        facts.append({"label": _("Fingerprint of the approved text"), "value": ref(version.approved_sha256[:16])})
    return facts


def _stated(hijri: str, gregorian: str) -> SafeString:
    written = '<bdi dir="ltr">{}</bdi> {} {} <bdi dir="ltr">{}</bdi> {}'
    return format_html(written, hijri, _("AH"), _("corresponding to"), gregorian, _("CE"))


def _terms(version: PolicyVersion) -> list[Fact]:
    return [
        {"label": _label(name), "value": _said(name, value), "clause": code}
        for name, value, code in queries.settings_of(version)
    ]


def _label(name: str) -> str:
    return {
        "answer_not_before_days": _("The answer comes no earlier than"),
        "answer_due_days": _("The answer comes no later than"),
        "objection_days": _("An objection can be made within"),
        "quorum": _("The committee decides with at least"),
        "rating_floor": _("No figure is shown for fewer than"),
    }[name]


def _said(name: str, value: int) -> SafeString:
    if name == "quorum":
        return format_html(ngettext("{} member present", "{} members present", value), num(value))
    if name == "rating_floor":
        return format_html(ngettext("{} rating", "{} ratings", value), num(value))
    return format_html(ngettext("{} day", "{} days", value), num(value))
