"""Whether a document is valid on a day: the judgement that a submission freezes (PRO-4). Pure."""

from datetime import date

from wasl.beneficiaries.models import Document
from wasl.cases.models import Validity
from wasl.catalogue.models import DocumentRequirement
from wasl.governance.models import PolicyVersion


def oldest_allowed(requirement: DocumentRequirement, policy: PolicyVersion | None) -> int | None:
    """How old a document may be, in days: by the service, else by its kind, else by the policy for
    papers that never end.
    """
    if own := requirement.age_limit:
        return own
    return (
        None if policy is None or requirement.document_type.has_expiry else policy.document_age_days
    )


def judge(
    requirement: DocumentRequirement,
    document: Document,
    day: date,
    policy: PolicyVersion | None = None,
) -> Validity:
    """Valid through its last day; not older than the service, its kind, or the policy of the
    request allows.
    """
    if requirement.must_be_valid and requirement.document_type.has_expiry:
        if document.expires_date is None:
            return Validity.NO_DATE
        if document.expires_date < day:
            return Validity.EXPIRED
    oldest = oldest_allowed(requirement, policy)
    if oldest is not None:
        if document.issued_date is None:
            return Validity.NO_DATE
        if (day - document.issued_date).days > oldest:
            return Validity.TOO_OLD
    return Validity.VALID
