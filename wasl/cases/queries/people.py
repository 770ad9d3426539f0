"""Who may own a case next: exactly one owner at every moment (PRO-1)."""

from wasl.accounts.models import Department, Membership, User
from wasl.accounts.permissions import Permission
from wasl.cases.models import Case


def lead() -> User | None:
    """Who owns what arrives without an officer: the lead of the relations department, else whoever heads relations."""
    department = Department.objects.select_related("lead").filter(code="relations").first()
    if department and department.lead and department.lead.is_active:
        return department.lead
    return holder("relations_lead") or holder("relations_officer")


def holder(role: str) -> User | None:
    """One who holds a role today."""
    found = (
        Membership.objects.current()
        .filter(role=role, user__is_active=True)
        .select_related("user")
        .order_by("user_id")
        .first()
    )
    return found.user if found else None


def officer_for(case: Case) -> User | None:
    """Who matches, answers and registers: who owns it or opened it, if that is their work, else the lead."""
    for candidate in (case.owner, case.opened_by):
        if candidate is not None and candidate.holds(Permission.CASES_VERIFY):
            return candidate
    return lead()
