"""A household: its present and former members, and the events in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions import family as family_actions
from wasl.beneficiaries.actions import household as household_actions
from wasl.beneficiaries.actions import striking
from wasl.beneficiaries.forms import household as household_forms
from wasl.beneficiaries.forms import rows
from wasl.beneficiaries.models.household import HouseholdRole
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import finding
from wasl.beneficiaries.queries import household as household_queries
from wasl.beneficiaries.views.shared import ask, person_of, posted
from wasl.common import clock
from wasl.common.web import refusals_as_messages

WHO = ("id_number", "full_name", "birth")


def _newcomer(data: dict[str, Any]) -> dict[str, Any] | None:
    """Return the person who would be new in the register; None when the ID number is known
    already.
    """
    if data.get("id_number") and finding.by_id_number(data["id_number"]):
        return None
    return data


def _back(person: Person) -> str:
    return reverse("beneficiaries:household", args=[person.pk])


@require_GET
@permission_required(Permission.PEOPLE_FIND)
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the household of a person today or on a day, with its history; printable."""
    person = person_of(request, pk)
    trail.read(subject=person, by=who(request), at=clock.now())
    # The last household too: the history of somebody who died or moved out stays readable.
    house = household_queries.house_of(person)
    residents, happened = household_queries.places(house) if house else ([], [])
    form = household_forms.OnDayForm(request.GET or None)
    day = form.cleaned_data["day"] if form.is_valid() else None
    page = {
        "person": person,
        "house": house,
        "here": residents,
        "happened": happened,
        "lives_here": any(place.member.person_id == person.pk for place in residents),
        "has_head": any(place.member.role == HouseholdRole.HEAD for place in residents),
        "day": day,
        "then": household_queries.on_day(house, day.day) if house and day else None,
        "form": form,
        "may_edit": policies.can_keep_family(who(request)),
    }
    return render(request, "beneficiaries/household.html", page)


