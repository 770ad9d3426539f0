"""Reading the staff list: who holds which role, and what each role may do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from wasl.accounts.models import Association, Department, LetterheadVersion, Membership, User
from wasl.accounts.permissions import LABELS, Permission
from wasl.accounts.roles import ROLES

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class CurrentRoles(TypedDict):
    """What `staff` loads with each user: the memberships of today."""

    held: list[Membership]


def administrators() -> QuerySet[Membership]:
    """Return the memberships whose holders may manage the staff list."""
    codes = roles_with(Permission.SYSTEM_MANAGE)
    return Membership.objects.current().filter(role__in=codes, user__is_active=True)


def staff() -> "QuerySet[WithAnnotations[User, CurrentRoles]]":
    """Return all staff members with the roles they hold today, by name."""
    memberships = (
        Membership.objects.current()
        .select_related("department")
        .order_by("department__name_ar", "role")
    )
    return User.objects.order_by("-is_active", "name_ar", "pk").prefetch_related(
        Prefetch("memberships", queryset=memberships, to_attr="held")
    )


def holders(permission: Permission) -> QuerySet[User]:
    """Return the users whose present roles include the permission, by name."""
    memberships = Membership.objects.current().filter(role__in=roles_with(permission))
    return User.objects.filter(is_active=True, pk__in=memberships.values("user")).order_by(
        "name_ar", "pk"
    )


def member(pk: int) -> "QuerySet[WithAnnotations[User, CurrentRoles]]":
    """Return one staff member, with the same fields as `staff`."""
    return staff().filter(pk=pk)


def departments() -> QuerySet[Department]:
    return Department.objects.select_related("lead").order_by("name_ar")


def members_of(department: Department) -> QuerySet[User]:
    """Return the users who hold a role in the department today."""
    memberships = Membership.objects.current().filter(department=department, user__is_active=True)
    return User.objects.filter(pk__in=memberships.values("user")).order_by("name_ar")


def fellows(user: User) -> list[User]:
    """Return who may lead all departments that this user leads: who has a role in each of them."""
    memberships = Membership.objects.current().filter(user__is_active=True)
    common: set[int] | None = None
    for department in user.leads.all():
        user_ids = set(memberships.filter(department=department).values_list("user", flat=True))
        common = user_ids if common is None else common & user_ids
    return list(User.objects.filter(pk__in=common or ()).order_by("name_ar", "pk"))


def stays_active(user: User) -> bool:
    """Return whether a sign-in is open and stays so until this transaction ends.

    Waits for a transaction that is closing it.

    The lock is shared, so that several may give work at once. Foreign keys alone do not suffice:
    they are checked only at the end of a transaction (ADR 49).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_active FROM accounts_user WHERE id = %s FOR SHARE", [user.pk])
        return bool(cursor.fetchone()[0])


def roles_with(permission: Permission) -> list[str]:
    """Return the codes of the roles that include a permission."""
    return [role.code for role in ROLES.values() if permission in role.permissions]


def off_duty(permission: Permission) -> QuerySet[User]:
    """Return users whose sign-in is closed, or who lost the permission that their work needs."""
    memberships = Membership.objects.current().filter(
        user=OuterRef("pk"), role__in=roles_with(permission)
    )
    return User.objects.filter(Q(is_active=False) | ~Exists(memberships))


def the_association() -> Association | None:
    return Association.objects.first()


def letterhead() -> LetterheadVersion | None:
    """Return the newest version of the letterhead."""
    return LetterheadVersion.objects.order_by("-version").first()


@dataclass(frozen=True)
class RoleLine:
    """A role as the administrator reads it."""

    name: str
    does: str
    may: list[str]


def roles() -> list[RoleLine]:
    """Return every role with what it may do, in words."""
    return [
        RoleLine(
            str(role.name),
            str(role.does),
            [str(LABELS[p]) for p in Permission if p in role.permissions],
        )
        for role in ROLES.values()
    ]
