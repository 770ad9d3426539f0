"""Pages for the steps from a draft to the text in force, and for circulation to staff."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.web import refusals_as_messages
from wasl.governance import forms, queries
from wasl.governance.actions import approving, circulating
from wasl.governance.models.circulation import Circulation
from wasl.governance.models.documents import PolicyVersion

keeps = permission_required(Permission.POLICIES_EDIT)


def _step(
    request: HttpRequest,
    version: PolicyVersion,
    form: django_forms.Form,
    act: Callable[..., Any],
    title: str,
    done: str,
) -> HttpResponse:
    """Show the form of a step; once it is valid, run the action and return to the version."""
    if request.method == "POST" and form.is_valid():
        # A refusal leaves this block before the redirect:
        # the form is shown again as it was filled in.
        with refusals_as_messages(request, done=done):
            act(version=version, **form.cleaned_data, by=who(request), at=clock.now())
            return redirect("governance:draft", pk=version.pk)
    page = {
        "form": form,
        "title": title,
        "text": title,
        "back": queries.draft_address(version),
        "about": version.document.title,
    }
    return render(request, "governance/form.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.POLICIES_EDIT, Permission.POLICIES_DECIDE)
def record_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a board member has read the text (APP-1).

    Users who edit policies record it for any member, board members for themselves.
    """
    version, user = get_object_or_404(PolicyVersion, pk=pk), who(request)
    sitting = queries.sitting(clock.today())
    # The choice is narrowed on POST too, so nobody can name another member.
    if not user.holds(Permission.POLICIES_EDIT):
        sitting = sitting.filter(user=user)
    form = forms.ReadingForm(
        request.POST or None, sitting=sitting, initial={"member": sitting.filter(user=user).first()}
    )
    if request.method == "POST" and form.is_valid():
        member = form.cleaned_data["member"]
        with refusals_as_messages(request, done=_("The reading was noted.")):
            approving.record_reading(
                version=version,
                member_name=member.name,
                member=member.user,
                by=user,
                at=clock.now(),
            )
            return redirect("governance:draft", pk=pk)
    page = {
        "form": form,
        "title": _("Note a reading"),
        "text": _("Note it"),
        "back": queries.draft_address(version),
        "about": version.document.title,
        "lacks_board": not sitting,
    }
    return render(request, "governance/form.html", page)


@require_http_methods(["GET", "POST"])
@keeps
def return_to_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the text to the draft stage, to be changed and read anew."""
    version = get_object_or_404(PolicyVersion, pk=pk)
    form = forms.ReasonForm(request.POST or None)
    return _step(
        request,
        version,
        form,
        approving.return_to_draft,
        _("Open it for changes"),
        _("The text can be changed again."),
    )


@require_http_methods(["GET", "POST"])
@keeps
def bring_into_force(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a version into force today, or schedule it for a later day (APP-3)."""
    version = get_object_or_404(PolicyVersion, pk=pk)
    form = forms.DayForm(request.POST or None, initial={"from_date": clock.today()})
    title = _("Bring into force")
    return _step(
        request, version, form, approving.bring_into_force, title, _("Its first day is set.")
    )


@require_POST
@keeps
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a version exactly as approved (APP-4)."""
    version = get_object_or_404(PolicyVersion, pk=pk)
    with refusals_as_messages(request, done=_("Published, word for word as approved.")):
        approving.publish(version=version, by=who(request), at=clock.now())
    return redirect("governance:draft", pk=pk)


@require_http_methods(["GET", "POST"])
@keeps
def circulate(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a version to all staff for acknowledgement (PRE-8)."""
    version = get_object_or_404(PolicyVersion, pk=pk)
    form = forms.CirculateForm(request.POST or None)
    return _step(
        request,
        version,
        form,
        circulating.circulate,
        _("Send it round"),
        _("Everybody on the staff was told."),
    )


@require_GET
@permission_required(Permission.POLICIES_READ)
def circulation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a circulation, who has acknowledged it, and the button for those who have not."""
    circulation = get_object_or_404(queries.circulations(), pk=pk)
    user = who(request)
    rows = list(
        circulation.acknowledgements.select_related("user").order_by(
            "acknowledged_at", "user__name_ar"
        )
    )
    page = {
        "circulation": circulation,
        # Who has not answered is shown only to those who may remind them; others see the counts.
        "rows": rows if user.holds(Permission.POLICIES_EDIT) else [],
        "acknowledged_count": sum(row.acknowledged_at is not None for row in rows),
        "total": len(rows),
        "own_row": next((row for row in rows if row.user_id == user.pk), None),
        "may_edit": user.holds(Permission.POLICIES_EDIT),
    }
    return render(request, "governance/circulation.html", page)


@require_POST
@permission_required(Permission.POLICIES_READ)
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledge that the signed-in user has read the version and will work by it (PRE-8)."""
    circulation = get_object_or_404(Circulation, pk=pk)
    with refusals_as_messages(request, done=_("Thank you; it is noted that you read it.")):
        circulating.acknowledge(circulation=circulation, by=who(request), at=clock.now())
    return redirect("governance:circulation", pk=pk)


@require_POST
@keeps
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind staff who have not acknowledged, at most once a day."""
    circulation = get_object_or_404(Circulation, pk=pk)
    with refusals_as_messages(
        request, done=_("Those who had not been reminded today were reminded.")
    ):
        circulating.remind(circulation=circulation, by=who(request), at=clock.now())
    return redirect("governance:circulation", pk=pk)


@require_http_methods(["GET", "POST"])
@keeps
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Record the periodic review of a document (PRE-8)."""
    document = get_object_or_404(queries.documents(), code=code)
    form = forms.ReviewForm(request.POST or None, initial={"reviewed_date": clock.today()})
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The review was noted.")):
            circulating.review(
                document=document, **form.cleaned_data, by=who(request), at=clock.now()
            )
            return redirect("governance:work")
    page = {
        "form": form,
        "title": _("Review"),
        "text": _("Note it"),
        "back": queries.work_address(),
        "about": document.title,
    }
    return render(request, "governance/form.html", page)