@require_GET
@permission_required(Permission.PEOPLE_EDIT)
def without_head(request: HttpRequest) -> HttpResponse:
    """Show households whose head died or left and has no successor."""
    return render(
        request, "beneficiaries/without_head.html", {"rows": household_queries.without_head(100)}
    )


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def add_to_household(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody who lives in the person's household."""
    person = person_of(request, pk)
    form = household_forms.NewcomerForm(posted(request), today=clock.today())

    def act(data: dict[str, Any]) -> object:
        person_data = {
            name: data[name] for name in (*WHO, "gender", "is_studying", "different_from")
        }
        details = {name: data[name] for name in ("role", "day", "cause", "is_provider", "once")}
        existing, at = data["known"], clock.now()
        return household_actions.add_to_household(
            person=person,
            newcomer=existing,
            person_data=person_data,
            **details,
            by=who(request),
            at=at,
        )

    title = text = _("Add to the household")
    return ask(
        request, person, form, act, title=title, text=text, done=_("Added to the household."),
        back=_back(person), newcomer=_newcomer,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def record_birth(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a child born to the person."""
    person = person_of(request, pk)
    form = household_forms.BirthForm(posted(request), today=clock.today())

    def act(data: dict[str, Any]) -> object:
        child = data.pop("known")
        return household_actions.record_birth(
            parent=person, child=child, **data, by=who(request), at=clock.now()
        )

    return ask(
        request, person, form, act, title=_("Record a birth"), text=_("Record the birth"),
        done=_("The birth was recorded."), back=_back(person), newcomer=_newcomer,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def record_marriage(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the spouse, and where the couple lives."""
    person = person_of(request, pk)
    family = household_queries.family_of(person)
    form = household_forms.MarriageForm(
        posted(request), person=person, family=family, today=clock.today()
    )
    # The form does not ask for the spouse's gender.
    other_gender = "male" if person.is_female else "female"

    def act(data: dict[str, Any]) -> object:
        person_data = {name: data[name] for name in (*WHO, "different_from")} | {
            "gender": other_gender
        }
        return family_actions.record_marriage(
            person=person, spouse=data["known"], person_data=person_data, day=data["day"], home=data["home"],
            along=data["along"], by=who(request), at=clock.now(),
        )  # fmt: skip

    def spouse(data: dict[str, Any]) -> dict[str, Any] | None:
        person_data = _newcomer(data)
        return person_data and person_data | {"gender": other_gender}

    return ask(
        request, person, form, act, title=_("Record a marriage"), text=_("Record the marriage"),
        done=_("The marriage was recorded."), back=_back(person), newcomer=spouse,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def record_divorce(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a divorce: from whom, who leaves, and with which children."""
    person = person_of(request, pk)
    family = household_queries.family_of(person)
    form = household_forms.DivorceForm(
        posted(request), person=person, family=family, today=clock.today()
    )

    def act(data: dict[str, Any]) -> object:
        details = {name: data[name] for name in ("spouse", "day", "leaver", "children")}
        return family_actions.record_divorce(
            person=person, **details, by=who(request), at=clock.now()
        )

    return ask(
        request, person, form, act, title=_("Record a divorce"), text=_("Record the divorce"),
        done=_("The divorce was recorded."), back=_back(person),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def record_death(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the day a person died."""
    person = person_of(request, pk)
    form = household_forms.DeathForm(
        posted(request), family=household_queries.family_of(person), today=clock.today()
    )
    lead = _(
        "Their membership and every agency end on that day, and they leave the household. "
        "Nothing is deleted, and a "
        "mistake can be undone."
    )

    def act(data: dict[str, Any]) -> object:
        details = {
            "along": data["along"],
            "into": data["into"],
            # The field is missing where nobody else lives in the household.
            "as_children": data.get("taken_as") == "child",
        }
        return family_actions.record_death(
            person=person, death=data["death"], **details, by=who(request), at=clock.now()
        )

    return ask(
        request, person, form, act, title=_("Record a death"), text=_("Record the death"),
        lead=lead, kind="danger", done=_("The death was recorded. May they rest in peace."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def strike_death(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a death that was recorded by mistake."""
    person = person_of(request, pk)
    return ask(
        request, person, rows.RowsForm(posted(request)),
        lambda data: striking.strike_death(person=person, by=who(request), at=clock.now()),
        title=_("The death was recorded by mistake"), text=_("Take it back"), done=_("Taken back."),
        lead=_("What ended with it runs again: the place in the household, the membership and the agencies."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def move_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that somebody left their household."""
    person = person_of(request, pk)
    form = household_forms.DayForm(posted(request), today=clock.today())
    return ask(
        request, person, form,
        lambda data: household_actions.move_out(person=person, day=data["day"], by=who(request), at=clock.now()),
        title=_("Record that they moved out"), text=_("Moved out"),
        done=_("Recorded that they moved out."),
        lead=_("What was before that day stays in the history."), back=_back(person),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def name_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Make somebody the head of their household."""
    person = person_of(request, pk)
    form = household_forms.DayForm(posted(request), today=clock.today())
    return ask(
        request, person, form,
        lambda data: household_actions.name_head(person=person, day=data["day"], by=who(request), at=clock.now()),
        title=_("Make them the head of the household"), text=_("Make them the head"),
        done=_("The household has a new head."),
        lead=_("The others are named anew by what they are to them."), back=_back(person),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def describe_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Record whether somebody earns for their household and whether they study."""
    person = person_of(request, pk)
    family = household_queries.family_of(person)
    initial = {
        "is_provider": bool(family and family.own.is_provider),
        "is_studying": person.is_studying,
    }
    form = household_forms.PlaceForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Saved.")):
            changes = {name: form.cleaned_data[name] for name in initial}
            household_actions.describe_member(
                person=person, **changes, by=who(request), at=clock.now()
            )
            return redirect(_back(person))
    page = {"person": person, "family": family, "form": form, "back": _back(person)}
    return render(request, "beneficiaries/describe_member.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def strike_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a household row that was recorded by mistake."""
    member = get_object_or_404(household_queries.visible_members(who(request)), pk=pk)
    return ask(
        request, member.person, rows.RowsForm(posted(request)),
        lambda data: household_actions.strike_member(member=member, by=who(request), at=clock.now()),
        title=_("Recorded by mistake"), text=_("Take it back"), done=_("Taken back."),
        kind="danger",
        lead=_("This place in the household will cover no day any more. It stays to be seen in the history."),
        back=_back(member.person),
    )  # fmt: skip
