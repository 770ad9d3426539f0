"""Possible owners of a case: exactly one owner at every moment (PRO-1)."""

from django.db.models import QuerySet

from wasl.accounts import queries as accounts
from wasl.accounts.models import Department, Membership, User
from wasl.accounts.permissions import Permission
from wasl.accounts.roles import ROLES
from wasl.cases.models.case import Case
from wasl.cases.states import Status


def lead() -> User | None:
    """Return the owner of what arrives without an officer.

    That is the lead of the relations department, else a user with the role of its lead or officer.
    """
    department = Department.objects.select_related("lead").filter(code="relations").first()
    if department and department.lead and department.lead.is_active:
        return department.lead
    return holder("relations_lead") or holder("relations_officer")


def holder(role: str) -> User | None:
    """Return a user who holds a role today."""
    membership = (
        Membership.objects.current()
        .filter(role=role, user__is_active=True)
        .select_related("user")
        # Always the same person, whatever order the database reads rows in.
        .order_by("user_id")
        .first()
    )
    return membership.user if membership else None


def officer_for(case: Case) -> User | None:
    """Return the user who matches, answers and registers a case.

    That is its owner or the user who opened it, if this is their work, else the lead.
    """
    for candidate in (case.owner, case.opened_by):
        if candidate is not None and candidate.holds(Permission.CASES_VERIFY):
            return candidate
    return lead()


def requests_of(user: User) -> QuerySet[Case]:
    """Return the open cases that a user owns, without those whose study is theirs too."""
    return (
        Case.objects.open()
        .filter(owner=user)
        # Those are a duty of their own, which only a researcher can take over (`cases.duties`).
        .exclude(pk__in=studies_of(user).values("pk"))
        .order_by("place", "pk")
    )


def studies_of(user: User) -> QuerySet[Case]:
    """Return the cases that a user studies now."""
    studied = Case.objects.filter(status=Status.IN_STUDY, study__researcher=user)
    return studied.order_by("place", "pk")


def without_owner_on_duty() -> QuerySet[Case]:
    """Return the open cases whose owner cannot work on them.

    The owner's sign-in is closed, or none of their roles opens cases any more.
    """
    return Case.objects.open().filter(owner__in=accounts.off_duty(Permission.CASES_VIEW))


def researchers() -> list[User]:
    """Return the users who may be given a study."""
    return _with(Permission.CASES_STUDY)


def owners() -> list[User]:
    """Return the users who may own a case: those whose role opens case files."""
    return _with(Permission.CASES_VIEW)


def _with(permission: Permission) -> list[User]:
    roles = [role.code for role in ROLES.values() if permission in role.permissions]
    current = Membership.objects.current().filter(role__in=roles)
    users = User.objects.filter(is_active=True, pk__in=current.values("user"))
    return list(users.order_by("name_ar"))
