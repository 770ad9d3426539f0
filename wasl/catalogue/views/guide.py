"""Pages of the scoring guide: its versions, a version tried on a household, and its life."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.catalogue import facts, policies, scoring, wording
from wasl.catalogue.actions import guide as guide_actions
from wasl.catalogue.forms.guide import FamilyForm, ForceForm, ReturnForm
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.queries import guide as guide_queries
from wasl.catalogue.views.shared import acting, edition_of
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages

FAMILY = "made_up_family"


def found(request: HttpRequest, pk: int) -> ScoringGuide:
    """Return the version with its lines and classes, or raise `Http404`."""
    return get_object_or_404(guide_queries.visible_guides(who(request)), pk=pk)


@require_GET
@permission_required(Permission.CATALOGUE_READ)
def guides(request: HttpRequest) -> HttpResponse:
    """Show every version with its standing."""
    standing = guide_queries.standings(clock.today())
    rows = [
        {"guide": version, "standing": standing[version.number], "lines": len(version.lines.all())}
        for version in guide_queries.guides()
    ]
    return render(
        request,
        "catalogue/guides.html",
        {"rows": rows, "may_draft": policies.can_draft_guide(who(request))},
    )


@require_POST
@permission_required(Permission.CATALOGUE_EDIT)
def draft_guide(request: HttpRequest) -> HttpResponse:
    """Begin a new version."""
    with refusals_as_messages(
        request, done=_("A draft was begun. Nobody is scored by it before its first day.")
    ):
        return redirect(
            "catalogue:guide", pk=guide_actions.draft_guide(by=who(request), at=clock.now()).pk
        )
    return redirect("catalogue:guides")


@require_GET
@permission_required(Permission.CATALOGUE_READ)
def guide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version: lines in words, classes, faults of a draft, and a trial household."""
    version, user, today = found(request, pk), who(request), clock.today()
    tried = try_on_family(request, version)
    # Only the score changes while a household is typed.
    if getattr(request, "htmx", False):
        return render(request, "catalogue/guide.html#tried", tried)
    page = {
        **tried,
        "guide": version,
        "standing": guide_queries.standing(version, today),
        "lines": [
            {"row": row, "words": wording.rule(guide_queries.line(row))}
            for row in guide_queries.lines_of(version)
        ],
        "classes": guide_queries.classes_of(version),
        "faults": guide_queries.faults(version) if version.from_date is None else [],
        "may_edit": policies.can_change_guide(user, version),
        "may_submit": policies.can_submit_guide(user, version),
        "may_return": policies.can_return_guide(user, version),
        "may_begin": policies.can_bring_into_force(user, version),
        "takes_part": user.holds(Permission.CATALOGUE_EDIT)
        or user.holds(Permission.CATALOGUE_APPROVE),
        "may_withdraw": policies.can_withdraw_guide(user, version, today),
        "real": _preview(version) if user.holds(Permission.CASES_VIEW) else "",
    }
    return render(request, "catalogue/guide.html", page)


def _preview(version: ScoringGuide) -> str:
    """Return the address of the preview on real studies, a page of a higher package, or ""."""
    try:
        return (
            reverse("cases:preview_guide", args=[version.pk]) if version.from_date is None else ""
        )
    except NoReverseMatch:
        return ""


def try_on_family(
    request: HttpRequest, version: ScoringGuide, lines: list[scoring.Line] | None = None
) -> dict[str, Any]:
    """Return the made-up household and its score by this version, or by `lines` in its stead.

    The household is stored in the session.
    """
    data = {key: request.GET[key] for key in facts.PIECES if key in request.GET}
    if data:
        # In the session, so that the same household is on every page of the guide.
        request.session[FAMILY] = data
    form = FamilyForm(request.session.get(FAMILY, {}), guide=version)
    own, thresholds = guide_queries.engine(version)
    score = scoring.score(
        own if lines is None else lines, thresholds, facts.known(form.household())
    )
    return {"family": form, "score": guide_queries.shown(version, score)}


@require_POST
@permission_required(Permission.CATALOGUE_EDIT)
def submit_guide(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit a draft for approval."""
    with refusals_as_messages(
        request, done=_("Submitted. Somebody who wrote none of it approves it or sends it back.")
    ):
        guide_actions.submit_guide(
            guide=found(request, pk), edition=edition_of(request), **acting(request)
        )
    return redirect("catalogue:guide", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.CATALOGUE_APPROVE)
def return_guide(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a version back to draft, with the reason."""
    version = found(request, pk)
    form = ReturnForm(request.POST or None, initial={"edition": version.edition})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusals_as_messages(
            request, done=_("Sent back. Whoever drafts it sees your reason.")
        ):
            guide_actions.return_guide(
                guide=version, reason=reason, edition=edition_of(request), **acting(request)
            )
            return redirect("catalogue:guide", pk=pk)
    may = policies.can_return_guide(who(request), version)
    return render(
        request, "catalogue/return_guide.html", {"guide": version, "form": form, "may": may}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.CATALOGUE_APPROVE)
def bring_into_force(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a version drafted by others, with its first day."""
    version = found(request, pk)
    form = ForceForm(
        request.POST or None, initial={"from_date": clock.today(), "edition": version.edition}
    )
    if request.method == "POST" and form.is_valid():
        try:
            day = form.cleaned_data["from_date"].day
            guide_actions.bring_into_force(
                guide=version, from_date=day, edition=edition_of(request), **acting(request)
            )
            messages.success(
                request,
                _("The version is approved and has its first day. It can no longer change."),
            )
            return redirect("catalogue:guide", pk=pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    may = policies.can_bring_into_force(who(request), version)
    return render(request, "catalogue/force.html", {"guide": version, "form": form, "may": may})


@require_POST
@permission_required(Permission.CATALOGUE_APPROVE)
def withdraw_guide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a version back before its first day."""
    with refusals_as_messages(request, done=_("The version is a draft again.")):
        guide_actions.withdraw_guide(guide=found(request, pk), by=who(request), at=clock.now())
    return redirect("catalogue:guide", pk=pk)


@require_POST
@permission_required(Permission.CATALOGUE_EDIT)
def drop_guide(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    with refusals_as_messages(request, done=_("The draft was thrown away.")):
        guide_actions.drop_guide(
            guide=found(request, pk), edition=edition_of(request), by=who(request), at=clock.now()
        )
        return redirect("catalogue:guides")
    return redirect("catalogue:guide", pk=pk)
