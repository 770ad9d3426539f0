"""Views for the length of a sign-in, the first start, and the administrator's pages."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts import actions, first_code, policies, queries
from wasl.accounts.duties import open_work
from wasl.accounts.forms import (
    ClockForm,
    ContactForm,
    DepartmentForm,
    FoundForm,
    LeadForm,
    LeaveForm,
    LetterheadForm,
    PasswordForm,
    RoleForm,
    StaffForm,
)
from wasl.accounts.middleware import renew_session
from wasl.accounts.models import Association, Department, Membership, User
from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages

managers_only = permission_required(Permission.SYSTEM_MANAGE)


@login_not_required
@require_POST
def extend_session(request: HttpRequest) -> HttpResponse:
    """Prolong the sign-in; 403 when it has ended."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    renew_session(request, at_once=True)
    return HttpResponse(status=204)


@login_not_required
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Set up a real association at its first start, by the code that was printed."""
    # Without an association nobody can sign in, so the page is open until there is one.
    if not policies.can_found(queries.the_association()):
        return redirect("account_login")
    form = FoundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.found(**form.values(), at=clock.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            # Only after success, so that a refused attempt can be repeated.
            first_code.forget()
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect("desk:first_steps")
    return render(request, "accounts/found.html", {"form": form})


@require_http_methods(["GET", "POST"])
@managers_only
def change_identity(request: HttpRequest) -> HttpResponse:
    before = model_to_dict(get_object_or_404(Association), fields=list(ContactForm.base_fields))
    form = ContactForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Saved.")):
            actions.change_identity(identity=form.cleaned_data, by=who(request), at=clock.now())
        return redirect("accounts:manage")
    return render(request, "accounts/change_identity.html", {"form": form})


@require_http_methods(["GET", "POST"])
@managers_only
def keep_letterhead(request: HttpRequest) -> HttpResponse:
    newest = queries.letterhead()
    before = model_to_dict(newest, fields=list(LetterheadForm.base_fields)) if newest else {}
    form = LetterheadForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Papers made from now on carry it.")):
            actions.keep_letterhead(letterhead=form.cleaned_data, by=who(request), at=clock.now())
        return redirect("accounts:manage")
    return render(request, "accounts/keep_letterhead.html", {"form": form, "newest": newest})


@require_http_methods(["GET", "POST"])
@managers_only
def name_lead(request: HttpRequest, pk: int) -> HttpResponse:
    department = get_object_or_404(Department, pk=pk)
    form = LeadForm(
        request.POST if request.method == "POST" else None,
        department=department,
        initial={"lead": department.lead_id},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The lead was named.")):
            actions.name_lead(
                department=department, **form.cleaned_data, by=who(request), at=clock.now()
            )
        return redirect("accounts:manage")
    return render(request, "accounts/name_lead.html", {"form": form, "department": department})


@require_GET
@managers_only
def manage(request: HttpRequest) -> HttpResponse:
    return _manage(request)


def _manage(request: HttpRequest, **forms: Any) -> HttpResponse:
    association = queries.the_association()
    context = {
        "letterhead": queries.letterhead(),
        "staff": queries.staff(),
        "departments": queries.departments(),
        # Several forms on a page: each needs ids of its own.
        "department_form": forms.get("department_form") or DepartmentForm(auto_id="department_%s"),
        "clock_form": forms.get("clock_form") or ClockForm(auto_id="clock_%s"),
        "may_move_clock": policies.can_move_clock(who(request), association),
        "now": clock.now(),
    }
    return render(request, "accounts/manage.html", context)


@require_GET
@managers_only
def roles(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/roles.html", {"roles": queries.roles()})


@require_http_methods(["GET", "POST"])
@managers_only
def add_staff(request: HttpRequest) -> HttpResponse:
    form = StaffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.add_staff(**form.cleaned_data, by=who(request), at=clock.now())
            return redirect("accounts:staff", pk=user.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "accounts/add_staff.html", {"form": form})


@require_GET
@managers_only
def staff(request: HttpRequest, pk: int) -> HttpResponse:
    return _staff(request, pk)


def _staff(request: HttpRequest, pk: int, **forms: Any) -> HttpResponse:
    member = queries.member(pk).first()
    if member is None:
        raise Http404
    context = {
        "member": member,
        "lines": [
            (membership, policies.can_end_role(who(request), membership))
            for membership in member.held
        ],
        "role_form": forms.get("role_form") or RoleForm(auto_id="role_%s"),
        "password_form": forms.get("password_form") or PasswordForm(auto_id="password_%s"),
        "may_deactivate": policies.can_deactivate(who(request), member),
    }
    return render(request, "accounts/staff.html", context)


@require_POST
@managers_only
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    user, form = get_object_or_404(User, pk=pk), RoleForm(request.POST, auto_id="role_%s")
    if not form.is_valid():
        return _staff(request, pk, role_form=form)
    with refusals_as_messages(request, done=_("The role was given.")):
        actions.grant_role(user=user, **form.cleaned_data, by=who(request), at=clock.now())
    return redirect("accounts:staff", pk=pk)


@require_POST
@managers_only
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership, pk=pk)
    with refusals_as_messages(request, done=_("The role has ended.")):
        actions.end_role(membership=membership, by=who(request), at=clock.now())
    return redirect("accounts:staff", pk=membership.user_id)


@require_http_methods(["GET", "POST"])
@managers_only
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand on a leaver's work, kind by kind, and close the sign-in."""
    member = get_object_or_404(queries.member(pk))
    work = open_work(member)
    form = LeaveForm(request.POST if request.method == "POST" else None, work=work)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("Everything was handed over, and the sign-in is closed.")
        ):
            data = {"successors": form.successors(), "reason": form.cleaned_data["reason"]}
            actions.leave(user=member, **data, by=who(request), at=clock.now())
            return redirect("accounts:staff", pk=pk)
    page = {
        "member": member,
        "work": work,
        "form": form,
        "may_leave": policies.can_deactivate(who(request), member),
    }
    return render(request, "accounts/leave.html", page)


