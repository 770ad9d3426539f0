"""What a person is to the association."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.beneficiaries.actions import roles
from wasl.beneficiaries.forms import roles as roles_forms
from wasl.beneficiaries.forms import rows
from wasl.beneficiaries.models.person import BeneficiaryFile
from wasl.beneficiaries.models.roles import Membership
from wasl.beneficiaries.queries import roles as roles_queries
from wasl.beneficiaries.views.shared import ask, person_of, posted
from wasl.common import clock


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def admit_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a person into the register of members."""
    person = person_of(request, pk)
    form = roles_forms.MemberForm(posted(request))
    return ask(
        request, person, form,
        lambda data: roles.admit_member(person=person, **data, by=who(request), at=clock.now()),
        title=_("Member of the general assembly"), text=_("Enter as a member"),
        done=_("Entered as a member."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def set_shares(request: HttpRequest, pk: int) -> HttpResponse:
    """Set how many shares a member holds."""
    membership = _membership(request, pk)
    form = roles_forms.SharesForm(posted(request), initial={"shares": membership.shares})

    def act(data: dict[str, Any]) -> object:
        return roles.set_shares(
            membership=membership, shares=data["shares"], by=who(request), at=clock.now()
        )

    return ask(
        request, membership.person, form, act, title=_("Shares"), text=_("Save"), done=_("Saved.")
    )


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def suspend_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Suspend a membership for a reason."""
    return _stand(
        request,
        pk,
        roles.suspend_member,
        _("Suspend the membership"),
        _("The membership is suspended."),
    )


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def resume_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Resume a suspended membership."""
    return _stand(
        request,
        pk,
        roles.resume_member,
        _("Resume the membership"),
        _("The membership runs again."),
    )


def _stand(request: HttpRequest, pk: int, action: Any, title: str, done: str) -> HttpResponse:
    membership = _membership(request, pk)
    return ask(
        request, membership.person, roles_forms.ReasonForm(posted(request)),
        lambda data: action(membership=membership, reason=data["reason"], by=who(request), at=clock.now()),
        title=title, text=title, done=done,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership when the member withdraws."""
    membership = _membership(request, pk)
    form = roles_forms.EndMembershipForm(posted(request), today=clock.today())

    def act(data: dict[str, Any]) -> object:
        reason, day = data["reason"], data["day"].day
        return roles.end_membership(
            membership=membership, reason=reason, day=day, by=who(request), at=clock.now()
        )

    return ask(
        request, membership.person, form, act, title=_("The member withdraws"),
        text=_("End the membership"), done=_("The membership has ended."), kind="danger",
    )  # fmt: skip


def _membership(request: HttpRequest, pk: int) -> Membership:
    return get_object_or_404(roles_queries.visible_memberships(who(request)), pk=pk)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def set_category(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the category of a beneficiary."""
    person = person_of(request, pk)
    file = get_object_or_404(BeneficiaryFile, person=person)
    form = roles_forms.CategoryForm(posted(request), initial={"category": file.category})

    def act(data: dict[str, Any]) -> object:
        return roles.set_category(
            file=file, category=data["category"], by=who(request), at=clock.now()
        )

    return ask(
        request,
        person,
        form,
        act,
        title=_("Category of the beneficiary"),
        text=_("Save"),
        done=_("Saved."),
    )


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def keep_volunteer(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the person can do for others, and when."""
    person = person_of(request, pk)
    volunteer = roles_queries.volunteer_of(person)
    started = (
        {"skills": volunteer.skills, "availability": volunteer.availability} if volunteer else {}
    )
    form = roles_forms.VolunteerForm(posted(request), initial=started)

    def act(data: dict[str, Any]) -> object:
        details = {name: data[name] for name in ("skills", "availability")}
        return roles.keep_volunteer(person=person, **details, by=who(request), at=clock.now())

    return ask(request, person, form, act, title=_("Volunteer"), text=_("Save"), done=_("Saved."))


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def end_volunteering(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the person no longer volunteers."""
    person = person_of(request, pk)
    volunteer = roles_queries.current_volunteer(person)
    if volunteer is None:
        raise Http404
    return ask(
        request, person, rows.RowsForm(posted(request)),
        lambda data: roles.end_volunteering(volunteer=volunteer, by=who(request), at=clock.now()),
        title=_("They no longer volunteer"), text=_("End it"), done=_("Ended."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def link_staff(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the person to a staff member."""
    person = person_of(request, pk)
    form = roles_forms.StaffForm(posted(request), initial={"user": person.user_id})
    return ask(
        request, person, form,
        lambda data: roles.link_staff(person=person, user=data["user"], by=who(request), at=clock.now()),
        title=_("Member of the staff"), text=_("Save"), done=_("Saved."),
        lead=_("So that nobody serves or decides about themself unseen."),
    )  # fmt: skip
