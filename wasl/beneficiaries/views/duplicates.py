"""Duplicates in the register: the queue of pairs, two files side by side, the merge and its
undo.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries import policies, presenters
from wasl.beneficiaries.actions import merging, pairs, searching
from wasl.beneficiaries.forms import merging as merging_forms
from wasl.beneficiaries.models.merging import DuplicatePair, Merge, PairState
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import comparing, finding, sketching
from wasl.beneficiaries.queries import file as file_queries
from wasl.beneficiaries.queries import pairs as pairs_queries
from wasl.beneficiaries.views.shared import person_of
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.verdicts import YES, Refused
from wasl.common.web import refusals_as_messages

TABS = (PairState.OPEN, PairState.LATER, PairState.DIFFERENT, PairState.SAME)


@require_GET
@permission_required(Permission.PEOPLE_MERGE)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Show a tab of the queue: likely pairs, postponed pairs, pairs judged different, or merges."""
    show = request.GET.get("show", "")
    state = PairState(show) if show in TABS else PairState.OPEN
    page_url = reverse("beneficiaries:duplicates")
    tabs = [
        {
            "label": tab.label,
            "url": f"{page_url}?{urlencode({'show': tab})}",
            "current": tab == state,
        }
        for tab in TABS
    ]
    page: dict[str, Any] = {"tabs": tabs, "state": state, **_search(request)}
    # Pairs judged the same were merged: that tab lists the merges, which can be undone.
    if state == PairState.SAME:
        before = request.GET.get("before", "")
        merge_rows = pairs_queries.merges(whole_number(before))
        page["merges"] = merge_rows[: pairs_queries.PAGE]
        after = str(page["merges"][-1].pk) if len(merge_rows) > pairs_queries.PAGE else ""
    else:
        rows = pairs_queries.pairs(state, _place(request.GET.get("before", "")))
        page["rows"] = [
            (pair, presenters.strength(pair.weight)) for pair in rows[: pairs_queries.PAGE]
        ]
        last = rows[pairs_queries.PAGE - 1] if len(rows) > pairs_queries.PAGE else None
        after = f"{last.weight}:{last.pk}" if last else ""
    page["next"] = f"{page_url}?{urlencode({'show': state, 'before': after})}" if after else ""
    return render(request, "beneficiaries/duplicates.html", page)


def _search(request: HttpRequest) -> dict[str, Any]:
    """Return the last search, the running one, and whether another may be started."""
    running = sketching.open_search()
    return {
        "search": sketching.last_search(),
        "running": running,
        "may_search": policies.can_search(who(request)),
    }


@require_POST
@permission_required(Permission.PEOPLE_MERGE)
def search_duplicates(request: HttpRequest) -> HttpResponse:
    """Start a search of the whole register in the background."""
    with refusals_as_messages(request):
        searching.search_duplicates(by=who(request), at=clock.now())
    return redirect("beneficiaries:duplicates")


@require_GET
@permission_required(Permission.PEOPLE_MERGE)
def search_progress(request: HttpRequest) -> HttpResponse:
    """Show how far the search is; reload the page when it is over."""
    page = _search(request)
    answer = render(request, "beneficiaries/duplicates.html#progress", page)
    if not page["running"]:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _place(typed: str) -> tuple[float, int] | None:
    """Read where a page of the queue begins: the weight and key of the last pair before it."""
    weight, _colon, pk = typed.partition(":")
    try:
        return float(weight), int(pk)
    # A mistyped address shows the first page.
    except ValueError:
        return None


def _pair(pk: int) -> DuplicatePair:
    return get_object_or_404(pairs_queries.pairs_with_files(), pk=pk)


@require_GET
@permission_required(Permission.PEOPLE_MERGE)
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Show two files side by side; that both were opened is recorded."""
    duplicate_pair = _pair(pk)
    if duplicate_pair.first.merged_into_id or duplicate_pair.second.merged_into_id:
        return _gone(request, duplicate_pair)
    return _side_by_side(request, duplicate_pair, merging_forms.DifferentForm())


def _gone(request: HttpRequest, duplicate_pair: DuplicatePair) -> HttpResponse:
    """Redirect to the merge of the two files, or to the queue when one was merged elsewhere."""
    done = pairs_queries.merge_of(duplicate_pair)
    if done is None:
        messages.info(
            request,
            _("One of these two files was merged meanwhile; nothing is to be decided here."),
        )
        return redirect("beneficiaries:duplicates")
    return redirect("beneficiaries:merged", pk=done.pk)


def _side_by_side(
    request: HttpRequest, duplicate_pair: DuplicatePair, different: merging_forms.DifferentForm
) -> HttpResponse:
    for person in (duplicate_pair.first, duplicate_pair.second):
        trail.read(subject=person, by=who(request), at=clock.now())
    compared = pairs_queries.comparison(duplicate_pair.first, duplicate_pair.second)
    after = pairs_queries.following(duplicate_pair)
    page = {
        "pair": duplicate_pair,
        "compared": compared,
        "lines": [(line, presenters.FIELD_NAMES[line.name]) for line in compared.lines],
        "held": presenters.holdings(compared.row_counts),
        "reasons": presenters.reasons(duplicate_pair.levels),
        "strength": presenters.strength(duplicate_pair.weight) if duplicate_pair.levels else None,
        # Sent back with the form: a file changed meanwhile makes the merge refuse.
        "seen": [file_queries.state_of(person) for person in compared.files],
        "may_merge": policies.can_join(duplicate_pair.first, duplicate_pair.second, duplicate_pair),
        "form": different,
        "next": reverse("beneficiaries:pair", args=[after.pk]) if after else "",
    }
    return render(request, "beneficiaries/pair.html", page)


@require_POST
@permission_required(Permission.PEOPLE_MERGE)
def judge_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge a pair as different, postponed or open again; then show the next pair."""
    duplicate_pair, state = _pair(pk), request.POST.get("state", "")
    form = merging_forms.DifferentForm(request.POST if state == PairState.DIFFERENT else None)
    if state == PairState.DIFFERENT and not form.is_valid():
        return _side_by_side(request, duplicate_pair, form)
    data = form.cleaned_data if state == PairState.DIFFERENT else {}
    messages_by_state: dict[str, str] = {
        PairState.DIFFERENT: _("Kept: two people. This pair is not asked about again."),
        PairState.LATER: _("Put off. It stands in its own list."),
        PairState.OPEN: _("It is to be decided again."),
    }
    # Looked up before the judgement, while the pair still has its place in the queue.
    after = pairs_queries.following(duplicate_pair)
    with refusals_as_messages(request, done=messages_by_state.get(state, "")):
        pairs.judge_pair(pair=duplicate_pair, state=state, **data, by=who(request), at=clock.now())
        if state != PairState.OPEN:
            return (
                redirect("beneficiaries:pair", pk=after.pk)
                if after
                else redirect("beneficiaries:duplicates")
            )
    return redirect("beneficiaries:pair", pk=pk)


