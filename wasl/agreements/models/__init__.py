"""Agreements with their parties and terms, performances, breaches and disputes; and
acknowledgements of rights and duties.
"""

from wasl.agreements.models.agreement import (
    Agreement,
    AgreementFile,
    Kind,
    Occurrence,
    Party,
    PartyKind,
    Performance,
    SignedHow,
    Term,
    TermKind,
)
from wasl.agreements.models.breaches import Breach, Consequence, Dispute
from wasl.agreements.models.rights import AcknowledgedHow, RightsAcknowledgement

__all__ = [
    "AcknowledgedHow",
    "Agreement",
    "AgreementFile",
    "Breach",
    "Consequence",
    "Dispute",
    "Kind",
    "Occurrence",
    "Party",
    "PartyKind",
    "Performance",
    "RightsAcknowledgement",
    "SignedHow",
    "Term",
    "TermKind",
]
