"""Reading the staff list: who holds what, and what each role may do."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from wasl.accounts.models import Association, Department, LetterheadVersion, Membership, User
from wasl.accounts.permissions import LABELS, Permission
from wasl.accounts.roles import ROLES


def administrators() -> QuerySet[Membership]:
    """The memberships by which somebody may manage the staff list."""
    codes = roles_with(Permission.SYSTEM_MANAGE)
    return Membership.objects.current().filter(role__in=codes, user__is_active=True)


def staff() -> QuerySet[User]:
    """Everybody on the staff with the roles they hold today, by name."""
    memberships = (
        Membership.objects.current()
        .select_related("department")
        .order_by("department__name_ar", "role")
    )
    return User.objects.order_by("-is_active", "name_ar", "pk").prefetch_related(
        Prefetch("memberships", queryset=memberships, to_attr="held")
    )


def holders(permission: Permission) -> QuerySet[User]:
    """Everybody whose roles of today include the permission, by name."""
    memberships = Membership.objects.current().filter(role__in=roles_with(permission))
    return User.objects.filter(is_active=True, pk__in=memberships.values("user")).order_by(
        "name_ar", "pk"
    )


def member(pk: int) -> QuerySet[User]:
    """One member of the staff, as `staff` gives them."""
    return staff().filter(pk=pk)


def departments() -> QuerySet[Department]:
    return Department.objects.select_related("lead").order_by("name_ar")


def members_of(department: Department) -> QuerySet[User]:
    """Who holds a role in it today."""
    memberships = Membership.objects.current().filter(department=department, user__is_active=True)
    return User.objects.filter(pk__in=memberships.values("user")).order_by("name_ar")


def fellows(user: User) -> list[User]:
    """Who may lead the departments that this user leads: who holds a role in every one of them."""
    memberships = Membership.objects.current().filter(user__is_active=True)
    common: set[int] | None = None
    for department in user.leads.all():
        user_ids = set(memberships.filter(department=department).values_list("user", flat=True))
        common = user_ids if common is None else common & user_ids
    return list(User.objects.filter(pk__in=common or ()).order_by("name_ar", "pk"))


def stays_active(user: User) -> bool:
    """Whether a sign-in is open and stays so until this transaction ends; waits for who closes it
    at this moment.

    Shared, so that several may be given work at once: foreign keys are checked at the end only and
    hold nobody back.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_active FROM accounts_user WHERE id = %s FOR SHARE", [user.pk])
        return bool(cursor.fetchone()[0])


def roles_with(permission: Permission) -> list[str]:
    """The codes of the roles that include a permission."""
    return [role.code for role in ROLES.values() if permission in role.permissions]


def off_duty(permission: Permission) -> QuerySet[User]:
    """Whose sign-in is closed, or who holds no role any more that includes the permission their
    work asks for.
    """
    memberships = Membership.objects.current().filter(
        user=OuterRef("pk"), role__in=roles_with(permission)
    )
    return User.objects.filter(Q(is_active=False) | ~Exists(memberships))


def the_association() -> Association | None:
    return Association.objects.first()


def letterhead() -> LetterheadVersion | None:
    """The newest version of the letterhead."""
    return LetterheadVersion.objects.order_by("-version").first()


@dataclass(frozen=True)
class RoleLine:
    """A role as the administrator reads it."""

    name: str
    does: str
    may: list[str]


def roles() -> list[RoleLine]:
    """Every role with what it may do, in words."""
    return [
        RoleLine(
            str(role.name),
            str(role.does),
            [str(LABELS[p]) for p in Permission if p in role.permissions],
        )
        for role in ROLES.values()
    ]
