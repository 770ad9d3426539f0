"""Pages that edit a draft of the scoring guide: its lines, its terms and classes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.catalogue import policies, rules, scoring, wording
from wasl.catalogue.actions import guide
from wasl.catalogue.facts import FACTS, Fact
from wasl.catalogue.forms.guide import LineForm, TermsForm
from wasl.catalogue.models.guide import ScoringGuide, ScoringLine
from wasl.catalogue.queries import guide as guide_queries
from wasl.catalogue.rules import BadRule
from wasl.catalogue.views.guide import found, try_on_family
from wasl.catalogue.views.shared import acting, edition_of, say
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.CATALOGUE_EDIT)
def edit_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the months of validity and the classes."""
    version = found(request, pk)
    form = TermsForm(request.POST or None, guide=version)
    stale = False
    if request.method == "POST" and form.is_valid():
        terms = {name: form.cleaned_data[name] for name in ("valid_months", "note_ar", "note_en")}
        try:
            guide.keep_terms(
                guide=version,
                classes=form.classes(),
                edition=edition_of(request),
                **terms,
                **acting(request),
            )
            messages.success(request, _("Kept in the draft."))
            return redirect("catalogue:guide", pk=pk)
        except Refused as refused:
            stale = say(form, refused, version)
    page = {
        "guide": version,
        "form": form,
        "stale": stale,
        "may": policies.can_change_guide(who(request), version),
    }
    return render(request, "catalogue/guide_terms.html", page)


@require_GET
@permission_required(Permission.CATALOGUE_EDIT)
def add_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a fact for a new line, from those that no line reads."""
    version = found(request, pk)
    page = {
        "guide": version,
        "facts": guide_queries.unread_facts(version),
        "may": policies.can_change_guide(who(request), version),
    }
    return render(request, "catalogue/add_line.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.CATALOGUE_EDIT)
def edit_line(request: HttpRequest, pk: int, source: str) -> HttpResponse:
    """Edit a line: its wording, how it counts, its points."""
    version = found(request, pk)
    fact, row = _fact(source), _row(version, source)
    form = LineForm(
        request.POST or None, fact=fact, line=row or _before(source, fact), edition=version.edition
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("label_ar", "label_en")}
        trend = form.cleaned_data.get("trend", "")
        try:
            guide.keep_line(
                guide=version, source=source, operator=form.operator(), rule=form.rule(),
                trend=trend, edition=edition_of(request), **words, **acting(request),
            )  # fmt: skip
            messages.success(request, _("The line is kept in the draft."))
            return redirect("catalogue:guide", pk=pk)
        except Refused as refused:
            stale = say(form, refused, version)
    page = {
        "guide": version, "fact": fact, "form": form, "row": row, "stale": stale,
        "may": policies.can_change_guide(who(request), version),
        **_tried(request, version, source, guide_queries.line(row) if row else None),
    }  # fmt: skip
    return render(request, "catalogue/guide_line.html", page)


def _fact(source: str) -> Fact:
    if source not in FACTS:
        raise Http404
    return FACTS[source]


def _row(version: ScoringGuide, source: str) -> ScoringLine | None:
    return next((line for line in version.lines.all() if line.source == source), None)


def _before(source: str, fact: Fact) -> ScoringLine:
    """Return the initial line: as in the newest dated version, or with the fact's own label."""
    last = guide_queries.latest_dated()
    existing = _row(last, source) if last else None
    words = []
    # The fact's label in both languages, whichever the author reads.
    for language in ("ar", "en"):
        with override(language):
            words.append(str(fact.label))
    operator = scoring.FITTING[fact.kind][0]
    empty: dict[str, Any] = {"below": [], "rest": None, "points": {}}
    return existing or ScoringLine(
        source=source, operator=operator, label_ar=words[0], label_en=words[1], rule=empty
    )


def _tried(
    request: HttpRequest, version: ScoringGuide, source: str, line: scoring.Line | None
) -> dict[str, Any]:
    """Return the made-up household scored with this line in its place, and the line in words."""
    own, _thresholds = guide_queries.engine(version)
    lines = [line if line and own_line.source == source else own_line for own_line in own]
    # A new line is not in the draft before it is saved.
    if line and source not in {own_line.source for own_line in own}:
        lines.append(line)
    return {**try_on_family(request, version, lines), "words": wording.rule(line) if line else ""}


@require_POST
@permission_required(Permission.CATALOGUE_EDIT)
def try_line(request: HttpRequest, pk: int, source: str) -> HttpResponse:
    """Show what the line being typed says and gives the made-up household; nothing is stored."""
    version, fact = found(request, pk), _fact(source)
    form = LineForm(request.POST, fact=fact, line=_row(version, source), edition=version.edition)
    line = None
    if form.is_valid():
        try:
            rule = rules.checked(fact, form.operator(), form.rule())
            line = scoring.Line(source, form.operator(), rule, form.cleaned_data.get("trend", ""))
        # Half-typed rules are normal here; the page then shows the score without the line.
        except BadRule:
            line = None
    return render(
        request, "catalogue/guide_line.html#tried", _tried(request, version, source, line)
    )


@require_POST
@permission_required(Permission.CATALOGUE_EDIT)
def remove_line(request: HttpRequest, pk: int, source: str) -> HttpResponse:
    """Remove a line from the draft."""
    with refusals_as_messages(
        request,
        done=_("The line was taken out of the draft. Adding it again brings its points back."),
    ):
        guide.remove_line(
            guide=found(request, pk), source=source, edition=edition_of(request), **acting(request)
        )
    return redirect("catalogue:guide", pk=pk)


@require_POST
@permission_required(Permission.CATALOGUE_EDIT)
def move_line(request: HttpRequest, pk: int, source: str) -> HttpResponse:
    """Swap a line with its neighbour."""
    up = request.POST.get("to") == "up"
    with refusals_as_messages(request):
        guide.move_line(
            guide=found(request, pk),
            source=source,
            up=up,
            edition=edition_of(request),
            **acting(request),
        )
    return redirect(f"{reverse('catalogue:guide', args=[pk])}#lines")
