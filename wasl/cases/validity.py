"""Whether a document is valid on a day: the judgement that a submission freezes (PRO-4). Pure."""

from datetime import date

from wasl.beneficiaries.models import Document
from wasl.cases.models import Validity
from wasl.catalogue.models import DocumentRequirement


def judge(requirement: DocumentRequirement, document: Document, day: date) -> Validity:
    """Valid through its last day; not older than the requirement, or else the kind of document, allows."""
    if requirement.must_be_valid and requirement.document_type.has_expiry:
        if document.expires_date is None:
            return Validity.NO_DATE
        if document.expires_date < day:
            return Validity.EXPIRED
    oldest = requirement.max_age_days or requirement.document_type.max_age_days
    if oldest is not None:
        if document.issued_date is None:
            return Validity.NO_DATE
        if (day - document.issued_date).days > oldest:
            return Validity.TOO_OLD
    return Validity.VALID
