"""Validity of a document on a day: the judgement that a submission freezes (PRO-4). Pure."""

from datetime import date

from wasl.beneficiaries.models.documents import Document
from wasl.cases.models.case import Validity
from wasl.catalogue.models.offered import DocumentRequirement
from wasl.governance.models.documents import PolicyVersion


def oldest_allowed(requirement: DocumentRequirement, policy: PolicyVersion | None) -> int | None:
    """Return how old a document may be, in days; None for no limit.

    The service decides, else the kind of document, else the policy for papers that never end.
    """
    if own := requirement.age_limit:
        return own
    # The policy's limit is for papers that do not say themselves until when they are valid.
    return (
        None if policy is None or requirement.document_type.has_expiry else policy.document_age_days
    )


def judge(
    requirement: DocumentRequirement,
    document: Document,
    day: date,
    policy: PolicyVersion | None = None,
) -> Validity:
    """Judge a document on a day. It is valid through its last day.

    It may not be older than the service, its kind, or the policy of the case allows.
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
