"""By which rules a request goes (PRE-8): the version of the policy and of the service it is pinned
to, and why.
"""

from dataclasses import dataclass
from datetime import date

from wasl.cases.models import Case
from wasl.catalogue import queries as catalogue
from wasl.catalogue.models import ServiceVersion
from wasl.governance import queries as governance
from wasl.governance.models import PolicyVersion


@dataclass(frozen=True)
class Rules:
    """The versions a request goes by, and newer ones in force that do not reach it."""

    policy: PolicyVersion
    newer_policy: PolicyVersion | None
    service: ServiceVersion
    newer_service: ServiceVersion | None


def rules_of(case: Case, day: date) -> Rules:
    """What a request goes by: what was in force on the day it was opened."""
    policy, service = case.policy_version, case.service_version
    now, offered = governance.procedure(), catalogue.in_force(case.service, day)
    return Rules(
        policy=policy,
        newer_policy=now if now and now.pk != policy.pk else None,
        service=service,
        newer_service=offered if offered and offered.pk != service.pk else None,
    )
