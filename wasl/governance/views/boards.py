"""Pages of the board: its register, meetings and resolutions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.web import refusals_as_messages
from wasl.governance import forms, queries
from wasl.governance.actions import board
from wasl.governance.models.board import BoardMeeting, BoardMember

keeps = permission_required(Permission.POLICIES_EDIT)


@require_GET
@permission_required(Permission.POLICIES_READ)
def board_register(request: HttpRequest) -> HttpResponse:
    """Show the board's members, terms and meetings."""
    page = {
        "members": queries.board_register(),
        "meetings": queries.board_meetings(),
        "may_edit": who(request).holds(Permission.POLICIES_EDIT),
    }
    return render(request, "governance/board_register.html", page)


@require_http_methods(["GET", "POST"])
@keeps
def seat_member(request: HttpRequest) -> HttpResponse:
    """Enter a seat on the board."""
    form = forms.BoardMemberForm(request.POST or None, users=queries.possible_members())
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The seat was entered.")):
            board.seat_member(**form.cleaned_data, by=who(request), at=clock.now())
            return redirect("governance:board_register")
    page = {
        "form": form,
        "title": _("A member of the board"),
        "text": _("Enter it"),
        "back": queries.board_address(),
    }
    return render(request, "governance/form.html", page)


@require_http_methods(["GET", "POST"])
@keeps
def end_term(request: HttpRequest, pk: int) -> HttpResponse:
    """End a term."""
    member = get_object_or_404(BoardMember, pk=pk)
    form = forms.EndTermForm(request.POST or None, initial={"to_date": clock.today()})
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The term has its end.")):
            board.end_term(member=member, **form.cleaned_data, by=who(request), at=clock.now())
            return redirect("governance:board_register")
    page = {
        "form": form, "title": _("End a term"), "text": _("End it"),
        "back": queries.board_address(), "about": member.name,
    }  # fmt: skip
    return render(request, "governance/form.html", page)


@require_http_methods(["GET", "POST"])
@keeps
def record_board_meeting(request: HttpRequest) -> HttpResponse:
    """Enter a meeting as its minutes write it, with both dates (APP-2)."""
    form = forms.BoardMeetingForm(request.POST or None, members=queries.board_members())
    if request.method == "POST" and form.is_valid():
        typed = {
            name: form.cleaned_data[name] for name in ("number", "hijri", "gregorian", "agenda")
        }
        with refusals_as_messages(request, done=_("The meeting was entered.")):
            meeting = board.record_board_meeting(
                **typed, present=form.attendance(), by=who(request), at=clock.now()
            )
            return redirect("governance:board_meeting", pk=meeting.pk)
    page = {
        "form": form,
        "title": _("A meeting of the board"),
        "text": _("Enter it"),
        "back": queries.board_address(),
    }
    return render(request, "governance/form.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.POLICIES_READ)
def board_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting with its dates, attendance and resolutions; add a resolution."""
    meeting = get_object_or_404(BoardMeeting, pk=pk)
    form = forms.ResolutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The resolution was entered.")):
            # Readers may open this page, so the right to
            # write is left to the action, which asks for it.
            board.record_resolution(
                meeting=meeting, **form.cleaned_data, by=who(request), at=clock.now()
            )
            return redirect("governance:board_meeting", pk=pk)
    page = {
        "meeting": meeting,
        "attendance": list(meeting.attendance.select_related("member").order_by("-present", "pk")),
        "voters": meeting.attendance.count(),
        "came": meeting.attendance.filter(present=True).count(),
        "resolutions": list(
            meeting.resolutions.select_related("version__document").order_by("number")
        ),
        "approved": list(queries.approved_in(meeting)),
        "form": form,
        "may_edit": who(request).holds(Permission.POLICIES_EDIT),
    }
    return render(request, "governance/board_meeting.html", page)
