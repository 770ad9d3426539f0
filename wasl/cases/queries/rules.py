"""The versions of policy and service that a case is pinned to, and why (PRE-8)."""

from dataclasses import dataclass
from datetime import date

from wasl.cases.models.case import Case
from wasl.catalogue.models.offered import ServiceVersion
from wasl.catalogue.queries import offered as offered_queries
from wasl.governance import queries as governance
from wasl.governance.models.documents import PolicyVersion


@dataclass(frozen=True)
class Rules:
    """The versions that a case goes by, and newer ones in force that do not reach it."""

    policy: PolicyVersion
    newer_policy: PolicyVersion | None
    service: ServiceVersion
    newer_service: ServiceVersion | None


def rules_of(case: Case, day: date) -> Rules:
    """Return the rules of a case: what was in force on the day it was opened."""
    policy, service = case.policy_version, case.service_version
    now, offered = governance.procedure(), offered_queries.in_force(case.service, day)
    return Rules(
        policy=policy,
        newer_policy=now if now and now.pk != policy.pk else None,
        service=service,
        newer_service=offered if offered and offered.pk != service.pk else None,
    )
