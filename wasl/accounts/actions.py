"""Keeping the staff list, and the sample's clock. Every step is recorded."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts import policies
from wasl.accounts.models import Association, Department, Membership, User
from wasl.accounts.roles import ROLES
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused

FARTHEST = 3_650


@transaction.atomic
def add_staff(
    *,
    username: str,
    name_ar: str,
    name_en: str = "",
    gender: str,
    email: str = "",
    password: str,
    by: User,
    at: datetime,
) -> User:
    """Put somebody on the staff, with a first password; roles come apart from it."""
    policies.can_manage(by).require()
    user = User(username=username, name_ar=name_ar, name_en=name_en, gender=gender, email=email)
    _set_password(user, password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused(_("This username is taken. Choose another.")) from error
    record(verb="accounts.add_staff", subject=user, by=by, at=at)
    return user


@transaction.atomic
def grant_role(*, user: User, department: Department, role: str, by: User, at: datetime) -> Membership:
    """Give a role in a department from today on."""
    policies.can_manage(by).require()
    if role not in ROLES:
        raise Refused(_("There is no such role."))
    if not user.is_active:
        raise Refused(_("This sign-in is closed. Open it first."))
    membership, is_new = Membership.objects.get_or_create(
        user=user, department=department, role=role, ended_date=None, defaults={"since_date": day_of(at)}
    )
    if not is_new:
        raise Refused(_("This role is held already."))
    data = {"role": role, "department": department.code}
    record(verb="accounts.grant_role", subject=membership, root=user, by=by, at=at, data=data)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: User, at: datetime) -> None:
    """Take a role back; what was done in it stays done."""
    Association.objects.select_for_update().first()  # two administrators may not remove each other at once
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("user", "department").get(pk=membership.pk)
    )
    policies.can_end_role(by, membership).require()
    membership.ended_date = day_of(at)
    membership.save(update_fields=["ended_date"])
    data = {"role": membership.role, "department": membership.department.code}
    record(verb="accounts.end_role", subject=membership, root=membership.user, by=by, at=at, data=data)


@transaction.atomic
def add_department(*, code: str, name_ar: str, name_en: str, by: User, at: datetime) -> Department:
    """Add a part of the association."""
    policies.can_manage(by).require()
    try:
        with transaction.atomic():
            department = Department.objects.create(code=code, name_ar=name_ar, name_en=name_en)
    except IntegrityError as error:
        raise Refused(_("There is a department with this code.")) from error
    record(verb="accounts.add_department", subject=department, by=by, at=at, data={"code": code})
    return department


@transaction.atomic
def deactivate(*, user: User, by: User, at: datetime) -> None:
    """Close somebody's sign-in at once; their name stays on what they did."""
    Association.objects.select_for_update().first()
    user = User.objects.select_for_update().get(pk=user.pk)
    policies.can_deactivate(by, user).require()
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(verb="accounts.deactivate", subject=user, by=by, at=at)


@transaction.atomic
def reactivate(*, user: User, by: User, at: datetime) -> None:
    """Open a closed sign-in again."""
    policies.can_manage(by).require()
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(verb="accounts.reactivate", subject=user, by=by, at=at)


@transaction.atomic
def set_password(*, user: User, password: str, by: User, at: datetime) -> None:
    """Give a new password to who lost theirs; whoever is signed in as them is signed out."""
    policies.can_manage(by).require()
    user = User.objects.select_for_update().get(pk=user.pk)
    _set_password(user, password)
    user.save(update_fields=["password"])
    record(verb="accounts.set_password", subject=user, by=by, at=at)


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    user.set_password(password)


@transaction.atomic
def move_clock(*, days: int, by: User, at: datetime) -> int:
    """Move the sample association's clock forward, never back; returns how many days it is ahead now."""
    association = Association.objects.select_for_update().get()
    policies.can_move_clock(by, association).require()
    if not 1 <= days <= 366:
        raise Refused(_("The clock moves forward by 1 to 366 days at a time."))
    if association.clock_ahead_days + days > FARTHEST:
        raise Refused(_("The clock is far enough ahead. Load the sample anew to begin again."))
    association.clock_ahead_days += days
    association.save(update_fields=["clock_ahead_days"])
    record(verb="accounts.move_clock", subject=association, by=by, at=at, data={"days": days})
    return association.clock_ahead_days
