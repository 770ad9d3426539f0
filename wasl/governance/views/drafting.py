"""Pages for drafts: import a text, edit its clauses, settle its findings."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.web import refusals_as_messages
from wasl.governance import defaults, forms, queries
from wasl.governance.actions import drafting
from wasl.governance.models.documents import Clause, PolicyVersion
from wasl.governance.scrutiny import apart
from wasl.governance.states import State
from wasl.governance.terms import missing_labels, terms_address, terms_of
from wasl.papers.queries import letterhead_on

keeps = permission_required(Permission.POLICIES_EDIT)


SCANS_AT_ONCE = 10  # scanned pages that somebody waits for on a page: a minute or so


@require_http_methods(["GET", "POST"])
@keeps
def open_document(request: HttpRequest) -> HttpResponse:
    """Add a new document to the library."""
    form = forms.DocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("The document has its place. Import its text now.")
        ):
            document = drafting.open_document(**form.cleaned_data, by=who(request), at=clock.now())
            return redirect(f"{queries.import_address()}?document={document.pk}")
    page = {
        "form": form,
        "title": _("A new document"),
        "text": _("Open it"),
        "back": queries.work_address(),
    }
    return render(request, "governance/form.html", page)


@require_POST
@keeps
def take_ready(request: HttpRequest, name: str) -> HttpResponse:
    """Begin a draft from the text that comes with the software."""
    if name not in defaults.READY:
        raise Http404
    association = request.association  # type: ignore[attr-defined]
    with refusals_as_messages(
        request, done=_("The draft is yours: read it, and change what does not fit.")
    ):
        version = drafting.take_ready(
            name=name,
            association=association.name_ar,
            place=association.place_ar,
            by=who(request),
            at=clock.now(),
        )
        return redirect("governance:draft", pk=version.pk)
    # Reached only when the action was refused.
    return redirect("governance:work")


@require_POST
@keeps
def begin_own_policy(request: HttpRequest) -> HttpResponse:
    """Add the relationship policy to the library, for the association's own text."""
    # With the code of the shipped policy: cases are pinned to the document of that code.
    about = defaults.ready("policy")["document"]
    title = {name: about[name] for name in ("kind", "code", "title_ar", "title_en", "party")}
    with refusals_as_messages(request):
        document = drafting.open_document(**title, by=who(request), at=clock.now())
        return redirect(f"{queries.import_address()}?document={document.pk}")
    return redirect("governance:work")


@require_http_methods(["GET", "POST"])
@keeps
def import_text(request: HttpRequest) -> HttpResponse:
    """Read a file into a draft, for a person to confirm (APP-2)."""
    start = {"document": request.GET.get("document")}
    form = forms.ImportForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        name, content = form.cleaned_data["file"]
        with refusals_as_messages(
            request, done=_("The text was read. Look at each finding, and at the clauses.")
        ):
            version = drafting.import_text(
                document=form.cleaned_data["document"], content=content, name=name, by=who(request),
                at=clock.now(), letterhead=_letterhead(),
                read=partial(apart.read, most_scanned=SCANS_AT_ONCE),
            )  # fmt: skip
            return redirect("governance:draft", pk=version.pk)
    page = {
        "form": form,
        "title": _("Import a text"),
        "text": _("Read the file"),
        "back": queries.work_address(),
    }
    return render(request, "governance/form.html", page)


def _letterhead() -> dict[str, str]:
    """Return the association's name and licence, as its letterhead has them today."""
    head = letterhead_on(clock.today())
    return {"name": head.association_name, "licence": head.licence_number}


@require_GET
@permission_required(Permission.POLICIES_EDIT, Permission.POLICIES_DECIDE)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version with its findings, its clauses, and what comes next."""
    version = get_object_or_404(queries.versions(), pk=pk)
    user, today = who(request), clock.today()
    findings = list(version.findings.order_by("settlement", "pk"))
    open_ = [finding for finding in findings if not finding.settlement]
    readings = list(version.readings.order_by("read_at"))
    page = {
        "version": version,
        "findings": findings,
        "open": open_,
        "clauses": queries.clauses_of(version),
        "terms": terms_of(version),
        "missing_labels": missing_labels(version),
        "terms_url": terms_address(version),
        "to_link": queries.undecided_links(version),
        "readings": readings,
        "may_edit": user.holds(Permission.POLICIES_EDIT),
        "may_read": queries.unread_by(user, today).filter(pk=version.pk).exists(),
        "is_draft": version.state == State.DRAFTED,
        "steps": queries.steps_of(version),
        "circulation": version.circulations.first(),
    }
    return render(request, "governance/draft.html", page)


@require_http_methods(["GET", "POST"])
@keeps
def edit_clause(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a clause of a draft, with its findings beside the words."""
    clause = get_object_or_404(queries.clauses(), pk=pk)
    names = ("code", "part", "heading", "text_ar", "serves")
    start = {**{name: getattr(clause, name) for name in names}, "revision": clause.version.revision}
    form = forms.ClauseForm(request.POST or None, initial=start, codes=queries.served_codes())
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data.pop("revision")
        with refusals_as_messages(request, done=_("The clause was changed.")):
            drafting.edit_clause(
                clause=clause,
                values=form.cleaned_data,
                by=who(request),
                at=clock.now(),
                revision=revision,
            )
            return redirect("governance:draft", pk=clause.version_id)
    page = {
        "form": form,
        "clause": clause,
        "version": clause.version,
        "findings": queries.findings_in(clause),
    }
    return render(request, "governance/clause.html", page)


