"""Queries about objections."""

from django.db.models import QuerySet

from wasl.accounts.models import Membership, User
from wasl.accounts.permissions import Permission as P
from wasl.accounts.roles import ROLES
from wasl.cases.models.case import Case
from wasl.committees import queries as committees
from wasl.committees.models import Decision
from wasl.grievances.models import Objection
from wasl.grievances.states import Status

OPEN = (Status.LODGED, Status.IN_REVIEW, Status.ADVISED)
# Where the policy version says nothing (ADR 20).
REVIEWERS = 2


def free_reviewers(objection: Objection) -> list[User]:
    """Return who may decide this objection: holders of the permission who took no part and are no
    kin (PRE-5).
    """
    case = objection.decision.case
    barred = committees.took_part(case) | committees.kin_of(case.person_id)
    codes = [role.code for role in ROLES.values() if P.OBJECTIONS_DECIDE in role.permissions]
    memberships = Membership.objects.current().filter(role__in=codes)
    return list(
        User.objects.filter(is_active=True, pk__in=memberships.values("user"))
        .exclude(pk__in=barred)
        .order_by("pk")
    )


def reviewers_needed(objection: Objection, free: list[User]) -> int:
    """Return how many reviewers the case's pinned policy asks for, but not more than there are
    people who took no part.
    """
    reviewer_count = objection.decision.case.policy_version.objection_reviewers or REVIEWERS
    return (
        # Where only one person is left, one decides: an objection never waits for people who do not
        # exist (ADR 20). Once advised, two have been decided on.
        min(reviewer_count, max(len(free), 1)) if objection.status != Status.ADVISED else REVIEWERS
    )


def queue(*, settled: bool = False, limit: int = 100) -> list[Objection]:
    """Return objections that wait for a decision, oldest first; or the settled ones, newest
    first.
    """
    objections = Objection.objects.select_related(
        "decision__case__person", "decision__case__service_version", "reviewer"
    )
    if settled:
        return list(objections.exclude(status__in=OPEN).order_by("-id")[:limit])
    return list(objections.filter(status__in=OPEN).order_by("id")[:limit])


def of_case(case: Case) -> list[Objection]:
    return list(
        Objection.objects.filter(decision__case=case)
        .select_related("reviewer", "paper")
        .order_by("-id")
    )


def objections_in_full() -> QuerySet[Objection]:
    """Return all objections, each with what its page shows."""
    return Objection.objects.select_related(
        "decision__case__person",
        "decision__case__service_version",
        "decision__case__policy_version",
        "decision__reason_code",
        "decision__letter__paper",
        "reviewer",
        "settled_by",
        "paper",
    )


def visible_decisions(user: User) -> QuerySet[Decision]:
    """Return the decisions of cases that the user's role opens."""
    visible = Case.objects.visible_to(user)
    return Decision.objects.filter(case__in=visible).select_related(
        "case__person", "case__service_version", "letter"
    )


def released_decision(case: Case) -> Decision | None:
    """Return the newest decision of the case that was released."""
    decisions = Decision.objects.filter(case=case, released_at__isnull=False)
    return decisions.order_by("-id").first()
