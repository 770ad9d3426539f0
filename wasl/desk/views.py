"""The desk page, the search, receiving a visitor, and the gallery of components."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.beneficiaries.queries import finding
from wasl.beneficiaries.queries.visible import visible_people
from wasl.common import clock
from wasl.common.dates import format_gregorian, format_hijri, weekday
from wasl.common.text import whole_number
from wasl.desk import first_steps as beginning
from wasl.desk import gallery as samples
from wasl.desk import queries, shortcuts
from wasl.desk.timeline import story
from wasl.interactions import queries as contacts

# First words that are no name by themselves: عبد الله is called عبد الله, not عبد.
COMPOUND = {"عبد", "أبو", "ابو", "أم", "ام", "آل"}


def _first_name(name: str) -> str:
    """Return what a person is called by: the first part of the name, both words of a compound."""
    words = name.split()
    return " ".join(words[:2] if len(words) > 1 and words[0] in COMPOUND else words[:1])


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the date in both calendars, this user's work of today, and what came for them."""
    user, now, today = who(request), clock.now(), clock.today()
    officer = user.holds(Permission.VISITS_RECORD)
    page = {
        "weekday": weekday(today),
        "hijri": format_hijri(today),
        "gregorian": format_gregorian(today),
        "is_morning": now.astimezone(clock.RIYADH).hour < 12,
        "first_name": _first_name(user.name),
        "counts": queries.tally(user, today),
        "alerts": queries.alerts(user, today),
        "sections": queries.sections(user, today),
        "to_tell": contacts.to_tell(user, 5) if officer else [],
        "enquiries": contacts.waiting_enquiries(user, 5) if officer else [],
        "is_officer": officer,
        "is_new": beginning.is_new(user),
    }
    return render(request, "desk/home.html", page)


@require_GET
@permission_required(Permission.SYSTEM_MANAGE, Permission.POLICIES_EDIT)
def first_steps(request: HttpRequest) -> HttpResponse:
    """Show what a new association still has to settle, and where."""
    user = who(request)
    steps = beginning.checklist(user)
    page = {
        "steps": steps,
        "left": sum(not step["have"] for step in steps),
        "manages": user.holds(Permission.SYSTEM_MANAGE),
    }
    return render(request, "desk/first_steps.html", page)


@require_GET
@permission_required(Permission.PEOPLE_FIND, Permission.CASES_VIEW)
def find(request: HttpRequest) -> HttpResponse:
    """Search people and cases: a list while typing, a page on Enter. A complete number with a
    single meaning opens it.
    """
    user, typed = who(request), request.GET.get("q", "")[:100]
    receiving = request.GET.get("for") == "receive" and user.holds(Permission.VISITS_RECORD)
    rows, search = queries.found(user, typed, clock.today()), finding.read_search(typed)
    is_partial = _is_partial(request)
    # Only on Enter: while typing, and at the desk where a visit is recorded next, the list stays.
    if not is_partial and not receiving:
        if case := queries.case_by_reference(user, typed):
            return redirect("cases:detail", pk=case.pk)
        if len(rows) == 1 and search.kind in ("id", "number"):
            return redirect("beneficiaries:detail", pk=rows[0].person.pk)
    page = {"find_text": typed, **_results(request, typed, rows, search, receiving=receiving)}
    return render(request, "desk/find.html#results" if is_partial else "desk/find.html", page)


def _is_partial(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part of the page."""
    return bool(getattr(request, "htmx", False))


def _results(
    request: HttpRequest,
    typed: str,
    rows: list[queries.Found],
    search: finding.Search,
    *,
    receiving: bool,
) -> dict[str, Any]:
    """Return the list of possible people; its last entry is that it is none of them."""
    back = f"{reverse('interactions:record_visit')}?person={{pk}}" if receiving else ""
    # An ID number belongs to a single person, so nobody else is registered under one that was
    # found.
    carried = "" if rows and search.kind == "id" else typed
    return {
        "rows": rows,
        "search": search,
        "receiving": receiving,
        "may_register": who(request).holds(Permission.PEOPLE_EDIT),
        "register_url": _register_url(carried, back)
        if rows or (search.kind != "nothing" and not search.problem)
        else "",
        "today": clock.today(),
    }


def _register_url(typed: str, back: str) -> str:
    """Return the form of a new person, filled with what was typed. It returns to `back` with the
    new person.
    """
    # `back` carries `{pk}`, which the registration replaces with the new person's key.
    carried = {name: value for name, value in (("q", typed), ("next", back)) if value}
    address = reverse("beneficiaries:register")
    return f"{address}?{urlencode(carried, safe='/')}" if carried else address


@require_GET
@permission_required(Permission.VISITS_RECORD)
def receive(request: HttpRequest) -> HttpResponse:
    """Receive a visitor: find or register them, record the visit, start what they came for."""
    user, typed = who(request), request.GET.get("q", "")[:100]
    rows, search = queries.found(user, typed, clock.today()), finding.read_search(typed)
    page = {
        "typed": typed,
        **_results(request, typed, rows, search, receiving=True),
        "enquiries": contacts.waiting_enquiries(user, 5),
    }
    return render(request, "desk/receive.html", page)


@require_GET
@permission_required(Permission.VISITS_RECORD)
def pick(request: HttpRequest) -> HttpResponse:
    """Show who a caller may be, while their name or number is typed; choosing a person fills in the
    caller.
    """
    user, typed = who(request), request.GET.get("visitor_name", "")[:100]
    matches = finding.find(user, typed, limit=6)
    # An empty box offers no registration: there is nothing typed to begin it with.
    may_register = user.holds(Permission.PEOPLE_EDIT) and typed.strip()
    back = f"{reverse('interactions:log_call')}?person={{pk}}"
    page = {"people": matches, "register_url": _register_url(typed, back) if may_register else ""}
    return render(
        request, "desk/pick.html#picks" if _is_partial(request) else "desk/pick.html", page
    )


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Show every key and what it does: in a dialog on `?`, and on a page of its own."""
    page = {"groups": shortcuts.groups(who(request))}
    return render(
        request, "desk/keys.html#quick" if _is_partial(request) else "desk/keys.html", page
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in both directions, light and dark: for page authors to copy from, and
    for tests by eye.
    """
    return render(request, "desk/gallery.html", {"panes": samples.panes(), **samples.samples()})


@require_GET
@permission_required(Permission.PEOPLE_FIND)
def person_timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what happened to a person in a single line of time, on their page; `before` asks for
    earlier events.
    """
    user = who(request)
    person = get_object_or_404(visible_people(user), pk=pk)
    before_text = request.GET.get("before", "")
    before = whole_number(before_text)
    moments, following = story(user, person, before)
    older = f"{reverse('desk:person_timeline', args=[pk])}?before={following}" if following else ""
    # The next page is appended to the list that is there already.
    part = "#moments" if before and _is_partial(request) else ""
    return render(request, f"desk/person_timeline.html{part}", {"moments": moments, "older": older})