@require_http_methods(["GET", "POST"])
@keeps
def add_clause(request: HttpRequest, pk: int, after: int) -> HttpResponse:
    """Add a clause to a draft, after another."""
    version = get_object_or_404(PolicyVersion, pk=pk)
    before = version.clauses.filter(order=after).first()
    # The new clause most often belongs to the part of the one before it.
    start = {"part": before.part if before else "", "revision": version.revision}
    form = forms.ClauseForm(request.POST or None, initial=start, codes=queries.served_codes())
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data.pop("revision")
        with refusals_as_messages(request, done=_("The clause was added.")):
            drafting.add_clause(
                version=version,
                after=after,
                values=form.cleaned_data,
                by=who(request),
                at=clock.now(),
                revision=revision,
            )
            return redirect("governance:draft", pk=pk)
    page = {
        "form": form,
        "title": _("Add a clause"),
        "text": _("Add it"),
        "back": queries.draft_address(version),
    }
    return render(request, "governance/form.html", page)


@require_POST
@keeps
def join_clause(request: HttpRequest, pk: int) -> HttpResponse:
    """Join a clause to the one before it, where the reader cut one clause in two."""
    clause = get_object_or_404(Clause, pk=pk)
    with refusals_as_messages(request, done=_("Joined to the clause before it.")):
        drafting.join_clause(
            clause=clause, by=who(request), at=clock.now(), revision=_revision(request)
        )
    return redirect("governance:draft", pk=clause.version_id)


@require_POST
@keeps
def remove_clause(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a clause from a draft."""
    clause = get_object_or_404(Clause, pk=pk)
    with refusals_as_messages(request, done=_("The clause was taken out.")):
        drafting.remove_clause(
            clause=clause, by=who(request), at=clock.now(), revision=_revision(request)
        )
    return redirect("governance:draft", pk=clause.version_id)


@require_POST
@keeps
def discard_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft, for example of a wrong file."""
    version = get_object_or_404(PolicyVersion, pk=pk)
    with refusals_as_messages(request, done=_("The version was thrown away.")):
        drafting.discard_draft(version=version, by=who(request), at=clock.now())
        return redirect("governance:work")
    return redirect("governance:draft", pk=pk)


def _revision(request: HttpRequest) -> int | None:
    """Return the draft's revision as the page had it.

    A page without one counts as stale, since revisions begin at 1.
    """
    typed = request.POST.get("revision", "")
    return whole_number(typed) or 0


@require_POST
@keeps
def settle_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a finding as corrected in the text, or accepted with a reason (APP-2)."""
    finding = get_object_or_404(queries.findings(), pk=pk)
    form = forms.SettleForm(request.POST)
    # Called for its cleaning alone: the action refuses bad values with a sentence of its own.
    form.is_valid()
    typed = {name: form.cleaned_data.get(name, "") for name in ("settlement", "reason")}
    with refusals_as_messages(request):
        drafting.settle_finding(finding=finding, **typed, by=who(request), at=clock.now())
    return redirect(f"{queries.draft_address(finding.version)}#findings")


@require_http_methods(["GET", "POST"])
@keeps
def note_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the version changes and whether it reduces a right (PRE-8)."""
    version = get_object_or_404(PolicyVersion, pk=pk)
    start = {
        "note": version.change_note, "reduces_rights": version.reduces_rights,
        "reduces_note": version.reduces_note,
    }  # fmt: skip
    form = forms.ChangeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Noted.")):
            drafting.note_change(
                version=version, **form.cleaned_data, by=who(request), at=clock.now()
            )
            return redirect("governance:draft", pk=pk)
    page = {
        "form": form,
        "title": _("What it changes"),
        "text": _("Keep it"),
        "back": queries.draft_address(version),
    }
    return render(request, "governance/form.html", page)


@require_POST
@keeps
def revise(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a new version from the newest one (PRE-8)."""
    document = get_object_or_404(queries.documents(), code=code)
    with refusals_as_messages(request, done=_("A new version was begun from the last one.")):
        version = drafting.revise(document=document, by=who(request), at=clock.now())
        return redirect("governance:draft", pk=version.pk)
    return redirect("governance:document", code=code)
