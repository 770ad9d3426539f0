"""Who may own a case next: exactly one owner at every moment (PRO-1)."""

from django.db.models import QuerySet

from wasl.accounts import queries as accounts
from wasl.accounts.models import Department, Membership, User
from wasl.accounts.permissions import Permission
from wasl.accounts.roles import ROLES
from wasl.cases.models import Case
from wasl.cases.states import Status


def lead() -> User | None:
    """Who owns what arrives without an officer: the lead of the relations department, else whoever
    heads relations.
    """
    department = Department.objects.select_related("lead").filter(code="relations").first()
    if department and department.lead and department.lead.is_active:
        return department.lead
    return holder("relations_lead") or holder("relations_officer")


def holder(role: str) -> User | None:
    """One who holds a role today."""
    membership = (
        Membership.objects.current()
        .filter(role=role, user__is_active=True)
        .select_related("user")
        .order_by("user_id")
        .first()
    )
    return membership.user if membership else None


def officer_for(case: Case) -> User | None:
    """Who matches, answers and registers: who owns it or opened it, if that is their work, else the
    lead.
    """
    for candidate in (case.owner, case.opened_by):
        if candidate is not None and candidate.holds(Permission.CASES_VERIFY):
            return candidate
    return lead()


def requests_of(user: User) -> QuerySet[Case]:
    """The open requests that somebody owns, but for those whose study is theirs as well."""
    return (
        Case.objects.open()
        .filter(owner=user)
        .exclude(pk__in=studies_of(user).values("pk"))
        .order_by("place", "pk")
    )


def studies_of(user: User) -> QuerySet[Case]:
    """The requests that somebody studies now."""
    studied = Case.objects.filter(status=Status.IN_STUDY, study__researcher=user)
    return studied.order_by("place", "pk")


def without_owner_on_duty() -> QuerySet[Case]:
    """The open requests whose owner's sign-in is closed, or no role of theirs opens requests any
    more.
    """
    return Case.objects.open().filter(owner__in=accounts.off_duty(Permission.CASES_VIEW))


def researchers() -> list[User]:
    """Who may be given a study."""
    return _with(Permission.CASES_STUDY)


def owners() -> list[User]:
    """Who may own a request: whoever opens request files."""
    return _with(Permission.CASES_VIEW)


def _with(permission: Permission) -> list[User]:
    roles = [role.code for role in ROLES.values() if permission in role.permissions]
    current = Membership.objects.current().filter(role__in=roles)
    users = User.objects.filter(is_active=True, pk__in=current.values("user"))
    return list(users.order_by("name_ar"))