@require_POST
@managers_only
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    with refusals_as_messages(request, done=_("The sign-in is closed.")):
        actions.deactivate(user=get_object_or_404(User, pk=pk), by=who(request), at=clock.now())
    return redirect("accounts:staff", pk=pk)


@require_POST
@managers_only
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    with refusals_as_messages(request, done=_("The sign-in is open again.")):
        actions.reactivate(user=get_object_or_404(User, pk=pk), by=who(request), at=clock.now())
    return redirect("accounts:staff", pk=pk)


@require_POST
@managers_only
def set_password(request: HttpRequest, pk: int) -> HttpResponse:
    user, form = get_object_or_404(User, pk=pk), PasswordForm(request.POST, auto_id="password_%s")
    if not form.is_valid():
        return _staff(request, pk, password_form=form)
    with refusals_as_messages(request, done=_("The password was set.")):
        actions.set_password(
            user=user, password=form.cleaned_data["password"], by=who(request), at=clock.now()
        )
    return redirect("accounts:staff", pk=pk)


@require_POST
@managers_only
def add_department(request: HttpRequest) -> HttpResponse:
    form = DepartmentForm(request.POST, auto_id="department_%s")
    if not form.is_valid():
        return _manage(request, department_form=form)
    with refusals_as_messages(request, done=_("The department was added.")):
        actions.add_department(**form.cleaned_data, by=who(request), at=clock.now())
    return redirect("accounts:manage")


@require_POST
@managers_only
def move_clock(request: HttpRequest) -> HttpResponse:
    form = ClockForm(request.POST, auto_id="clock_%s")
    if not form.is_valid():
        return _manage(request, clock_form=form)
    with refusals_as_messages(request, done=_("The clock was moved forward.")):
        actions.move_clock(days=form.cleaned_data["days"], by=who(request), at=clock.now())
    return redirect("accounts:manage")