@require_POST
@permission_required(Permission.PEOPLE_MERGE)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge the two files as chosen on the page."""
    duplicate_pair = _pair(pk)
    form = merging_forms.MergeForm(
        request.POST,
        comparison=pairs_queries.comparison(duplicate_pair.first, duplicate_pair.second),
    )
    with refusals_as_messages(request):
        if not form.is_valid():
            raise Refused(
                _("Choose which file stands, and whose value in every field that differs.")
            )
        survivor = (
            duplicate_pair.first
            if form.cleaned_data["survivor"] == duplicate_pair.first_id
            else duplicate_pair.second
        )
        # The action takes the survivor's digest first; the page has them in the order of the pair.
        marks = form.cleaned_data["seen_first"], form.cleaned_data["seen_second"]
        done = merging.merge(
            survivor=survivor, merged=duplicate_pair.other(survivor), takes=form.takes(), by=who(request),
            at=clock.now(), file_states=marks if survivor == duplicate_pair.first else marks[::-1],
        )  # fmt: skip
        return redirect("beneficiaries:merged", pk=done.pk)
    return redirect("beneficiaries:pair", pk=pk)


@require_GET
@permission_required(Permission.PEOPLE_MERGE)
def merged(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a merge moved and changed, what came later, and the form to undo it."""
    return _record(request, pk, merging_forms.UndoMergeForm())


def _record(request: HttpRequest, pk: int, form: merging_forms.UndoMergeForm) -> HttpResponse:
    done = get_object_or_404(pairs_queries.merges_with_files(), pk=pk)
    trail.read(subject=done.survivor, by=who(request), at=clock.now())
    after = pairs_queries.following_merge(done)
    page = {
        "merge": done,
        "told": presenters.told(pairs_queries.rows_of(done)),
        "taken": presenters.taken(pairs_queries.values_of(done)),
        "after": presenters.after(comparing.came_after(done)),
        # An undone merge shows no button, so the policy is not asked.
        "may_undo": YES if done.undone_at else policies.can_part(done.survivor, done.merged),
        "form": form,
        "next": reverse("beneficiaries:pair", args=[after.pk]) if after else "",
    }
    return render(request, "beneficiaries/merged.html", page)


@require_POST
@permission_required(Permission.PEOPLE_MERGE)
def undo_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge."""
    done, form = get_object_or_404(Merge, pk=pk), merging_forms.UndoMergeForm(request.POST)
    if not form.is_valid():
        return _record(request, pk, form)
    with refusals_as_messages(request, done=_("The two files stand apart again, as they were.")):
        merging.undo_merge(
            merge=done, reason=form.cleaned_data["reason"], by=who(request), at=clock.now()
        )
    return redirect("beneficiaries:merged", pk=pk)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_MERGE)
def bring_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the other file of the same person by a number, to show both side by side."""
    person = person_of(request, pk)
    form = merging_forms.OtherFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other_files = [
            file
            for file in finding.find(who(request), form.cleaned_data["number"])
            if file.pk != person.pk
        ]
        # A mobile or a family name may lead to several people; then a number has to say which.
        if len(other_files) == 1:
            with refusals_as_messages(request):
                duplicate_pair = pairs.bring_pair(
                    person=person, other_person=other_files[0], by=who(request), at=clock.now()
                )
                return redirect("beneficiaries:pair", pk=duplicate_pair.pk)
        else:
            form.add_error("number", _several(other_files))
    return render(request, "beneficiaries/bring_pair.html", {"person": person, "form": form})


def _several(other_files: list[Person]) -> str:
    if other_files:
        return _(
            "Several files have this number; type the ID number or the beneficiary number of the "
            "one you mean."
        )
    return _("No other file has this number. Check it, or find the person first.")
