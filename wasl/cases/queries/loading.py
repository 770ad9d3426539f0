"""Load cases for pages: one by its key, or those that a user's role opens."""

from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case, CaseQuerySet
from wasl.common.prepared import Prepared

JOINED = (
    "person__claim", "representative", "service", "service_version",
    "policy_version__answer_clause", "owner", "opened_by", "urgent_by", "study__researcher",
)  # fmt: skip

# One query with all its joins, its SQL worked out once: every page of a case asks it (ADR 25).
CASE = Prepared(lambda key: Case.objects.select_related(*JOINED).filter(pk=key))


def case_by_key(pk: int) -> Case | None:
    """Return the case with all that its pages show, or None."""
    return CASE.first(pk)


def visible_cases(user: User) -> CaseQuerySet:
    """Return the cases whose files this user's role opens."""
    return Case.objects.visible_to(user)


def open_by_service(person: Person) -> dict[int, Case]:
    """Return the person's open cases by the key of their service."""
    return {case.service_id: case for case in Case.objects.open().filter(person=person)}


def reload_version(case: Case) -> Case:
    """Return the case anew, with only its version loaded."""
    return Case.objects.only("version").get(pk=case.pk)
